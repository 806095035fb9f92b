package dev.koi.core.message;

import dev.koi.core.lease.Timing;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.Incarnation;
import java.time.Duration;

/**
 * What an elector says it has confirmed (SAFETY B1).
 *
 * @param epoch the epoch it confirmed last, for {@code holder}
 * @param released whether the holder has given that epoch up
 * @param age time since it confirmed it, when this was said
 * @param pinned it was confirmed for maintenance and does not end by time
 */
public record Promise(
    GroupName group,
    Epoch epoch,
    Incarnation holder,
    Timing timing,
    boolean released,
    Duration age,
    boolean pinned) {

  /** The same at another age. */
  Promise aged(Duration newAge) {
    return new Promise(group, epoch, holder, timing, released, newAge, pinned);
  }

  /** Whether it binds in the same way; ages grow by themselves. */
  boolean isTheSameAs(Promise other) {
    return released == other.released
        && pinned == other.pinned
        && epoch.equals(other.epoch)
        && holder.equals(other.holder)
        && group.equals(other.group)
        && timing.equals(other.timing);
  }
}
