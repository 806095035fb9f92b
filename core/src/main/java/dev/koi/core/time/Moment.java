package dev.koi.core.time;

import java.time.Duration;

/**
 * An instant as three clocks of one machine show it, in nanoseconds. Only differences mean anything,
 * and only between moments of one machine.
 *
 * <p>Which difference counts depends on who is asking, because an error must fall against oneself
 * (SAFETY, Clocks). Who <em>holds</em> a lease must never believe it younger than it is: it takes the
 * larger of boot time (which goes on while the machine sleeps) and raw time (which no one slews).
 * Who <em>waits</em> for a lease to end must never believe the wait longer than it was: it takes the
 * smaller of monotonic and raw time. Wall-clock time is never asked: an administrator may set it.
 *
 * @param monotonic CLOCK_MONOTONIC
 * @param raw CLOCK_MONOTONIC_RAW
 * @param boot CLOCK_BOOTTIME
 */
public record Moment(long monotonic, long raw, long boot) {

  /** Three clocks that agree; for simulations and tests. */
  public static Moment ofNanos(long nanos) {
    return new Moment(nanos, nanos, nanos);
  }

  public static Moment ofMillis(long millis) {
    return ofNanos(Math.multiplyExact(millis, 1_000_000L));
  }

  /** Time since {@code earlier} for the holder of a lease: rather too long than too short. */
  public Duration heldSince(Moment earlier) {
    return Duration.ofNanos(Math.max(boot - earlier.boot, raw - earlier.raw));
  }

  /** Time since {@code earlier} for one who waits out a lease: rather too short than too long. */
  public Duration waitedSince(Moment earlier) {
    return Duration.ofNanos(Math.min(monotonic - earlier.monotonic, raw - earlier.raw));
  }

  /** Time since {@code earlier} where no safety hangs on it: heartbeats, time-outs, ages to show. */
  public Duration since(Moment earlier) {
    return Duration.ofNanos(monotonic - earlier.monotonic);
  }

  public boolean isBefore(Moment other) {
    return monotonic < other.monotonic;
  }

  public Moment plus(Duration duration) {
    long nanos = duration.toNanos();
    return new Moment(monotonic + nanos, raw + nanos, boot + nanos);
  }

  public Moment minus(Duration duration) {
    return plus(duration.negated());
  }

  /** The later of two, clock by clock. */
  public Moment max(Moment other) {
    return new Moment(
        Math.max(monotonic, other.monotonic), Math.max(raw, other.raw), Math.max(boot, other.boot));
  }

  public Moment min(Moment other) {
    return new Moment(
        Math.min(monotonic, other.monotonic), Math.min(raw, other.raw), Math.min(boot, other.boot));
  }
}
