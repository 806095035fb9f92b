package dev.koi.cli;

import dev.koi.wire.api.Request;
import dev.koi.wire.config.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The options that every command takes. One object reads them for both parsers, so that they cannot
 * differ.
 */
final class Options {

  /** How an answer is printed. */
  enum Format {
    TEXT,
    WIDE,
    JSON,
  }

  static final Duration REACH = Duration.ofSeconds(6);
  private static final int HIGHEST_PORT = 65_535;

  final List<Path> files = new ArrayList<>();
  Duration reach = REACH;
  @Nullable Duration timeout;
  @Nullable Boolean colour;
  boolean debug;
  Format format = Format.TEXT;
  boolean noWait;
  @Nullable String reason;
  boolean yes;
  boolean force;
  boolean watch;
  boolean stale;
  boolean unset;

  /** Who is asked from afar, null: the daemon of this machine. */
  @Nullable String host;

  @Nullable Integer port;
  @Nullable String secret;
  @Nullable Integer cluster;

  /** Takes an option without a value; false if there is none of this name. */
  boolean flag(String name) {
    switch (name) {
      case "-c", "--color" -> colour = true;
      case "-C", "--no-color" -> colour = false;
      case "-d", "--debug" -> debug = true;
      case "--no-wait" -> noWait = true;
      case "--yes" -> yes = true;
      case "--force" -> force = true;
      case "-w", "--watch" -> watch = true;
      case "--stale" -> stale = true;
      case "--unset" -> unset = true;
      default -> {
        return false;
      }
    }
    return true;
  }

  static boolean takesValue(String name) {
    return switch (name) {
      case "-f", "--file", "-t", "--timeout", "-o", "--output", "--reason" -> true;
      case "-H", "--host", "-p", "--port", "--secret", "--id" -> true;
      default -> false;
    };
  }

  /** Takes an option and its value; the complaint if the value will not do, else null. */
  @Nullable String value(String name, String value) {
    switch (name) {
      case "-f", "--file" -> files.add(Path.of(value));
      case "--reason" -> reason = value;
      case "-H", "--host" -> host = value;
      case "--secret" -> secret = value;
      case "-p", "--port" -> {
        port = number(value, HIGHEST_PORT);
        return port == null ? name + " is a port from 1 to 65535, not '" + value + "'" : null;
      }
      case "--id" -> {
        cluster = number(value, Integer.MAX_VALUE);
        return cluster == null ? "--id is a positive number, not '" + value + "'" : null;
      }
      case "-t" -> {
        Optional<Duration> time = time(value);
        reach = time.orElse(reach);
        return time.isPresent() ? null : notATime(name, value);
      }
      case "--timeout" -> {
        Optional<Duration> time = time(value);
        timeout = time.orElse(null);
        return time.isPresent() ? null : notATime(name, value);
      }
      case "-o", "--output" -> {
        switch (value) {
          case "json" -> format = Format.JSON;
          case "wide" -> format = Format.WIDE;
          case "text" -> format = Format.TEXT;
          default -> {
            return "-o is text, wide or json, not '" + value + "'";
          }
        }
      }
      default -> {
        return "there is no option " + name;
      }
    }
    return null;
  }

  private static @Nullable Integer number(String text, int highest) {
    try {
      int number = Integer.parseInt(text);
      return number >= 1 && number <= highest ? number : null;
    } catch (NumberFormatException _) {
      return null;
    }
  }

  /** Seconds when it is a bare number, as the original's -t; koi.conf's milliseconds would surprise. */
  private static Optional<Duration> time(String text) {
    boolean bare = !text.isEmpty() && Character.isDigit(text.charAt(text.length() - 1));
    Optional<Duration> time = Durations.parse(bare ? text + "s" : text);
    Duration longest = Duration.ofMillis(Request.LONGEST_TIMEOUT_MILLIS);
    return time.filter(t -> t.isPositive() && t.compareTo(longest) <= 0);
  }

  private static String notATime(String name, String value) {
    return name + " is a time from 1ms to 24h such as 6, 500ms, 30s or 2m, not '" + value + "'";
  }
}
