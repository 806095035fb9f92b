package dev.koi.core.reason;

import dev.koi.core.name.MemberId;
import dev.koi.core.reason.RaftReason.Objection;
import dev.koi.core.reason.RaftReason.Refusal;
import java.time.Duration;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the reasons of consensus are in English. Members are called by their names. */
final class RaftWords {

  private RaftWords() {}

  static String say(RaftReason reason) {
    return switch (reason) {
      case RaftReason.NobodyLeads n when n.lost() == null ->
          "asks for an election: no leader for " + millis(n.silence());
      case RaftReason.NobodyLeads n ->
          "asks for an election: leader " + name(n.lost()) + " was silent for " + millis(n.silence());
      case RaftReason.Stands s -> "stands in term " + s.term() + ": a majority would vote for it";
      case RaftReason.Bidden b -> "stands in term " + b.term() + ": " + name(b.by()) + " hands over";
      case RaftReason.Succeeds s ->
          "stands in term " + s.term() + ": the daemon of leader " + name(s.lost()) + " is gone";
      case RaftReason.Won w ->
          "leads term " + w.term() + ": " + w.votes() + " of " + w.voters() + " votes";
      case RaftReason.Follows f -> "follows " + name(f.leader()) + " in term " + f.term();
      case RaftReason.LaterTerm l -> "enters term " + l.term() + ": " + name(l.from()) + " knows it";
      case RaftReason.VoteGiven v -> "votes for " + name(v.to()) + " in term " + v.term();
      case RaftReason.VoteRefused v ->
          "no vote for " + name(v.to()) + " in term " + v.term() + ": " + objection(v.objection());
      case RaftReason.QuorumLost q ->
          "leads no more: no majority was heard for " + millis(q.silence());
      case RaftReason.Diverged d ->
          "voids " + d.voided() + (d.voided() == 1 ? " entry" : " entries") + " after "
              + d.after() + ": " + name(d.leader()) + " has others";
      case RaftReason.SnapshotBegun s ->
          "sends " + name(s.to()) + " the snapshot of " + s.index() + ", " + s.bytes() + " bytes";
      case RaftReason.SnapshotInstalled s ->
          "installed the snapshot of " + s.index() + " from " + name(s.from());
      case RaftReason.MembersChanged s -> "members at " + s.index() + ": " + shape(s.voters(), s.learners());
      case RaftReason.MembersVoided s ->
          "members as at " + s.index() + " again: " + shape(s.voters(), s.learners());
      case RaftReason.Removed _ -> "leads no more: it is no voter any more";
      case RaftReason.HandsOver h -> "hands over to " + name(h.to());
      case RaftReason.HandoverFailed h -> "leads on: " + name(h.to()) + " did not take over";
      case RaftReason.DiskFailed d -> "takes part no more: nothing can be saved: " + d.why();
    };
  }

  static String say(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotLeader n when n.leader() == null -> "no leader is known";
      case Refusal.NotLeader n -> name(n.leader()) + " leads";
      case Refusal.LostLeadership _ -> "lost the leadership before it was done";
      case Refusal.HandingOver h -> "about to hand over to " + name(h.to());
      case Refusal.TooLarge t -> t.bytes() + " bytes, " + t.limit() + " at most";
      case Refusal.ChangeUnderWay c -> "the change of members at " + c.index() + " is not agreed yet";
      case Refusal.NothingAgreed _ -> "this leader has not had anything agreed yet";
      case Refusal.AlreadyMember a -> name(a.member()) + " is a member already";
      case Refusal.NotMember n -> name(n.member()) + " is not a member";
      case Refusal.NotLearner n -> name(n.member()) + " is not a learner";
      case Refusal.NoSuccessor n when n.member() == null -> "no other voter is heard";
      case Refusal.NoSuccessor n -> name(n.member()) + " cannot take over";
      case Refusal.NotCaughtUp n -> name(n.member()) + " is " + n.behind() + " entries behind, or silent";
      case Refusal.LastVoter _ -> "nobody would be left to vote";
      case Refusal.QuorumAtRisk q ->
          "only " + q.heard() + " of the then " + q.needed() + " needed voters are heard";
      case Refusal.HandoverTimedOut h -> name(h.to()) + " did not take over in time";
    };
  }

  private static String objection(Objection objection) {
    return switch (objection) {
      case LEADER_ALIVE -> "a leader was heard just now";
      case VOTE_GIVEN -> "the vote is given";
      case LOG_BEHIND -> "its log is behind";
      case TERM_OVER -> "that term is over";
      case NO_STATE -> "no state here yet";
    };
  }

  private static String shape(SortedSet<MemberId> voters, SortedSet<MemberId> learners) {
    return "voters " + names(voters) + (learners.isEmpty() ? "" : ", learners " + names(learners));
  }

  private static String names(SortedSet<MemberId> members) {
    return members.stream().map(RaftWords::name).collect(Collectors.joining(" "));
  }

  private static String name(@Nullable MemberId member) {
    return member == null ? "nobody" : member.name().text();
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + " ms";
  }
}
