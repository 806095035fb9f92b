package dev.koi.node.log;

import dev.koi.node.port.Journal.Level;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What was said, how much it matters, and when. */
public record Line(Instant at, Level level, String text) {

  private static final DateTimeFormatter TIME = formatter("HH:mm:ss.SSS");
  private static final DateTimeFormatter DATE_AND_TIME = formatter("yyyy-MM-dd HH:mm:ss.SSS");
  private static final DateTimeFormatter SYSLOG = formatter("MMM ppd HH:mm:ss");

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneId.systemDefault());
  }

  String time() {
    return TIME.format(at);
  }

  String dateAndTime() {
    return DATE_AND_TIME.format(at);
  }

  /** As syslog(3) writes it. */
  String syslogTime() {
    return SYSLOG.format(at);
  }

  /** So wide that the texts stand below each other. */
  String paddedLevel() {
    return switch (level) {
      case TRACE -> "TRACE";
      case INFO -> "INFO ";
      case WARN -> "WARN ";
      case ERROR -> "ERROR";
    };
  }

  /** The severity of RFC 5424, which is also the priority of sd-daemon(3). */
  int severity() {
    return switch (level) {
      case TRACE -> 7;
      case INFO -> 6;
      case WARN -> 4;
      case ERROR -> 3;
    };
  }
}
