package dev.koi.core.agreed;

import dev.koi.core.lease.Arming;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * What is agreed about one group.
 *
 * @param epoch the highest epoch ever granted; {@link Epoch#NONE} before the first
 * @param holder who holds {@code epoch}; null when it was released, has lapsed, or none was granted
 * @param recall why the holder shall give the group up, null while it may keep it
 * @param manual no master is elected until someone says so ({@code koi demote} ... {@code koi elect})
 * @param target who shall be the next master ({@code koi promote}), null when the policy decides
 * @param hold whether time can end the epoch (SAFETY M1 to M3). Only where the members of a store agree on
 *     it; under Bully it is the electors' promises that say so
 * @param unconfirmed whether the holder may still be promoted though its time is over: its demotion failed,
 *     or nobody knows. Then only its release or proof that it is down ends the epoch (SAFETY E4, E6)
 */
public record GroupState(
    Epoch epoch,
    @Nullable Holder holder,
    @Nullable Recall recall,
    boolean manual,
    @Nullable NodeId target,
    Arming hold,
    boolean unconfirmed) {

  public static final GroupState FRESH =
      new GroupState(Epoch.NONE, null, null, false, null, Arming.ARMED, false);

  public boolean isHeldBy(NodeId node) {
    return holder != null && holder.node().equals(node);
  }

  /** Whether this very run holds this very epoch. */
  public boolean isHeldBy(Epoch which, Incarnation incarnation) {
    return holder != null && holder.incarnation().equals(incarnation) && epoch.equals(which);
  }

  GroupState granted(Epoch next, Holder to) {
    return new GroupState(next, to, null, manual, target, Arming.ARMED, false);
  }

  GroupState vacated() {
    return new GroupState(epoch, null, null, manual, target, Arming.ARMED, false);
  }

  GroupState recalled(Recall why) {
    return new GroupState(epoch, holder, why, manual, target, hold, unconfirmed);
  }

  GroupState steered(boolean nowManual, @Nullable NodeId nowTarget) {
    return new GroupState(epoch, holder, recall, nowManual, nowTarget, hold, unconfirmed);
  }

  GroupState armed(Arming next) {
    return new GroupState(epoch, holder, recall, manual, target, next, unconfirmed);
  }

  GroupState doubted() {
    return new GroupState(epoch, holder, recall, manual, target, hold, true);
  }
}
