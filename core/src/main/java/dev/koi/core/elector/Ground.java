package dev.koi.core.elector;

import dev.koi.core.agreed.GroupState;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.reason.ElectorReason.Obstacle;
import dev.koi.core.time.Moment;
import org.jspecify.annotations.Nullable;

/** What the elector's rules stand on: they differ by what confirms a lease, see {@link Backing}. */
interface Ground {

  static Ground of(Situation at) {
    return switch (at.settings().backing()) {
      case Backing.Promises promises -> new PromisedGround(at, promises.quorum());
      case Backing.Store store -> new StoredGround(at, store.cluster());
    };
  }

  /** Whether a group may be in force that is not agreed: a leader before granted it, and is not heard. */
  boolean adopts();

  /** Whether time does not end the group's epoch (SAFETY M3). */
  boolean isPinned(GroupName name, GroupState group, Desk desk);

  /** The latest moment at which a leader before this one can have answered the holder (SAFETY E5b). */
  Moment inheritedSign(GroupName name, Desk desk);

  /** What forbids to confirm anybody now, null if nothing does. */
  @Nullable Obstacle tooFew();

  /** What forbids this grant, null if nothing does. */
  @Nullable Obstacle bound(GroupName name, GroupState group);

  /** The epoch of the next grant, given the highest that anyone knows of (SAFETY E11, B2). */
  Epoch next(GroupState group, Epoch highest);
}
