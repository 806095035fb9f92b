package dev.koi.core.raft;

import dev.koi.core.name.MemberId;
import dev.koi.core.raft.Progress.Flow;
import dev.koi.core.time.Moment;

/**
 * Signs of life that are no messages of Raft's: whoever drives it sends heartbeats anyway, and what says
 * the same need not be said twice. They stand for an empty message and its answer and for no more: they
 * enter no term, find no leader, and confirm no round (SAFETY E3). So as long as anything is open between
 * two members, Raft's own heartbeats go on between these.
 */
final class Beside {

  private Beside() {}

  /**
   * On a follower. To have heard it counts as to have confirmed it: that was not asked, but who measures a
   * lease from too late waits too long (SAFETY E5b), which is the error to make.
   */
  static void leaderHeard(Turn turn, RaftInput.LeaderHeard heard) {
    boolean followed =
        heard.term() == turn.ballot.term()
            && turn.role instanceof Role.Follower follower
            && heard.leader().equals(follower.leader());
    if (followed) {
      turn.timers = turn.timers.heard(turn.now).confirmed(turn.now);
      turn.restartElection();
    }
  }

  /** On a leader. */
  static void beat(Turn turn, RaftInput.Beat beat) {
    if (turn.role instanceof Role.Leader leader) {
      Role.Leader next = leader;
      for (MemberId member : leader.peers().keySet()) {
        Progress peer = leader.peers().get(member);
        Moment heard = beat.followers().get(member);
        if (peer != null && heard != null) {
          next = next.with(member, beaten(turn, leader, peer.with(later(peer, heard)), beat.next()));
        }
      }
      turn.role = next;
    }
  }

  private static Progress.Signs later(Progress peer, Moment heard) {
    return peer.signs().heard().isBefore(heard) ? peer.signs().heard(heard) : peer.signs();
  }

  private static Progress beaten(Turn turn, Role.Leader leader, Progress peer, Moment next) {
    Moment sent = next.minus(turn.settings.pace().heartbeat());
    return isCalm(turn, leader, peer) && peer.signs().sent().isBefore(sent)
        ? peer.with(peer.signs().sent(sent, peer.signs().told()))
        : peer;
  }

  /** Whether nothing is open: it has all, knows that all is agreed, and nobody waits for its word. */
  private static boolean isCalm(Turn turn, Role.Leader leader, Progress peer) {
    return peer.flow() instanceof Flow.Pipelining flow
        && flow.ends().isEmpty()
        && peer.match() == turn.log.last()
        && peer.signs().knows(turn.commit)
        && !leader.reads().wants(peer.signs().round())
        && Replication.isHeard(turn, peer);
  }
}
