package dev.koi.node.api;

/** A token bucket: so many at once, so many a second. Times are a monotonic clock's nanoseconds. */
final class Pace {

  private final long nanosPerToken;
  private final long capacityNanos;

  /** When the bucket was, or will be, empty. */
  private long emptyAt;

  Pace(int burst, int perSecond, long now) {
    this.nanosPerToken = 1_000_000_000L / perSecond;
    this.capacityNanos = burst * nanosPerToken;
    this.emptyAt = now - capacityNanos;
  }

  /** Takes one token and says how long to wait for it; 0 if it was there. */
  long take(long now) {
    long fullest = now - capacityNanos;
    if (emptyAt - fullest < 0) {
      emptyAt = fullest;
    }
    emptyAt += nanosPerToken;
    return Math.max(0, emptyAt - now);
  }
}
