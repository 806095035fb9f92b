package dev.koi.core.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.core.raft.RaftMessage.Accepted;
import dev.koi.core.raft.RaftMessage.Append;
import dev.koi.core.raft.RaftMessage.Ask;
import dev.koi.core.raft.RaftMessage.PreVoted;
import dev.koi.core.raft.RaftMessage.Vote;
import dev.koi.core.raft.RaftMessage.Voted;
import dev.koi.core.reason.RaftReason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SAFETY E1 and figure 2: "updated on stable storage before responding to RPCs". */
class DiskStatementsTest {

  private static Lone slow() {
    Lone a = Lone.of("a", "b", "c");
    a.slowDisk = true;
    return a;
  }

  @Test
  void aVoteLeavesOnlyOnceItIsOnDisk() {
    Lone a = slow();
    assertThat(Lone.sent(a.hear("b", 1, new Vote(0, 0, false)), "b", Voted.class)).isNull();
    assertThat(Lone.sent(a.hear("b", 1, new Vote(0, 0, false)), "b", Voted.class)).isNull();
    assertThat(Lone.sent(a.diskDone(), "b", Voted.class)).matches(Voted::granted);
  }

  /** Nor does a refusal that speaks for a term that is not on disk. */
  @Test
  void aTermIsSpokenOfOnlyOnceItIsOnDisk() {
    Lone a = slow();
    assertThat(Lone.sent(a.hear("b", 5, new Vote(0, 0, false)), "b", Voted.class)).isNull();
    assertThat(Lone.sent(a.hear("c", 5, new Vote(0, 0, false)), "c", Voted.class)).isNull();
    assertThat(Lone.sent(a.diskDone(), "c", Voted.class)).matches(v -> !v.granted());
  }

  @Test
  void aCandidatesOwnVoteCountsOnlyOnceItIsOnDiskAndThenItAsks() {
    Lone a = slow();
    a.pass(180);
    List<RaftOutput> outputs = a.hear("b", 1, new PreVoted(true));
    assertThat(Lone.sent(outputs, "b", Vote.class)).isNull();
    a.hear("b", 1, new Voted(true, Duration.ZERO));
    assertThat(a.state.leads()).isFalse();
    assertThat(Lone.sent(a.diskDone(), "c", Vote.class)).isNotNull();
    assertThat(a.state.leads()).isTrue();
  }

  @Test
  void anAcceptanceCountsWhatIsOnDisk() {
    Lone a = slow();
    a.heartbeat("b", 1);
    a.diskDone();
    assertThat(Lone.sent(a.append("b", 1, 0, 0, Lone.entry(1, 1, "x")), "b", Accepted.class)).isNull();
    Append beat = new Append(1, 1, List.of(), 0, new Ask(3, 4));
    assertThat(Lone.sent(a.hear("b", 1, beat), "b", Accepted.class))
        .isEqualTo(new Accepted(1, 0, new Ask(3, 4)));
    assertThat(Lone.sent(a.diskDone(), "b", Accepted.class)).isEqualTo(new Accepted(1, 1, null));
  }

  @Test
  void aLeaderDoesNotCountWhatIsNotOnItsDisk() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    a.slowDisk = true;
    a.propose("x");
    a.ack("b", 2);
    assertThat(a.state.commit()).isEqualTo(1);
    assertThat(Lone.committed(a.diskDone())).containsExactly(Lone.entry(2, 1, "x"));
  }

  /** A write of what was voided meanwhile does not count for what stands there now. */
  @Test
  void aWriteOfVoidedEntriesSaysNothingAboutTheOnesInTheirPlace() {
    Lone a = slow();
    a.heartbeat("b", 1);
    a.append("b", 1, 0, 0, Lone.entry(1, 1, "x"), Lone.entry(2, 1, "y"));
    long voided = a.state.disk().last();
    a.append("c", 2, 0, 0, Lone.entry(1, 2, "z"), Lone.entry(2, 2, "z"));
    a.tell(new RaftInput.Persisted(voided));
    assertThat(a.state.disk().safe()).isZero();
    a.diskDone();
    assertThat(a.state.disk().safe()).isEqualTo(2);
  }

  /** The round of a lease needs no disk (E3): a heartbeat is answered while a write is under way. */
  @Test
  void aSlowDiskDelaysNoRound() {
    Lone a = slow();
    a.heartbeat("b", 1);
    a.diskDone();
    a.append("b", 1, 0, 0, Lone.entry(1, 1, "x"));
    assertThat(Lone.sent(a.heartbeat("b", 1), "b", Accepted.class)).isNotNull();
  }

  @Test
  void aFailedWriteEndsTheVoter() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    a.slowDisk = true;
    a.propose("x");
    List<RaftOutput> outputs = a.tell(new RaftInput.PersistFailed(a.state.disk().last(), "no space"));
    RaftReason why = new RaftReason.DiskFailed("no space");
    assertThat(outputs)
        .containsExactly(new RaftOutput.Deposed(1, why), new RaftOutput.Ended(why));
    assertThat(a.state.wake()).isNull();
    assertThat(a.hear("b", 5, new Vote(9, 9, false))).isEmpty();
    assertThat(a.diskDone()).isEmpty();
    assertThat(a.pass(1000)).isEmpty();
  }

  @Test
  void aTicketThatWasNeverGivenStopsTheProgram() {
    Lone a = slow();
    assertThatThrownBy(() -> a.tell(new RaftInput.Persisted(1))).hasMessageContaining("never given");
  }

  /** A disk slower than an election time-out delays a candidate; it does not begin anew for ever. */
  @Test
  void aCandidateWaitsForItsSlowDisk() {
    Lone a = slow();
    a.pass(180);
    a.hear("b", 1, new PreVoted(true));
    a.pass(180);
    a.pass(180);
    assertThat(a.state.role()).isInstanceOf(Role.Candidate.class);
    a.diskDone();
    a.hear("b", 1, new Voted(true, Duration.ZERO));
    assertThat(a.state.leads()).isTrue();
  }

  @Test
  void aHoleOnTheDiskIsNoLog() {
    List<Entry> hole = List.of(Lone.entry(1, 1, "x"), Lone.entry(3, 1, "y"));
    Stored torn = new Stored(Ballot.BLANK, Lone.founding("a"), hole);
    assertThatThrownBy(() -> new Lone(torn)).hasMessageContaining("a hole in the log");
    Stored late = new Stored(Ballot.BLANK, Lone.founding("a"), List.of(Lone.entry(3, 1, "y")));
    assertThatThrownBy(() -> new Lone(late)).hasMessageContaining("a hole between the snapshot");
  }
}
