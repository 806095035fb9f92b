package dev.koi.core.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.raft.MembersChange.AddLearner;
import dev.koi.core.raft.MembersChange.Promote;
import dev.koi.core.raft.MembersChange.Remove;
import dev.koi.core.raft.RaftMessage.Append;
import dev.koi.core.raft.RaftMessage.PreVote;
import dev.koi.core.raft.RaftMessage.TimeoutNow;
import dev.koi.core.reason.RaftReason;
import dev.koi.core.reason.RaftReason.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the thesis says in chapter 4 of members that come and go. */
class MembershipStatementsTest {

  private static List<RaftOutput> change(Lone a, MembersChange change) {
    return a.tell(new RaftInput.ChangeMembers(7, change));
  }

  /** 4.1: "servers always use the latest configuration in their logs, regardless of whether committed". */
  @Test
  void aConfigurationIsInForceAsSoonAsItIsInTheLog() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    change(a, new AddLearner(Council.member("d")));
    assertThat(a.state.members().isLearner(Council.member("d"))).isTrue();
    assertThat(a.state.commit()).isEqualTo(1);
  }

  /** 4.1: "if the entry is removed, the server must fall back to the previous configuration". */
  @Test
  void aConfigurationThatIsVoidedWasNeverInForce() {
    Lone a = Lone.of("a", "b", "c");
    Content wider = new Content.Configuration(Council.voters("a", "b", "c", "d"));
    a.append("b", 1, 0, 0, new Entry(1, 1, wider));
    assertThat(a.state.members().voters()).hasSize(4);
    a.append("c", 2, 0, 0, Lone.entry(1, 2, "x"));
    assertThat(a.state.members()).isEqualTo(Council.voters("a", "b", "c"));
  }

  /** 4.1: "a server must not begin another until the first has committed". */
  @Test
  void oneChangeWaitsForTheOther() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    change(a, new AddLearner(Council.member("d")));
    assertThat(Lone.refusals(change(a, new AddLearner(Council.member("e")))))
        .containsExactly(new Refusal.ChangeUnderWay(2));
    a.ack("b", 2);
    assertThat(Lone.refusals(change(a, new AddLearner(Council.member("e"))))).isEmpty();
  }

  /** Ongaro's correction (raft-dev, 10 July 2015): none before an entry of the leader's own term. */
  @Test
  void aNewLeaderChangesNobodyBeforeItHasCommittedSomething() {
    Lone a = Lone.of("a", "b", "c").lead();
    assertThat(Lone.refusals(change(a, new Remove(Council.member("c")))))
        .containsExactly(new Refusal.NothingAgreed());
  }

  /** 4.2.1: a learner gets entries and "is not yet counted toward majorities". */
  @Test
  void aLearnerGetsEverythingAndCountsForNothing() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    List<RaftOutput> outputs = change(a, new AddLearner(Council.member("d")));
    assertThat(Lone.sent(outputs, "d", Append.class)).isNotNull();
    a.ack("d", 2);
    assertThat(a.state.commit()).isEqualTo(1);
    a.tell(new RaftInput.Read(1));
    assertThat(Lone.all(a.confirm("d", 1), RaftOutput.ReadReady.class)).isEmpty();
  }

  /** 4.2.1: it becomes a voter when it has caught up. */
  @Test
  void aLearnerIsPromotedOnceItHasCaughtUp() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    change(a, new AddLearner(Council.member("d")));
    a.ack("b", 2);
    assertThat(Lone.refusals(change(a, new Promote(Council.member("d")))))
        .containsExactly(new Refusal.NotCaughtUp(Council.member("d"), 2));
    a.ack("d", 2);
    assertThat(Lone.refusals(change(a, new Promote(Council.member("d"))))).isEmpty();
    assertThat(a.state.members().voters()).hasSize(4);
    a.ack("b", 3);
    assertThat(a.state.commit()).isEqualTo(2); // two of four
    a.ack("d", 3);
    assertThat(a.state.commit()).isEqualTo(3);
  }

  /** 4.2.1: under load nobody ever has the very last entry; a short last round is enough. */
  @Test
  void aLearnerWhoseLastRoundWasShortHasCaughtUp() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    change(a, new AddLearner(Council.member("d")));
    a.ack("b", 2);
    a.ack("d", 2);
    a.propose("x");
    a.pass(10);
    assertThat(Lone.refusals(change(a, new Promote(Council.member("d"))))).isEmpty();
  }

  /** 4.2.2: the leader "manages a cluster that does not include itself", and "does not count itself". */
  @Test
  void aLeaderThatRemovesItselfDoesNotCountItselfAndLeavesWhenThatIsAgreed() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    a.ack("c", 1);
    change(a, new Remove(a.id()));
    a.ack("b", 2);
    assertThat(a.state.leads()).isTrue();
    List<RaftOutput> outputs = a.ack("c", 2);
    assertThat(Lone.all(outputs, RaftOutput.Deposed.class))
        .containsExactly(new RaftOutput.Deposed(1, new RaftReason.Removed()));
    boolean bid =
        Lone.sent(outputs, "b", TimeoutNow.class) != null
            || Lone.sent(outputs, "c", TimeoutNow.class) != null;
    assertThat(bid).isTrue();
    assertThat(Lone.sent(a.pass(400), "b", PreVote.class)).isNull();
  }

  /** 4.2.2: one "not part of its own latest configuration should still start new elections". */
  @Test
  void whoseRemovalIsNotAgreedMayStillStand() {
    Lone a = Lone.of("a", "b").leadFirmly();
    change(a, new Remove(a.id()));
    a.pass(300);
    assertThat(a.state.leads()).isFalse();
    assertThat(Lone.sent(a.pass(180), "b", PreVote.class)).isNotNull();
  }

  /** 4.2.3: "removed servers can disrupt the cluster": not where a leader is heard. */
  @Test
  void aRemovedMemberDisturbsNobody() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    change(a, new Remove(Council.member("c")));
    a.ack("b", 2);
    a.hear("c", 8, new PreVote(9, 9));
    a.hear("c", 8, new RaftMessage.Vote(9, 9, false));
    assertThat(a.state.leads()).isTrue();
    assertThat(a.state.term()).isEqualTo(1);
  }

  /** 4.1: a member that knows an older configuration votes for one that it does not know. */
  @Test
  void aVoteDoesNotAskWhetherTheCandidateIsAMember() {
    Lone a = Lone.of("a", "b", "c");
    assertThat(Lone.sent(a.hear("d", 1, new RaftMessage.Vote(0, 0, false)), "d", RaftMessage.Voted.class))
        .matches(RaftMessage.Voted::granted);
  }

  /** Issue 4: what would lose the quorum is refused. */
  @Test
  void aChangeAfterWhichTooFewAreHeardIsRefused() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    a.pass(290);
    a.ack("b", 1);
    a.pass(20); // c was never heard
    assertThat(Lone.refusals(change(a, new Remove(Council.member("b")))))
        .containsExactly(new Refusal.QuorumAtRisk(1, 2));
    assertThat(Lone.refusals(change(a, new Remove(Council.member("c"))))).isEmpty();
  }

  /** A new leader has not heard of everyone yet, and takes nobody for alive that may be dead. */
  @Test
  void aNewLeaderCountsOnlyWhomItHasHeardItself() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    assertThat(Lone.refusals(change(a, new Remove(Council.member("b")))))
        .containsExactly(new Refusal.QuorumAtRisk(1, 2));
    a.ack("c", 1);
    assertThat(Lone.refusals(change(a, new Remove(Council.member("b"))))).isEmpty();
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    Lone alone = Lone.of("a");
    alone.pass(180);
    assertThat(alone.state.mayAct()).isTrue();
    assertThat(Lone.refusals(change(alone, new Remove(alone.id()))))
        .containsExactly(new Refusal.LastVoter());
    assertThat(Lone.refusals(change(alone, new AddLearner(alone.id()))))
        .containsExactly(new Refusal.AlreadyMember(alone.id()));
    assertThat(Lone.refusals(change(alone, new Promote(Council.member("b")))))
        .containsExactly(new Refusal.NotLearner(Council.member("b")));
    assertThat(Lone.refusals(change(alone, new Remove(Council.member("b")))))
        .containsExactly(new Refusal.NotMember(Council.member("b")));
  }
}
