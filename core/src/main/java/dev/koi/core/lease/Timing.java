package dev.koi.core.lease;

import java.time.Duration;

/**
 * The lease parameters P of a group (SAFETY, Words). A grant carries its own, and they never change
 * while it lasts: both sides count with the same numbers, whatever their files say by then.
 *
 * <pre>
 *   t0            +soft               +hard        +end                 +W
 *   |--renewed----|---demote runs-----|---cut------|---margin for drift-|-- next grant
 *   moment before   no renewal any      the guard    nothing of this      the electors'
 *   the answered    more                kills        epoch can live       clocks
 *   RENEW was sealed
 * </pre>
 *
 * @param renew I: how often the holder renews
 * @param soft Lsoft: unanswered for this long, the holder starts to demote
 * @param hard Lhard: unanswered for this long, what still runs is cut
 * @param budget K: how long a cut may take
 * @param end Lend: nothing that this lease allowed is alive any more; hard + budget at least
 */
public record Timing(Duration renew, Duration soft, Duration hard, Duration budget, Duration end) {

  /** eps: how far two clocks' rates may be apart, in percent. */
  private static final int DRIFT_PERCENT = 1;

  private static final Duration ROUNDING = Duration.ofMillis(5);

  public Timing {
    require(renew.isPositive(), "renew_interval must be positive");
    require(3 * renew.toNanos() <= soft.toNanos(), "lease_soft must be at least 3 renew_intervals");
    require(soft.compareTo(hard) < 0, "lease_hard must be longer than lease_soft");
    require(budget.isPositive(), "guard_budget must be positive");
    require(atMost(hard.plus(budget), end), "the lease must end after lease_hard + guard_budget");
    require(end.compareTo(Duration.ofHours(1)) < 0, "a lease of an hour is no lease");
  }

  /** Without a watchdog: the lease ends when the guard's cut is over. */
  public static Timing of(Duration renew, Duration soft, Duration hard, Duration budget) {
    return new Timing(renew, soft, hard, budget, hard.plus(budget));
  }

  /**
   * With a watchdog device: the lease also outlives the device's own time.
   *
   * @param device the device's time-out + how often it is fed + its granularity
   */
  public Timing withWatchdog(Duration device) {
    Duration reset = hard.plus(device);
    return new Timing(renew, soft, hard, budget, atMost(end, reset) ? reset : end);
  }

  /**
   * W: how long an elector waits before it may give the group to someone else. Computed, never
   * typed: {@code ceil(Lend * (1 + eps) / (1 - eps)) + 5 ms}, so that the holder's clock may run slow
   * and the elector's fast by eps and the lease has still ended first.
   */
  public Duration electorWait() {
    long nanos = end.toNanos();
    long stretched = Math.ceilDiv(nanos * (100 + DRIFT_PERCENT), 100L - DRIFT_PERCENT);
    long millis = Math.ceilDiv(stretched, 1_000_000L);
    return Duration.ofMillis(millis).plus(ROUNDING);
  }

  /** How long a demote may take once the lease is lost (SAFETY R6). */
  public Duration demoteBound() {
    return hard.minus(soft);
  }

  /** R3: a promotion begins only while this much of the lease has not passed. */
  public Duration latestPromotion() {
    return Duration.ofNanos(soft.toNanos() - 2 * renew.toNanos());
  }

  private static boolean atMost(Duration a, Duration b) {
    return a.compareTo(b) <= 0;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
