package dev.koi.core.reason;

import dev.koi.core.name.MemberId;
import java.time.Duration;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Why consensus moved, or did not; {@link RaftWords} says it. */
public sealed interface RaftReason extends Reason {

  /** No leader was heard for an election time-out: would the others elect this one? */
  record NobodyLeads(@Nullable MemberId lost, Duration silence) implements RaftReason {}

  /** A majority would elect it, so it stands. */
  record Stands(long term) implements RaftReason {}

  /** The leader told it to stand. */
  record Bidden(long term, MemberId by) implements RaftReason {}

  /** The leader's process is gone, so it stands at once. */
  record Succeeds(long term, MemberId lost) implements RaftReason {}

  /** It is elected. */
  record Won(long term, int votes, int voters) implements RaftReason {}

  /** Someone leads, and it follows. */
  record Follows(long term, MemberId leader) implements RaftReason {}

  /** Someone knows a later term. */
  record LaterTerm(long term, MemberId from) implements RaftReason {}

  /** It gave its vote. */
  record VoteGiven(long term, MemberId to) implements RaftReason {}

  /** It did not give its vote, or would not. */
  record VoteRefused(long term, MemberId to, Objection objection) implements RaftReason {}

  /** It led, and too few voters were heard. */
  record QuorumLost(Duration silence) implements RaftReason {}

  /** Its own entries are void: the leader's are different. */
  record Diverged(long after, long voided, MemberId leader) implements RaftReason {}

  /** Someone lacks entries that are forgotten here. */
  record SnapshotBegun(MemberId to, long index, int bytes) implements RaftReason {}

  /** A leader's snapshot replaced everything. */
  record SnapshotInstalled(long index, MemberId from) implements RaftReason {}

  /** Other members from now on. */
  record MembersChanged(long index, SortedSet<MemberId> voters, SortedSet<MemberId> learners)
      implements RaftReason {}

  /** The change of members before this one was never agreed. */
  record MembersVoided(long index, SortedSet<MemberId> voters, SortedSet<MemberId> learners)
      implements RaftReason {}

  /** It led, and is no voter any more. */
  record Removed() implements RaftReason {}

  /** It hands over, and takes no proposals meanwhile. */
  record HandsOver(MemberId to) implements RaftReason {}

  /** The other did not take over in time. */
  record HandoverFailed(MemberId to) implements RaftReason {}

  /** It may not go on: what it said may not be on disk. */
  record DiskFailed(String why) implements RaftReason {}

  /** Why no vote. */
  enum Objection {
    /** A leader was heard within the shortest election time-out. */
    LEADER_ALIVE,
    /** The vote of this term is given to another. */
    VOTE_GIVEN,
    /** The candidate's log lacks what this one has. */
    LOG_BEHIND,
    /** The term is over. */
    TERM_OVER,
    /** This member knows no cluster yet. */
    NO_STATE,
  }

  /** Why something asked for will not be done. */
  sealed interface Refusal {
    /** Another one leads, or none that is known. */
    record NotLeader(@Nullable MemberId leader) implements Refusal {}

    /** It led when this was asked, and does not any more. */
    record LostLeadership() implements Refusal {}

    /** It is about to hand over. */
    record HandingOver(MemberId to) implements Refusal {}

    /** It would not fit into a message. */
    record TooLarge(int bytes, int limit) implements Refusal {}

    /** A change before this one is not agreed yet. */
    record ChangeUnderWay(long index) implements Refusal {}

    /** This leader has not had anything agreed yet. */
    record NothingAgreed() implements Refusal {}

    /** It belongs to the cluster already. */
    record AlreadyMember(MemberId member) implements Refusal {}

    /** It does not belong to the cluster. */
    record NotMember(MemberId member) implements Refusal {}

    /** It is no learner. */
    record NotLearner(MemberId member) implements Refusal {}

    /** It is no voter, or is the leader itself. */
    record NoSuccessor(@Nullable MemberId member) implements Refusal {}

    /** The learner lacks so many entries, or is not heard. */
    record NotCaughtUp(MemberId member, long behind) implements Refusal {}

    /** Nobody would be left to vote. */
    record LastVoter() implements Refusal {}

    /** Of the voters after the change too few are heard now. */
    record QuorumAtRisk(int heard, int needed) implements Refusal {}

    /** The other did not take over in time. */
    record HandoverTimedOut(MemberId to) implements Refusal {}
  }
}
