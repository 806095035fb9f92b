package dev.koi.core.raft;

import dev.koi.core.name.MemberId;
import dev.koi.core.reason.RaftReason;
import dev.koi.core.reason.RaftReason.Refusal;
import dev.koi.core.time.Moment;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Leadership is handed over in good order (thesis 3.10): nothing new is taken, the other gets what it
 * lacks, and is told to stand at once, so that nobody waits for an election time-out.
 */
final class LeadershipTransfer {

  private LeadershipTransfer() {}

  static void begin(Turn turn, RaftInput.Transfer transfer) {
    if (!(turn.role instanceof Role.Leader leader)) {
      turn.refuse(transfer.id(), Leading.notLeader(turn));
      return;
    }
    if (leader.handover() != null) {
      turn.refuse(transfer.id(), new Refusal.HandingOver(leader.handover().to()));
      return;
    }
    MemberId named = transfer.to();
    MemberId to = named == null ? best(turn, leader).orElse(null) : named;
    if (to == null || !leader.peers().containsKey(to) || !turn.members().isVoter(to)) {
      turn.refuse(transfer.id(), new Refusal.NoSuccessor(to));
      return;
    }
    turn.say(new RaftReason.HandsOver(to));
    Moment until = turn.now.plus(turn.settings.pace().longest());
    turn.role = leader.with(new Role.Handover(transfer.id(), to, until, null));
  }

  /** The voter with the most on its disk, of those that are heard. */
  private static Optional<MemberId> best(Turn turn, Role.Leader leader) {
    return turn.members().voters().stream()
        .filter(v -> isHeard(turn, leader.peers().get(v)))
        .max(Comparator.comparingLong(v -> match(leader, v)));
  }

  private static boolean isHeard(Turn turn, @Nullable Progress peer) {
    return peer != null && peer.isHere(turn.now, turn.settings.pace().shortest());
  }

  private static long match(Role.Leader leader, MemberId voter) {
    Progress peer = leader.peers().get(voter);
    return peer == null ? 0 : peer.match();
  }

  static void proceed(Turn turn) {
    if (!(turn.role instanceof Role.Leader leader) || leader.handover() == null) {
      return;
    }
    Role.Handover handover = leader.handover();
    boolean ready = match(leader, handover.to()) == turn.log.last();
    boolean due =
        handover.asked() == null || !turn.now.isBefore(Elections.repeats(turn, handover.asked(), 1));
    if (ready && due) {
      turn.send(handover.to(), new RaftMessage.TimeoutNow());
      turn.role =
          leader.with(
              new Role.Handover(handover.id(), handover.to(), handover.until(), turn.now));
    }
  }

  /** Thesis 3.10: not done within about an election time-out, the leader goes on. */
  static void tick(Turn turn) {
    if (turn.role instanceof Role.Leader leader
        && leader.handover() != null
        && !turn.now.isBefore(leader.handover().until())) {
      Role.Handover handover = leader.handover();
      turn.say(new RaftReason.HandoverFailed(handover.to()));
      turn.refuse(handover.id(), new Refusal.HandoverTimedOut(handover.to()));
      turn.role = leader.withoutHandover();
    }
  }

  /** Its removal is agreed: it leads no more, and says so to who is best placed to go on. */
  static void leave(Turn turn) {
    if (turn.role instanceof Role.Leader leader) {
      Replication.pump(turn); // whoever goes on should know what is agreed
      best(turn, leader).ifPresent(to -> turn.send(to, new RaftMessage.TimeoutNow()));
      turn.follow(turn.ballot.term(), null, new RaftReason.Removed());
      turn.restartElection();
    }
  }
}
