package dev.koi.core.lease;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Values that were chosen together (key {@code time.profile}). Each may be overridden by its own key.
 *
 * @param name as written in koi.conf
 * @param lease the lease parameters
 * @param heartbeat how often a node says that it is there
 * @param statusInterval how often {@code status} scripts run
 * @param firstPromotionWait the longest that a fresh leader waits for nodes that it has not heard yet
 * @param election how long the voters of a store miss their leader before they elect another one, at least
 *     and at most
 */
public record Profile(
    String name,
    Timing lease,
    Duration heartbeat,
    Duration statusInterval,
    Duration firstPromotionWait,
    Patience election) {

  /** Between these each voter draws anew: at one and the same moment all would vote for themselves. */
  public record Patience(Duration shortest, Duration longest) {

    /** As drawn out as the profiles' are. */
    public static Patience of(Duration shortest) {
      return new Patience(shortest, shortest.multipliedBy(5).dividedBy(3));
    }
  }

  private static final Patience QUICK = new Patience(millis(180), millis(300));

  /** Below a second without a network or disk to match is for people who measured theirs. */
  public static final Profile FAST =
      new Profile("fast", lease(100, 350, 450, 250), millis(40), millis(1000), millis(500), QUICK);

  public static final Profile NORMAL =
      new Profile(
          "normal",
          lease(150, 800, 1600, 400),
          millis(50),
          millis(10_000),
          millis(3000),
          new Patience(millis(300), millis(450)));

  /** With a device of one second: its time-out, a feed period of 100 ms, a granularity of 1 s. */
  public static final Profile WATCHDOG =
      new Profile(
          "watchdog",
          lease(100, 350, 450, 250).withWatchdog(millis(2100)),
          millis(40),
          millis(1000),
          millis(500),
          QUICK);

  /** The profile of this name, in any case. */
  public static Optional<Profile> named(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "fast" -> Optional.of(FAST);
      case "normal" -> Optional.of(NORMAL);
      case "watchdog" -> Optional.of(WATCHDOG);
      default -> Optional.empty();
    };
  }

  private static Timing lease(long renew, long soft, long hard, long budget) {
    return Timing.of(millis(renew), millis(soft), millis(hard), millis(budget));
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
