package dev.koi.core.runner;

import dev.koi.core.message.NodeState;
import java.util.Collection;

/**
 * How the services of a group are as a whole.
 *
 * @param broken one has failed
 * @param disabled one that is there is disabled
 * @param ready all that are there are up, and said so
 * @param down none is up or on its way
 */
record Overview(boolean broken, boolean disabled, boolean ready, boolean down) {

  static Overview of(Collection<ServiceRun> services) {
    boolean broken = false;
    boolean disabled = false;
    boolean ready = true;
    boolean down = true;
    for (ServiceRun service : services) {
      broken |= service.failure() != null;
      disabled |= !service.gone() && service.spec().disabled();
      ready &= service.gone() || service.isReady();
      down &= service.phase().isDown();
    }
    return new Overview(broken, disabled, ready, down);
  }

  /** Whether a failure, or a disabled service, keeps the group down. */
  boolean failing() {
    return broken || disabled;
  }

  /** Whether the group could be promoted, once its folder was read. */
  boolean promotable(Goal goal) {
    return ready && !failing() && goal.isUp();
  }

  NodeState state(boolean found, boolean master, Goal goal) {
    if (failing()) {
      return NodeState.FAILED;
    }
    if (master) {
      return NodeState.MASTER;
    }
    if (found && promotable(goal)) {
      return NodeState.SLAVE;
    }
    boolean toRun = goal.isUp() && !(goal instanceof Goal.Rest);
    return toRun || !down ? NodeState.LIVE : NodeState.STOPPED;
  }
}
