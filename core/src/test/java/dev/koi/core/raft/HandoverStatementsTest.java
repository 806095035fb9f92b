package dev.koi.core.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.raft.RaftMessage.TimeoutNow;
import dev.koi.core.raft.RaftMessage.Vote;
import dev.koi.core.raft.RaftMessage.Voted;
import dev.koi.core.reason.RaftReason.Refusal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the thesis says in 3.10 of handing the leadership over. */
class HandoverStatementsTest {

  private static List<RaftOutput> transfer(Lone a, @Nullable String to) {
    return a.tell(new RaftInput.Transfer(5, to == null ? null : Council.member(to)));
  }

  /** 3.10, 2: the leader "fully updates the target server's log", then sends TimeoutNow. */
  @Test
  void theSuccessorIsBiddenOnceItHasEverything() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    a.propose("x");
    assertThat(Lone.sent(transfer(a, "b"), "b", TimeoutNow.class)).isNull();
    assertThat(Lone.sent(a.ack("b", 2), "b", TimeoutNow.class)).isNotNull();
  }

  /** 3.10, 1: "The prior leader stops accepting new client requests." */
  @Test
  void nothingIsTakenMeanwhile() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    transfer(a, "b");
    Refusal handing = new Refusal.HandingOver(Council.member("b"));
    assertThat(Lone.refusals(a.propose("x"))).containsExactly(handing);
    assertThat(Lone.refusals(transfer(a, "c"))).containsExactly(handing);
    assertThat(
            Lone.refusals(
                a.tell(new RaftInput.ChangeMembers(1, new MembersChange.Remove(Council.member("c"))))))
        .containsExactly(handing);
  }

  /** 3.10: it stands at once, as if it had timed out; others vote though they hear the leader. */
  @Test
  void whoIsBiddenStandsAtOnceAndIsVotedForThoughTheLeaderLives() {
    Lone a = Lone.of("a", "b", "c");
    a.heartbeat("b", 1);
    Vote vote = Lone.the(a.hear("b", 1, new TimeoutNow()), "c", Vote.class);
    assertThat(vote).isEqualTo(new Vote(0, 0, true));
    assertThat(a.state.term()).isEqualTo(2);
    Lone c = Lone.of("a", "b", "c");
    c.heartbeat("b", 1);
    assertThat(Lone.sent(c.hear("c", 2, vote), "c", Voted.class)).matches(Voted::granted);
  }

  /** Only the leader may bid, and a log that is behind is no better for it. */
  @Test
  void aBidIsNotObeyedFromAnyoneElse() {
    Lone a = Lone.of("a", "b", "c");
    a.heartbeat("b", 1);
    a.hear("c", 1, new TimeoutNow());
    assertThat(a.state.term()).isEqualTo(1);
    Lone other = Lone.withLog(1, 1);
    assertThat(Lone.sent(other.hear("c", 2, new Vote(1, 1, true)), "c", Voted.class))
        .matches(v -> !v.granted());
  }

  /** As 3.10, said by a guard for a leader that cannot say it any more: the first in turn stands at once. */
  @Test
  void whoseLeaderIsGoneStandsAtOnce() {
    Lone a = Lone.of("a", "b", "c");
    a.heartbeat("b", 1);
    List<RaftOutput> outputs = a.tell(new RaftInput.Gone(Council.member("b")));
    assertThat(Lone.the(outputs, "c", Vote.class)).isEqualTo(new Vote(0, 0, true));
    assertThat(a.state.term()).isEqualTo(2);
  }

  /** The others a heartbeat later each, and not at all if someone leads by then. */
  @Test
  void theNextInTurnWaitsAHeartbeat() {
    Lone a = Lone.of("A", "B", "a", "b"); // two come before it
    a.heartbeat("b", 1);
    a.tell(new RaftInput.Gone(Council.member("b")));
    assertThat(a.state.term()).isEqualTo(1);
    a.pass(79);
    assertThat(a.state.term()).isEqualTo(1);
    a.pass(1);
    assertThat(a.state.term()).isEqualTo(2);
  }

  /** What E5b needs is not forgotten with the leader. */
  @Test
  void whenTheLostLeaderWasConfirmedIsStillTold() {
    Lone a = Lone.of("a", "b", "c");
    a.heartbeat("b", 1);
    a.pass(20);
    a.tell(new RaftInput.Gone(Council.member("b")));
    Voted voted = Lone.the(a.hear("c", 3, new Vote(0, 0, true)), "c", Voted.class);
    assertThat(voted).isEqualTo(new Voted(true, Duration.ofMillis(20)));
  }

  /** Stickiness (4.2.3) is for a leader that may live. */
  @Test
  void whoseLeaderIsGoneVotesForWhoAsks() {
    Lone a = Lone.of("a", "b", "c");
    a.heartbeat("b", 1);
    assertThat(Lone.sent(a.hear("c", 2, new Vote(0, 0, false)), "c", Voted.class)).isNull();
    a.slowDisk = true;
    a.tell(new RaftInput.Gone(Council.member("b")));
    a.slowDisk = false;
    a.diskDone();
    assertThat(Lone.sent(a.hear("c", 3, new Vote(0, 0, false)), "c", Voted.class))
        .matches(Voted::granted);
  }

  /** Another member, and a leader itself, are none of this one's. */
  @Test
  void ofAnotherThanItsLeaderItIsNoNews() {
    Lone a = Lone.of("a", "b", "c");
    a.heartbeat("b", 1);
    RaftState before = a.state;
    assertThat(a.tell(new RaftInput.Gone(Council.member("c")))).isEmpty();
    assertThat(a.state).isEqualTo(before);
    Lone leader = Lone.of("a", "b", "c").leadFirmly();
    leader.tell(new RaftInput.Gone(Council.member("a")));
    assertThat(leader.state.leads()).isTrue();
  }

  /** 3.10: not done "after about an election timeout, the prior leader aborts the transfer". */
  @Test
  void aHandoverThatDoesNotHappenIsGivenUp() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    transfer(a, "b");
    assertThat(Lone.sent(a.pass(10), "b", TimeoutNow.class)).isNotNull(); // once more
    a.pass(280);
    a.ack("c", 1);
    assertThat(Lone.refusals(a.pass(10)))
        .containsExactly(new Refusal.HandoverTimedOut(Council.member("b")));
    assertThat(Lone.refusals(a.propose("x"))).isEmpty();
  }

  @Test
  void unlessOneIsNamedTheBestPlacedIsChosen() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    a.propose("x");
    a.ack("c", 2);
    assertThat(Lone.sent(transfer(a, null), "c", TimeoutNow.class)).isNotNull();
  }

  @Test
  void nobodyElseIsChosen() {
    Lone alone = Lone.of("a");
    alone.pass(180);
    assertThat(Lone.refusals(transfer(alone, null))).containsExactly(new Refusal.NoSuccessor(null));
    assertThat(Lone.refusals(transfer(alone, "a")))
        .containsExactly(new Refusal.NoSuccessor(alone.id()));
    Lone follower = Lone.of("a", "b");
    assertThat(Lone.refusals(transfer(follower, "b"))).containsExactly(new Refusal.NotLeader(null));
  }
}
