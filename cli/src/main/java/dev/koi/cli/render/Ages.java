package dev.koi.cli.render;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long, in the one or two units that matter. */
final class Ages {

  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Ages() {}

  /** Such as {@code 42 ms}, {@code 3.1 s}, {@code 35 s}, {@code 12 min}, {@code 3 h 5 min}. */
  static String text(long millis) {
    long positive = Math.max(0, millis); // two machines' clocks may differ a little
    if (positive < SECOND) {
      return positive + " ms";
    }
    if (positive < 10 * SECOND) {
      return positive / SECOND + "." + positive % SECOND / 100 + " s";
    }
    if (positive < MINUTE) {
      return positive / SECOND + " s";
    }
    if (positive < HOUR) {
      long minutes = positive / MINUTE;
      return minutes + " min" + rest(minutes < 10, positive % MINUTE / SECOND, " s");
    }
    if (positive < DAY) {
      return positive / HOUR + " h" + rest(true, positive % HOUR / MINUTE, " min");
    }
    long days = positive / DAY;
    return days + " d" + rest(days < 10, positive % DAY / HOUR, " h");
  }

  /** Such as {@code 412 us}, {@code 1.2 ms}, and from 10 ms on as {@link #text}. */
  static String micros(long micros) {
    if (micros < SECOND) {
      return micros + " us";
    }
    return micros < 10 * SECOND
        ? micros / SECOND + "." + micros % SECOND / 100 + " ms"
        : text(micros / SECOND);
  }

  /** Of whole seconds: no more digits than are known. */
  static String ofSeconds(long seconds) {
    return seconds < 10 ? seconds + " s" : text(seconds * SECOND);
  }

  /** The same with "ago"; a dash if it is not known since when. */
  static String since(@Nullable Instant since, Instant now) {
    return since == null ? "-" : text(Duration.between(since, now).toMillis()) + " ago";
  }

  /** The smaller unit, only while the larger one is small enough for it to matter. */
  private static String rest(boolean matters, long count, String unit) {
    return matters && count > 0 ? " " + count + unit : "";
  }
}
