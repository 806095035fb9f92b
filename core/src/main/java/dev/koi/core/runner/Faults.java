package dev.koi.core.runner;

import dev.koi.core.message.Action;
import dev.koi.core.reason.RunnerReason;
import dev.koi.core.reason.RunnerWords;
import dev.koi.core.reason.ScriptOutcome;
import dev.koi.core.time.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a failure means for the group, and how it comes back. */
final class Faults {

  private Faults() {}

  /** A script failed: its service has failed, and so has the group. The caller picks the phase. */
  static ServiceRun scriptFailed(
      Turn turn, ServiceRun service, Action action, ScriptOutcome outcome, @Nullable String line) {
    turn.say(new RunnerReason.ScriptFailed(service.name(), action, outcome, line));
    String said = line == null ? "" : "; it said: " + line;
    return failed(turn, service, action.word() + " failed: " + RunnerWords.say(outcome) + said);
  }

  /** The first cause is what an administrator wants to know; what follows from it is in the log. */
  static ServiceRun failed(Turn turn, ServiceRun service, String message) {
    if (service.failure() != null) {
      return service;
    }
    if (!turn.services.overview().broken()) {
      count(turn, service.name() + ": " + message);
    }
    if (turn.goal instanceof Goal.Master master && !master.epoch().equals(turn.surrendered)) {
      turn.surrendered = master.epoch();
      turn.say(new RunnerReason.GivesUp(service.name(), master.epoch()));
    }
    return service.withFailure(new ServiceRun.Failure(false)).withMessage(message);
  }

  private static void count(Turn turn, String what) {
    RunnerSettings.Recovery recovery = turn.settings.recovery();
    Failures before = turn.failures;
    Moment since = before.recovered();
    boolean ranLong =
        since != null && turn.now.since(since).compareTo(recovery.failcountReset()) >= 0;
    int count = ranLong ? 1 : before.count() + 1;
    turn.failures = before.another(count, turn.now, what);
    if (count > recovery.attempts()) {
      turn.say(new RunnerReason.FailedForGood(recovery.attempts()));
    } else {
      Duration wait = recovery.waitAfter(count);
      turn.say(new RunnerReason.RecoversLater(wait, count, recovery.attempts()));
    }
  }

  /** To the script {@code failed}, if it has not run yet, and then on. */
  static ServiceRun tell(ServiceRun service, Phase then) {
    ServiceRun.Failure failure = service.failure();
    boolean told = failure == null || failure.told();
    return service.with(told ? then : new Phase.Failing(then));
  }

  static void recoverAsked(Turn turn) {
    boolean failed = turn.services.overview().broken();
    Failures before = turn.failures;
    turn.failures = failed ? before.askedToRecover() : before.forgotten(null);
    turn.services.replaceAll(
        (_, s) ->
            s.phase() instanceof Phase.Unconfirmed
                ? s.with(new Phase.Unconfirmed(turn.now))
                : s);
  }

  /** When the group begins again; null if it has not failed, is not down yet, or never will. */
  static @Nullable Moment recoverAt(Turn turn) {
    Failures failures = turn.failures;
    Moment last = failures.last();
    if (last == null || !turn.services.overview().broken()) {
      return null;
    }
    boolean down =
        turn.services.values().stream()
            .allMatch(
                s ->
                    s.running() == null
                        && (s.phase() instanceof Phase.Stopped
                            || s.phase() instanceof Phase.Failed));
    if (!down) {
      return null;
    }
    if (failures.asked()) {
      return turn.now;
    }
    RunnerSettings.Recovery recovery = turn.settings.recovery();
    boolean again = failures.count() <= recovery.attempts();
    return again ? last.plus(recovery.waitAfter(failures.count())) : null;
  }

  /** Begins again if it is time to; says whether it did. */
  static boolean recover(Turn turn) {
    Moment at = recoverAt(turn);
    if (at == null || turn.now.isBefore(at)) {
      return false;
    }
    Failures failures = turn.failures;
    turn.say(new RunnerReason.Recovers(failures.asked()));
    turn.failures =
        failures.asked() ? failures.forgotten(turn.now) : failures.recoveredBy(turn.now);
    turn.services.replaceAll(
        (_, s) ->
            s.phase() instanceof Phase.Failed failed
                ? s.withFailure(null)
                    .withMessage(null)
                    .with(failed.dirty() ? new Phase.Stopping() : new Phase.Stopped())
                : s.withFailure(null));
    return true;
  }
}
