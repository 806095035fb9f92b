package dev.koi.core.time;

import java.time.Duration;

/**
 * How long an answer takes, smoothed, and when to ask again if none came: after max(2 RTT, 10 ms).
 *
 * <p>Reckoned in nanoseconds: {@link Duration#multipliedBy} goes by way of BigDecimal, which is more
 * than all the rest of what is done each time a daemon asks when to wake.
 */
public record RoundTrip(Duration smoothed) {

  /** Before anything was measured: a small network's. */
  public static final RoundTrip UNKNOWN = new RoundTrip(Duration.ofMillis(5));

  private static final long SHORTEST_RETRY_NANOS = 10_000_000;

  /** Another measurement, with a weight of 1/8, as TCP smooths its own (RFC 6298). */
  public RoundTrip measured(Duration sample) {
    return new RoundTrip(Duration.ofNanos((7 * smoothed.toNanos() + sample.toNanos()) / 8));
  }

  public Duration retry() {
    return Duration.ofNanos(Math.max(2 * smoothed.toNanos(), SHORTEST_RETRY_NANOS));
  }
}
