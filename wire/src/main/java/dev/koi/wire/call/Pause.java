package dev.koi.wire.call;

import dev.koi.core.time.Moment;
import java.time.Duration;

/** When to say something again that was not answered: soon at first, then twice a second. */
final class Pause {

  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMillis(500);

  private Duration length = FIRST;
  private Moment next;

  Pause(Moment first) {
    next = first;
  }

  Moment next() {
    return next;
  }

  boolean isOver(Moment now) {
    return !now.isBefore(next);
  }

  /** It was said. */
  void said(Moment now) {
    next = now.plus(length);
    Duration doubled = length.multipliedBy(2);
    length = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }

  /** The answer has begun to arrive: it does not help to ask again meanwhile. */
  void hold(Moment now) {
    next = next.max(now.plus(FIRST));
  }
}
