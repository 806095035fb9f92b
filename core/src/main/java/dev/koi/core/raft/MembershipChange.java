package dev.koi.core.raft;

import dev.koi.core.name.MemberId;
import dev.koi.core.reason.RaftReason.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Members come and go, one at a time (thesis, chapter 4). */
final class MembershipChange {

  private MembershipChange() {}

  static void changeMembers(Turn turn, RaftInput.ChangeMembers asked) {
    if (!(turn.role instanceof Role.Leader leader)) {
      turn.refuse(asked.id(), Leading.notLeader(turn));
      return;
    }
    Refusal refusal = refusal(turn, leader, asked.change());
    if (refusal != null) {
      turn.refuse(asked.id(), refusal);
      return;
    }
    Members next = turn.members().after(asked.change());
    long index = turn.log.last() + 1;
    long term = turn.ballot.term();
    turn.append(List.of(new Entry(index, term, new Content.Configuration(next))));
    SortedMap<MemberId, Progress> peers = new TreeMap<>();
    for (MemberId other : next.others(turn.self())) {
      Progress known = leader.peers().get(other);
      peers.put(other, known == null ? Progress.begin(index - 1, turn.now) : known);
    }
    turn.role = new Role.Leader(peers, leader.first(), leader.reads(), leader.handover());
    turn.emit(new RaftOutput.Proposed(asked.id(), term, index, index));
  }

  private static @Nullable Refusal refusal(Turn turn, Role.Leader leader, MembersChange change) {
    if (leader.handover() != null) {
      return new Refusal.HandingOver(leader.handover().to());
    }
    // Ongaro's correction of 2015: a leader that has committed nothing may not know of an earlier
    // leader's change that it does not have, and a majority of its own need not meet that one's.
    if (turn.commit < leader.first()) {
      return new Refusal.NothingAgreed();
    }
    if (turn.configurations.since() > turn.commit) {
      return new Refusal.ChangeUnderWay(turn.configurations.since());
    }
    Members members = turn.members();
    MemberId member = change.member();
    return switch (change) {
      case MembersChange.AddLearner _ ->
          members.has(member) ? new Refusal.AlreadyMember(member) : null;
      case MembersChange.Promote _ ->
          !members.isLearner(member)
              ? new Refusal.NotLearner(member)
              : notCaughtUp(turn, leader, member);
      case MembersChange.Remove _ -> {
        if (!members.has(member)) {
          yield new Refusal.NotMember(member);
        }
        boolean lastOne = members.isVoter(member) && members.voters().size() == 1;
        yield lastOne ? new Refusal.LastVoter() : atRisk(turn, leader, members.after(change));
      }
    };
  }

  /** Thesis 4.2.1. A voter that lacks entries would have to get them before anything is agreed. */
  private static @Nullable Refusal notCaughtUp(
      Turn turn, Role.Leader leader, MemberId learner) {
    Progress peer = leader.peers().get(learner);
    long match = peer == null ? 0 : peer.match();
    boolean ready =
        peer != null
            && peer.isHere(turn.now, turn.settings.pace().shortest())
            && (match == turn.log.last() || peer.catchUp().quick());
    return ready
        ? atRisk(turn, leader, turn.members().after(new MembersChange.Promote(learner)))
        : new Refusal.NotCaughtUp(learner, turn.log.last() - match);
  }

  /** Who is left must be able to agree, or nobody could ever undo the change. */
  private static @Nullable Refusal atRisk(Turn turn, Role.Leader leader, Members next) {
    Duration longest = turn.settings.pace().longest();
    int heard = 0;
    for (MemberId voter : next.voters()) {
      Progress peer = leader.peers().get(voter);
      boolean here = peer == null || peer.isHere(turn.now, longest);
      heard += here ? 1 : 0;
    }
    return heard < next.majority() ? new Refusal.QuorumAtRisk(heard, next.majority()) : null;
  }
}
