package dev.koi.core.agreed;

import dev.koi.core.lease.Arming;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeId;
import org.jspecify.annotations.Nullable;

/** A change to what is agreed: proposed by a decision, committed by consensus, then replayed. */
public sealed interface Change {

  /** One that concerns one group. */
  sealed interface OfGroup extends Change {

    GroupName group();
  }

  /** The holder and its epoch change in one step (SAFETY E8). */
  record Granted(GroupName group, Epoch epoch, Holder holder) implements OfGroup {}

  /** A new leader found a runner that holds a lease of the leader before: it keeps its epoch. */
  record Adopted(GroupName group, Epoch epoch, Holder holder) implements OfGroup {}

  /** The holder has demoted and said so: proof, no wait (SAFETY E6a). */
  record Released(GroupName group, Epoch epoch, Incarnation incarnation) implements OfGroup {}

  /** The holder's time is over and it may still be promoted: silence frees nothing any more (SAFETY E4). */
  record Unconfirmed(GroupName group, Epoch epoch, Incarnation incarnation) implements OfGroup {}

  /** The holder was silent for longer than W: the epoch is answered no more (SAFETY E4). */
  record Lapsed(GroupName group, Epoch epoch) implements OfGroup {}

  /** The holder shall demote and release; it renews until it has. */
  record Recalled(GroupName group, Epoch epoch, Recall why) implements OfGroup {}

  /** What a person wants: manual mode or not, and who is to be master next. */
  record Steered(GroupName group, boolean manual, @Nullable NodeId target) implements OfGroup {}

  /**
   * Time does not end the epoch any more, or does again (SAFETY M2, M3): what the holder was answered with
   * outlives the leader that answered it.
   */
  record Armed(GroupName group, Epoch epoch, Arming hold) implements OfGroup {}

  /** Maintenance begins or ends (SAFETY M1). */
  record Maintained(boolean on) implements Change {}

  /** What a person wants of one node. */
  record Wished(NodeId node, Wish wish) implements Change {}
}
