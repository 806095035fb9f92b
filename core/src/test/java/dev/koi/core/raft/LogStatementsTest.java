package dev.koi.core.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.core.raft.RaftMessage.Accepted;
import dev.koi.core.raft.RaftMessage.Append;
import dev.koi.core.raft.RaftMessage.Ask;
import dev.koi.core.raft.RaftMessage.Rejected;
import dev.koi.core.reason.RaftReason.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the paper (5.3, 5.4.2, 8) and the thesis (10.2) say of replication. */
class LogStatementsTest {

  /** 8: a leader has "each leader commit a blank no-op entry into the log at the start of its term". */
  @Test
  void aLeaderBeginsWithAnEntryThatSaysNothing() {
    Lone a = Lone.withLog(1, 1).lead();
    assertThat(a.state.log().entry(3)).isEqualTo(new Entry(3, 2, new Content.NoOp()));
  }

  /** 5.3: "committed once the leader that created the entry has replicated it on a majority". */
  @Test
  void anEntryIsCommittedOnceAMajorityHasIt() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    a.propose("x");
    assertThat(Lone.committed(a.ack("c", 2))).containsExactly(Lone.entry(2, 1, "x"));
    assertThat(Lone.committed(a.ack("b", 2))).isEmpty();
  }

  /** 5.3: it refuses new entries if it "does not find an entry in its log with the same index and term". */
  @Test
  void aFollowerRefusesWhatDoesNotFollowItsLog() {
    Lone a = Lone.withLog(1, 1);
    Rejected missing = Lone.sent(a.append("b", 3, 5, 3), "b", Rejected.class);
    assertThat(missing).isEqualTo(new Rejected(5, 2, 1, null));
    Rejected other = Lone.sent(a.append("b", 3, 2, 3), "b", Rejected.class);
    assertThat(other).isEqualTo(new Rejected(2, 1, 1, null));
    assertThat(a.state.log().last()).isEqualTo(2);
  }

  /** End of 5.3: the refusal names a term, so that "one RPC will be required for each term". */
  @Test
  void aRefusalSkipsTheTermsThatTheLeaderCannotHave() {
    Lone a = Lone.withLog(1, 1, 4, 4, 4);
    assertThat(Lone.sent(a.append("b", 7, 5, 3), "b", Rejected.class))
        .isEqualTo(new Rejected(5, 2, 1, null));
  }

  /** 5.3: then "the leader decrements nextIndex and retries". */
  @Test
  void aLeaderGoesBackToWhereTheLogsAgree() {
    Lone a = Lone.withLog(1, 1, 2, 2).lead();
    List<RaftOutput> outputs =
        a.hear("b", 3, new Rejected(4, 3, 1, new Ask(0, a.now().monotonic())));
    Append again = Lone.the(outputs, "b", Append.class);
    assertThat(again.prevIndex()).isEqualTo(2);
    assertThat(again.entries()).hasSize(3);
  }

  /** A refusal that was overtaken by an acceptance sends nobody back. */
  @Test
  void anOldRefusalIsIgnored() {
    Lone a = Lone.withLog(1, 1, 2, 2).lead();
    a.ack("b", 5);
    a.hear("b", 3, new Rejected(4, 0, 0, null));
    Progress progress = a.leader().peers().get(Council.member("b"));
    assertThat(progress).isNotNull().extracting(Progress::next).isEqualTo(6L);
  }

  /** 5.3: "conflicting entries in follower logs will be overwritten". */
  @Test
  void whatConflictsIsVoidWithAllAfterIt() {
    Lone a = Lone.withLog(1, 2, 2, 2);
    List<RaftOutput> outputs = a.append("b", 3, 1, 1, Lone.entry(2, 3, "new"));
    assertThat(a.state.log().last()).isEqualTo(2);
    assertThat(a.state.log().lastTerm()).isEqualTo(3);
    assertThat(Lone.all(outputs, RaftOutput.Persist.class).getFirst().writes())
        .contains(new Write.Truncate(1), new Write.Append(List.of(Lone.entry(2, 3, "new"))));
  }

  /** Figure 2, AppendEntries 3: only "if an existing entry conflicts": a late message voids nothing. */
  @Test
  void anOldMessageVoidsNothing() {
    Lone a = Lone.of("a", "b", "c");
    a.append("b", 1, 0, 0, Lone.entry(1, 1, "x"), Lone.entry(2, 1, "y"));
    a.append("b", 1, 0, 0, Lone.entry(1, 1, "x"));
    assertThat(a.state.log().last()).isEqualTo(2);
    assertThat(a.state.disk().last()).isEqualTo(1);
  }

  /** Figure 2, AppendEntries 5: "min(leaderCommit, index of last new entry)". */
  @Test
  void aFollowerCommitsOnlyWhatIsKnownToBeTheLeaders() {
    Lone a = Lone.withLog(1, 1, 1);
    Append beat = new Append(1, 1, List.of(), 3, null);
    assertThat(Lone.committed(a.hear("b", 2, beat))).hasSize(1); // 2 and 3 may be another leader's
    assertThat(a.state.commit()).isEqualTo(1);
  }

  /** Figure 2, AppendEntries 5: what another leader's log had in common with this one says nothing. */
  @Test
  void whatWasKnownOfALeaderIsForgottenWithItsTerm() {
    Lone a = Lone.of("a", "b", "c");
    a.append("b", 1, 0, 0, Lone.entry(1, 1, "x"), Lone.entry(2, 1, "y"));
    Append beat = new Append(1, 1, List.of(), 2, null);
    assertThat(Lone.committed(a.hear("c", 2, beat))).hasSize(1); // its second may be another one
  }

  /** An acceptance speaks of what this leader has, not of what else is on the disk. */
  @Test
  void aFollowerAcknowledgesOnlyWhatIsKnownToBeTheLeaders() {
    Lone a = Lone.withLog(1, 1, 1);
    Append beat = new Append(1, 1, List.of(), 0, new Ask(4, 5));
    assertThat(Lone.sent(a.hear("b", 2, beat), "b", Accepted.class))
        .isEqualTo(new Accepted(1, 1, new Ask(4, 5)));
  }

  /** 5.4.2, figure 8: "Raft never commits log entries from previous terms by counting replicas." */
  @Test
  void anEntryOfAnEarlierTermIsCommittedOnlyWithOneOfThisTerm() {
    Lone a = Lone.withLog(1, 2).lead();
    assertThat(Lone.committed(a.ack("b", 2))).isEmpty();
    assertThat(Lone.committed(a.ack("b", 3))).hasSize(3);
  }

  /** 5.4.3: a later leader has what is agreed; if one had not, the program must not go on. */
  @Test
  void aLeaderThatContradictsWhatIsAgreedStopsTheProgram() {
    Lone a = Lone.of("a", "b", "c");
    a.hear("b", 1, new Append(0, 0, List.of(Lone.entry(1, 1, "x")), 1, null));
    assertThat(a.state.commit()).isEqualTo(1);
    assertThatThrownBy(() -> a.append("c", 2, 0, 0, Lone.entry(1, 2, "y"), Lone.entry(2, 2, "z")))
        .hasMessageContaining("contradicts");
  }

  /** 5.2: at most one leader a term; if there were two, the program must not go on. */
  @Test
  void twoLeadersInATermStopTheProgram() {
    Lone a = Lone.of("a", "b", "c").lead();
    assertThatThrownBy(() -> a.append("b", 1, 0, 0)).hasMessageContaining("two leaders in term 1");
  }

  /** Thesis 10.2.1: "the leader ... sends to its followers in parallel with writing to its own disk". */
  @Test
  void aLeaderSendsBeforeItsDiskIsDoneAndMayCommitWithoutIt() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    a.ack("c", 1);
    a.slowDisk = true;
    List<RaftOutput> outputs = a.propose("x");
    assertThat(Lone.sent(outputs, "b", Append.class)).isNotNull();
    a.ack("b", 2);
    assertThat(a.state.commit()).isEqualTo(1);
    a.ack("c", 2);
    assertThat(a.state.commit()).isEqualTo(2);
  }

  /** 10.2.2: messages follow each other unanswered, in batches, so many at once. */
  @Test
  void messagesFollowEachOtherUpToTheWindow() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    int sent = 0;
    for (int i = 0; i < 10; i++) {
      sent += Lone.sent(a.propose("x" + i), "b", Append.class) == null ? 0 : 1;
    }
    assertThat(sent).isEqualTo(Council.SMALL.window());
    Append rest = Lone.the(a.ack("b", 2), "b", Append.class);
    assertThat(rest.prevIndex()).isEqualTo(1 + sent);
    assertThat(rest.entries()).hasSize(10 - sent);
  }

  /** A message is no larger than its budget, unless one entry alone is. */
  @Test
  void aBatchKeepsToTheBudget() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    Bytes big = Council.bytes("x".repeat(50));
    List<RaftOutput> outputs =
        a.tell(new RaftInput.Propose(1, List.of(big, big, big, big, big)));
    Append first = Lone.the(outputs, "b", Append.class);
    assertThat(first.entries()).hasSize(2); // 74 bytes each, 200 at most
  }

  @Test
  void whatFitsIntoNoMessageIsRefused() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    assertThat(Lone.refusals(a.propose("x".repeat(200))))
        .containsExactly(new Refusal.TooLarge(224, 200));
    assertThat(a.state.log().last()).isEqualTo(1);
  }

  @Test
  void whoDoesNotLeadSaysWhoDoes() {
    Lone a = Lone.of("a", "b", "c");
    assertThat(Lone.refusals(a.propose("x"))).containsExactly(new Refusal.NotLeader(null));
    a.heartbeat("b", 1);
    assertThat(Lone.refusals(a.propose("x")))
        .containsExactly(new Refusal.NotLeader(Council.member("b")));
  }

  /** DESIGN 5: unanswered after max(2 RTT, 10 ms) it asks what has arrived, without sending it again. */
  @Test
  void whatIsUnansweredIsAskedForAfterTenMilliseconds() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    a.propose("x");
    assertThat(Lone.sent(a.pass(9), "b", Append.class)).isNull();
    Append asks = Lone.the(a.pass(1), "b", Append.class);
    assertThat(asks.entries()).isEmpty();
    assertThat(asks.prevIndex()).isEqualTo(2);
    assertThat(asks.ask()).isNotNull();
    Append again = Lone.the(a.hear("b", 1, new Rejected(2, 1, 1, null)), "b", Append.class);
    assertThat(again.entries()).containsExactly(Lone.entry(2, 1, "x"));
  }

  /** What was received and is not on disk yet is not sent again. */
  @Test
  void aFollowerWithASlowDiskIsNotAskedOverAndOver() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    a.propose("x");
    a.hear("b", 1, new Accepted(2, 1, new Ask(0, a.now().monotonic())));
    assertThat(a.state.commit()).isEqualTo(1);
    assertThat(Lone.sent(a.pass(39), "b", Append.class)).isNull();
    assertThat(Lone.sent(a.pass(1), "b", Append.class)).isNotNull();
  }

  /** To one that is silent a leader speaks no more often than a heartbeat. */
  @Test
  void whoIsSilentIsNotShoutedAt() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    for (int i = 0; i < 20; i++) {
      a.pass(10);
      a.ack("b", 1);
    }
    a.pass(40);
    assertThat(Lone.sent(a.pass(10), "c", Append.class)).isNull();
    assertThat(Lone.sent(a.pass(30), "c", Append.class)).isNotNull();
  }

  /** Once something is agreed and nothing else is to be sent, the followers are told at once. */
  @Test
  void followersLearnAtOnceWhatIsAgreed() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    a.ack("c", 1);
    a.propose("x");
    Append told = Lone.the(a.ack("b", 2), "b", Append.class);
    assertThat(told).isEqualTo(new Append(2, 1, List.of(), 2, null));
  }
}
