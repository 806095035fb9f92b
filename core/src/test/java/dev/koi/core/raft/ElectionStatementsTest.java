package dev.koi.core.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.raft.RaftMessage.Accepted;
import dev.koi.core.raft.RaftMessage.Append;
import dev.koi.core.raft.RaftMessage.Outdated;
import dev.koi.core.raft.RaftMessage.PreVote;
import dev.koi.core.raft.RaftMessage.PreVoted;
import dev.koi.core.raft.RaftMessage.Vote;
import dev.koi.core.raft.RaftMessage.Voted;
import dev.koi.core.reason.RaftReason;
import dev.koi.core.reason.RaftReason.Objection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the paper (5.1, 5.2, 5.4.1) and the thesis (4.2.3, 6.2, 9.6) say of elections; SAFETY E1a, E5b. */
class ElectionStatementsTest {

  private static final Voted YES = new Voted(true, Duration.ZERO);
  private static final Voted NO = new Voted(false, Duration.ZERO);

  /** 5.1: "If a candidate or leader discovers that its term is out of date, it reverts to follower." */
  @Test
  void aLeaderThatHearsOfALaterTermFollows() {
    Lone a = Lone.of("a", "b", "c").lead();
    List<RaftOutput> outputs = a.hear("c", 9, new Accepted(0, 0, null));
    assertThat(a.state.role()).isEqualTo(new Role.Follower(null, 0));
    assertThat(a.state.ballot()).isEqualTo(new Ballot(9, null));
    assertThat(Lone.all(outputs, RaftOutput.Deposed.class)).hasSize(1);
  }

  /** 5.1: "If a server receives a request with a stale term number, it rejects the request." */
  @Test
  void whoSpeaksForAPastTermIsToldThePresentOne() {
    Lone a = Lone.withLog(3);
    assertThat(Lone.sent(a.append("b", 2, 0, 0), "b", Outdated.class)).isNotNull();
    assertThat(Lone.sent(a.hear("c", 2, new Vote(9, 2, false)), "c", Voted.class)).isEqualTo(NO);
    assertThat(a.state.leader()).isNull();
  }

  /** 5.2: "increments its current term ... votes for itself", and wins with "a majority". */
  @Test
  void aCandidateLeadsWithTheVotesOfAMajority() {
    Lone a = Lone.of("a", "b", "c", "d", "e");
    a.pass(180);
    a.hear("b", 1, new PreVoted(true));
    a.hear("c", 1, new PreVoted(true));
    assertThat(a.state.ballot()).isEqualTo(new Ballot(1, a.id()));
    a.hear("b", 1, YES);
    a.hear("b", 1, YES);
    a.hear("d", 1, NO);
    assertThat(a.state.leads()).isFalse();
    List<RaftOutput> outputs = a.hear("e", 1, YES);
    assertThat(a.state.leads()).isTrue();
    assertThat(Lone.all(outputs, RaftOutput.Elected.class)).hasSize(1);
  }

  /** 5.2: "Each server will vote for at most one candidate in a given term, first-come-first-served." */
  @Test
  void aVoteIsGivenOnceATermAndAgainToTheSame() {
    Lone a = Lone.of("a", "b", "c");
    Vote ask = new Vote(0, 0, false);
    assertThat(Lone.sent(a.hear("b", 1, ask), "b", Voted.class)).matches(Voted::granted);
    assertThat(Lone.sent(a.hear("c", 1, ask), "c", Voted.class)).matches(v -> !v.granted());
    assertThat(Lone.sent(a.hear("b", 1, ask), "b", Voted.class)).matches(Voted::granted);
    assertThat(a.reasons)
        .contains(new RaftReason.VoteRefused(1, Council.member("c"), Objection.VOTE_GIVEN));
  }

  /** 5.2: votes survive a restart. */
  @Test
  void aVoteIsRememberedAfterARestart() {
    Ballot given = new Ballot(4, Council.member("c"));
    Lone a = new Lone(new Stored(given, Lone.founding("a", "b", "c"), List.of()));
    assertThat(Lone.sent(a.hear("b", 4, new Vote(0, 0, false)), "b", Voted.class))
        .matches(v -> !v.granted());
  }

  /** 5.2: "If the leader's term is at least as large ... the candidate returns to follower state." */
  @Test
  void aCandidateThatHearsTheLeaderOfItsTermFollows() {
    Lone a = Lone.of("a", "b", "c");
    a.pass(180);
    a.hear("b", 1, new PreVoted(true));
    a.append("c", 1, 0, 0);
    assertThat(a.state.leader()).isEqualTo(Council.member("c"));
    a.hear("b", 1, YES);
    assertThat(a.state.leads()).isFalse();
  }

