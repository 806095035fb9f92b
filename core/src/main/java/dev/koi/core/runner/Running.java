package dev.koi.core.runner;

import dev.koi.core.message.Action;
import dev.koi.core.time.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A script that runs.
 *
 * @param given how much time it has
 * @param next when its patience ends: first the time-out, after SIGTERM the moment of SIGKILL; null
 *     when nothing more can be done than to wait for its end
 */
record Running(
    long id,
    Action action,
    Script script,
    Moment begun,
    Duration given,
    @Nullable Moment next,
    Fate fate) {

  static Running begun(long id, Action action, Script script, Moment now, Duration given) {
    return new Running(id, action, script, now, given, now.plus(given), Fate.FREE);
  }

  /** Whether its outcome counts. */
  enum Fate {
    /** It does. */
    FREE,
    /** It overran its time: failed, whatever it says. */
    OVERDUE,
    /** It was interrupted: what it says does not matter any more. */
    DROPPED,
  }

  Running doomed(Fate doom, @Nullable Moment killAt) {
    return new Running(id, action, script, begun, given, killAt, doom);
  }

  Running bounded(Moment bound) {
    boolean sooner = fate == Fate.FREE && next != null && bound.isBefore(next);
    return sooner ? new Running(id, action, script, begun, bound.since(begun), bound, fate) : this;
  }
}
