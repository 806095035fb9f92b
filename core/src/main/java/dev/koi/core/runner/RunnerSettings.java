package dev.koi.core.runner;

import dev.koi.core.message.Action;
import dev.koi.core.name.GroupName;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a group is run.
 *
 * @param timeouts of all six actions
 * @param statusInterval from the end of a status to the next; also between two attempts to confirm a
 *     demotion
 * @param killGrace from SIGTERM to SIGKILL; 1 s in the original
 * @param environment what every script gets beside the variables that the runner sets itself
 */
public record RunnerSettings(
    GroupName group,
    Map<Action, Duration> timeouts,
    Duration statusInterval,
    Recovery recovery,
    Duration killGrace,
    Map<String, String> environment) {

  public RunnerSettings {
    EnumMap<Action, Duration> sorted = new EnumMap<>(Action.class);
    sorted.putAll(timeouts);
    for (Action action : Action.values()) {
      if (!sorted.containsKey(action)) {
        throw new IllegalArgumentException("no time-out for " + action.word());
      }
    }
    timeouts = Collections.unmodifiableMap(sorted);
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    if (!statusInterval.isPositive()) {
      throw new IllegalArgumentException("status interval must be positive: " + statusInterval);
    }
  }

  Duration timeout(Action action) {
    Duration timeout = timeouts.get(action);
    if (timeout == null) {
      throw new IllegalStateException("no time-out for " + action.word());
    }
    return timeout;
  }

  /**
   * How a failed group comes back by itself: after {@code firstWait * factor^(failures before this one)}.
   *
   * @param attempts how often before a failure is permanent; 0: never comes back by itself
   * @param firstWait before the first attempt
   * @param factor 1 to 8
   * @param failcountReset running this long forgets the failures of before
   */
  public record Recovery(int attempts, Duration firstWait, int factor, Duration failcountReset) {

    /** Longer than this nobody waits: 8^120 seconds would outlive the machine. */
    private static final Duration LONGEST = Duration.ofDays(1);

    public Recovery {
      if (attempts < 0 || factor < 1 || factor > 8 || firstWait.isNegative()) {
        throw new IllegalArgumentException(
            "attempts >= 0, factor 1 to 8, wait >= 0 expected: "
                + attempts + ", " + factor + ", " + firstWait);
      }
    }

    /**
     * How long to wait after a failure.
     *
     * @param failures this one included, 1 or more
     */
    Duration waitAfter(int failures) {
      Duration waiting = firstWait;
      for (int i = 1; i < failures && factor > 1 && waiting.compareTo(LONGEST) < 0; i++) {
        waiting = waiting.multipliedBy(factor);
      }
      return waiting.compareTo(LONGEST) > 0 && factor > 1 ? LONGEST : waiting;
    }
  }
}