  /** 5.2: on a split vote "each candidate will time out and start a new election". */
  @Test
  void aSplitVoteIsFollowedByAnotherElection() {
    Lone a = Lone.of("a", "b", "c");
    a.pass(180);
    a.hear("b", 1, new PreVoted(true));
    a.hear("b", 1, NO);
    a.hear("c", 1, NO);
    a.pass(180);
    a.hear("b", 2, new PreVoted(true));
    assertThat(a.state.ballot()).isEqualTo(new Ballot(2, a.id()));
  }

  /** 5.2: "election timeouts are chosen randomly from a fixed interval". */
  @Test
  void theTimeoutLiesInTheIntervalWhateverIsDrawn() {
    for (long draw : new long[] {0, 1, -1, 120_000_000, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThat(Council.FAST.timeout(draw)).isBetween(Council.FAST.shortest(), Council.FAST.longest());
    }
    assertThat(Council.FAST.timeout(120_000_000)).isEqualTo(Council.FAST.longest());
  }

  /** 5.4.1: "the voter denies its vote if its own log is more up-to-date than that of the candidate". */
  @Test
  void aCandidateMustHaveAtLeastWhatTheVoterHas() {
    assertThat(vote(new Vote(9, 1, false))).isFalse(); // longer, of an earlier term
    assertThat(vote(new Vote(1, 2, false))).isFalse(); // shorter, of the same term
    assertThat(vote(new Vote(2, 2, false))).isTrue();
    assertThat(vote(new Vote(1, 3, false))).isTrue(); // shorter, of a later term
  }

  private static boolean vote(Vote ask) {
    Voted voted = Lone.sent(Lone.withLog(1, 2).hear("b", 5, ask), "b", Voted.class);
    return voted != null && voted.granted();
  }

  /** Thesis 9.6: in the Pre-Vote phase a candidate "only increments its term number if" it could win. */
  @Test
  void whoAsksWhetherItWouldBeElectedChangesNothing() {
    Lone a = Lone.of("a", "b", "c");
    List<RaftOutput> outputs = a.pass(180);
    assertThat(a.state.ballot()).isEqualTo(Ballot.BLANK);
    assertThat(Lone.all(outputs, RaftOutput.Persist.class)).isEmpty();
    assertThat(Lone.sent(outputs, "b", PreVote.class)).isNotNull();
    a.hear("b", 0, new PreVoted(false));
    a.hear("c", 0, new PreVoted(false));
    a.pass(180);
    assertThat(a.state.ballot()).isEqualTo(Ballot.BLANK);
  }

  /** Thesis 9.6: so does the voter, who may say yes to any number. */
  @Test
  void aPreVoteBindsNobody() {
    Lone a = Lone.of("a", "b", "c");
    PreVote ask = new PreVote(0, 0);
    assertThat(Lone.sent(a.hear("b", 1, ask), "b", PreVoted.class)).matches(PreVoted::granted);
    assertThat(Lone.sent(a.hear("c", 1, ask), "c", PreVoted.class)).matches(PreVoted::granted);
    assertThat(a.state.ballot()).isEqualTo(Ballot.BLANK);
    assertThat(a.state.disk().last()).isZero();
  }

  /** Thesis 9.6: granted "if the candidate's log is sufficiently up-to-date" and no leader is heard. */
  @Test
  void aPreVoteIsRefusedWhereAVoteWouldBe() {
    Lone behind = Lone.withLog(1, 2);
    assertThat(Lone.sent(behind.hear("b", 3, new PreVote(9, 1)), "b", PreVoted.class))
        .matches(v -> !v.granted());
    Lone led = Lone.of("a", "b", "c");
    led.heartbeat("b", 1);
    assertThat(Lone.sent(led.hear("c", 2, new PreVote(9, 9)), "c", PreVoted.class))
        .matches(v -> !v.granted());
  }

  /** 9.6 and the defect of a library that forgot it: the leader's voice ends a pre-candidacy. */
  @Test
  void aPreCandidateThatHearsItsLeaderAgainFollows() {
    Lone a = Lone.of("a", "b", "c");
    a.heartbeat("b", 1);
    a.pass(180);
    assertThat(a.state.role()).isInstanceOf(Role.PreCandidate.class);
    a.heartbeat("b", 1);
    assertThat(a.state.leader()).isEqualTo(Council.member("b"));
    a.pass(179);
    assertThat(a.state.leader()).isEqualTo(Council.member("b"));
  }

  /** A refusal in a later term: it enters that term, or it would ask in vain for ever. */
  @Test
  void aPreCandidateBehindTheTimesEntersTheTermThatItIsTold() {
    Lone a = Lone.of("a", "b", "c");
    a.pass(180);
    a.hear("b", 7, new PreVoted(false));
    assertThat(a.state.term()).isEqualTo(7);
    a.pass(180);
    a.hear("b", 8, new PreVoted(true));
    assertThat(a.state.ballot()).isEqualTo(new Ballot(8, a.id()));
  }

  /** Thesis 4.2.3: within a minimum election timeout of hearing a leader, a vote request is ignored. */
  @Test
  void whoHearsALeaderVotesForNobodyAndEntersNoTerm() {
    Lone a = Lone.of("a", "b", "c");
    a.heartbeat("b", 1);
    a.pass(179);
    a.hear("c", 5, new Vote(9, 9, false));
    assertThat(a.state.term()).isEqualTo(1);
    assertThat(a.state.leader()).isEqualTo(Council.member("b"));
    a.pass(1);
    assertThat(Lone.sent(a.hear("c", 5, new Vote(9, 9, false)), "c", Voted.class))
        .matches(Voted::granted);
  }

  /** Thesis 4.2.3 holds for the leader itself. */
  @Test
  void aLeaderThatHearsItsMajorityIsNotDisturbed() {
    Lone a = Lone.of("a", "b", "c").lead();
    a.hear("c", 5, new Vote(9, 9, false));
    assertThat(a.state.leads()).isTrue();
  }

  /** Thesis 6.2: steps down "if an election timeout elapses without a successful round of heartbeats". */
  @Test
  void aLeaderWithoutAMajorityGivesUpAfterTheLongestTimeout() {
    Lone a = Lone.of("a", "b", "c").lead();
    a.pass(200);
    a.ack("b", 1);
    a.pass(299);
    assertThat(a.state.leads()).isTrue();
    List<RaftOutput> outputs = a.pass(1);
    assertThat(a.state.leads()).isFalse();
    assertThat(Lone.all(outputs, RaftOutput.Deposed.class))
        .containsExactly(new RaftOutput.Deposed(1, new RaftReason.QuorumLost(Duration.ofMillis(300))));
    assertThat(a.state.term()).isEqualTo(1);
  }

  /** E1a: with an empty state it neither votes nor stands. */
  @Test
  void anEmptyStateNeitherVotesNorStands() {
    Lone a = new Lone(Stored.joiner());
    a.pass(180);
    assertThat(a.state.role()).isInstanceOf(Role.Follower.class);
    assertThat(Lone.sent(a.hear("b", 1, new PreVote(9, 9)), "b", PreVoted.class))
        .matches(v -> !v.granted());
    assertThat(Lone.sent(a.hear("b", 1, new Vote(9, 9, false)), "b", Voted.class))
        .matches(v -> !v.granted());
  }

  /** E1a: another cluster's letters, and those to an earlier state of this node, are not for it. */
  @Test
  void aLetterForSomeoneElseIsNotRead() {
    Lone a = Lone.of("a", "b", "c");
    Append append = new Append(0, 0, List.of(), 0, null);
    a.tell(new RaftInput.Received(Lone.envelope(new UUID(0, 14), "b", "a", 9, append)));
    a.tell(new RaftInput.Received(Lone.envelope("b", "x", 9, append)));
    assertThat(a.state.term()).isZero();
    assertThat(a.outputs).isEmpty();
  }

  /** E5b: a vote tells how long ago the voter confirmed a leader. */
  @Test
  void aVoteCarriesTheAgeOfTheLastConfirmation() {
    Lone a = Lone.of("a", "b", "c");
    a.pass(100);
    a.heartbeat("b", 1);
    a.pass(400);
    assertThat(Lone.sent(a.hear("c", 2, new Vote(0, 0, false)), "c", Voted.class))
        .isEqualTo(new Voted(true, Duration.ofMillis(400)));
  }

  /** E5b: after a restart it may have confirmed one until its process began. */
  @Test
  void aVoteAfterARestartCountsFromTheBeginOfTheProcess() {
    Lone a = Lone.of("a", "b", "c");
    a.pass(70);
    assertThat(Lone.sent(a.hear("c", 2, new Vote(0, 0, false)), "c", Voted.class))
        .isEqualTo(new Voted(true, Duration.ofMillis(70)));
  }

  /** E5b: what a new leader counts from is the latest of its majority's, its own included. */
  @Test
  void aNewLeaderKnowsTheLatestConfirmationOfItsMajority() {
    assertThat(confirmed(Duration.ofMillis(90))).isEqualTo(90); // b's: 180 - 90
    assertThat(confirmed(Duration.ofMillis(170))).isEqualTo(20); // its own
  }

  private static long confirmed(Duration age) {
    Lone a = Lone.of("a", "b", "c");
    a.pass(20);
    a.heartbeat("c", 1);
    a.pass(160);
    a.pass(20);
    a.hear("b", 2, new PreVoted(true));
    List<RaftOutput> outputs = a.hear("b", 2, new Voted(true, age.plusMillis(20)));
    return Lone.all(outputs, RaftOutput.Elected.class).getFirst().confirmed().monotonic() / 1_000_000;
  }
}
