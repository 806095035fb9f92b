package dev.koi.node.daemon;

import dev.koi.core.lease.RunnerLease;
import dev.koi.core.runner.Goal;
import dev.koi.core.runner.RunnerState;
import dev.koi.core.tenure.Tenure;
import dev.koi.core.time.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where the services of a group shall go: what its lease allows, what people want, what the guards do. */
record Aim(Tenure tenure, RunnerState services, GuardSide guards, Word word) {

  /**
   * What was said.
   *
   * @param maintained the cluster is in maintenance
   * @param awaited a leader would know whether it is, and none was heard yet
   * @param down why the services shall be down whatever the leader says of the group, null if they need not
   * @param seenLeader whether any leader was heard in this run
   */
  record Word(boolean maintained, boolean awaited, @Nullable String down, boolean seenLeader) {}

  Goal goal(Moment now) {
    RunnerLease lease = tenure.lease();
    Tenure.Standing standing = tenure.standing(now);
    String theirs = guards.handsOff();
    if (theirs != null) {
      return new Goal.HandsOff(theirs);
    }
    if (standing == Tenure.Standing.AT_REST || (lease == null && word.maintained())) {
      return new Goal.Rest("the cluster is in maintenance");
    }
    if (word.awaited()) {
      return new Goal.Rest("a leader would know whether the cluster is in maintenance");
    }
    return lease == null ? without(null) : held(lease, standing, now);
  }

  private Goal held(RunnerLease lease, Tenure.Standing standing, Moment now) {
    return switch (standing) {
      case CUT -> services.anythingPromoted() ? cut(lease, now) : without(null);
      case DEMOTE_AT_ONCE -> without(lease.timing().demoteBound());
      case MASTER ->
          word.down() == null
              ? new Goal.Master(
                  lease.epoch(), lease.mayBegin(now) && guards.holds(lease.epoch(), now))
              : without(null);
      case NONE, DEMOTE, AT_REST -> without(null);
    };
  }

  private Goal cut(RunnerLease lease, Moment now) {
    String why = "epoch " + lease.epoch() + " is over";
    return guards.willEnd(lease, now)
        ? new Goal.HandsOff(why)
        : new Goal.Cut(why, lease.timing().budget());
  }

  private Goal without(@Nullable Duration urgent) {
    if (word.down() != null) {
      return new Goal.Down(word.down(), urgent);
    }
    return word.seenLeader() ? new Goal.Up(urgent) : new Goal.Down("no leader seen yet", urgent);
  }
}
