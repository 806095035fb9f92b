package dev.koi.core.raft;

import dev.koi.core.time.Moment;
import org.jspecify.annotations.Nullable;

/** When something happens if nobody says anything; a tick that comes early does nothing. */
final class Alarm {

  private Alarm() {}

  static @Nullable Moment next(Turn turn) {
    Moment election = turn.timers.election();
    return switch (turn.role) {
      case Role.Ended _ -> null;
      case Role.Follower _ -> election;
      case Role.PreCandidate pre -> election.min(Elections.repeats(turn, pre.asked(), pre.times()));
      case Role.Candidate candidate ->
          candidate.asked() == null
              ? election
              : election.min(Elections.repeats(turn, candidate.asked(), candidate.times()));
      case Role.Leader leader -> next(turn, leader);
    };
  }

  private static @Nullable Moment next(Turn turn, Role.Leader leader) {
    if (leader.peers().isEmpty()) {
      return null;
    }
    Moment longest = turn.now.plus(turn.settings.pace().longest());
    Moment next = Leading.heardByMajority(turn, leader).plus(turn.settings.pace().longest());
    next = longest.min(next);
    for (Progress peer : leader.peers().values()) {
      next = next.min(peer.signs().sent().plus(Replication.patience(turn, leader, peer)));
    }
    Role.Handover handover = leader.handover();
    if (handover != null) {
      next = next.min(handover.until());
      next = handover.asked() == null ? next : next.min(Elections.repeats(turn, handover.asked(), 1));
    }
    return next;
  }
}
