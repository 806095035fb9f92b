package dev.koi.core.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.raft.RaftMessage.TimeoutNow;
import dev.koi.core.raft.RaftMessage.Vote;
import dev.koi.core.raft.RaftMessage.Voted;
import dev.koi.core.reason.RaftReason.Refusal;
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
