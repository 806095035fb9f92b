package dev.koi.wire.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as koi.conf has them: {@code 3000}, {@code 3000ms}, {@code 3s}, {@code 3m}, {@code 3h}.
 */
public final class Durations {

  /** Ten digits of hours fit a Duration in milliseconds, so nothing below can overflow. */
  private static final Pattern SHAPE = Pattern.compile("0*([0-9]{1,10})(ms|s|m|h)?");

  private Durations() {}

  /** The duration that the text says, if it says one. */
  public static Optional<Duration> parse(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    String unit = matcher.group(2);
    return Optional.of(
        switch (unit == null ? "ms" : unit) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofMillis(number);
        });
  }

  /**
   * The shortest text that {@link #parse} reads as this duration; below a millisecond is dropped.
   */
  public static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0 || millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
