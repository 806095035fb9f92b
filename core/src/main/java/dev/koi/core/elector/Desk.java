package dev.koi.core.elector;

import dev.koi.core.name.Epoch;
import dev.koi.core.time.Moment;
import org.jspecify.annotations.Nullable;

/**
 * What the leader remembers about the epoch of one group while it leads. Soft state: a new leader
 * begins a new one, and counts from its election (SAFETY E5).
 *
 * @param applied when this leader granted the epoch, or began to lead with it
 * @param own this leader granted it itself, so nobody can have got a lease from someone else
 * @param renewed when the last RENEW arrived; null if none did
 * @param confirmed whether a quorum ever confirmed it to this leader
 */
public record Desk(
    Epoch epoch, Moment applied, boolean own, @Nullable Moment renewed, boolean confirmed) {

  static Desk granted(Epoch epoch, Moment now) {
    return new Desk(epoch, now, true, null, false);
  }

  static Desk inherited(Epoch epoch, Moment now) {
    return new Desk(epoch, now, false, null, false);
  }

  /** The latest moment at which the holder can have been alive, as far as this leader saw. */
  Moment lastSign() {
    return renewed == null ? applied : renewed;
  }

  Desk heardRenew(Moment now) {
    return new Desk(epoch, applied, own, now, confirmed);
  }

  Desk heardQuorum() {
    return new Desk(epoch, applied, own, renewed, true);
  }
}
