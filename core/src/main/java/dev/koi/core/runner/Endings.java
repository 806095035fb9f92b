package dev.koi.core.runner;

import dev.koi.core.message.Action;
import dev.koi.core.reason.RunnerReason;
import dev.koi.core.reason.ScriptOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a service goes when its script ends. */
final class Endings {

  /** What a script wants to have shown it says behind this word; without it its last line is shown. */
  private static final String REPORT = "KOI_REPORT";

  private Endings() {}

  static ServiceRun ended(Turn turn, ServiceRun service, Running running, Ending.Report report) {
    ServiceRun free = service.withRunning(null);
    if (running.fate() == Running.Fate.DROPPED) {
      return free;
    }
    String line = lastLine(report.lastLines());
    End end = new End(running, outcome(running, report.ending()), line);
    if (end.outcome().succeeded()) {
      turn.say(new RunnerReason.Done(service.name(), running.action(), end.outcome()));
    }
    ServiceRun said = free.failure() == null ? free.withMessage(line) : free;
    return switch (said.phase()) {
      case Phase.Starting _ -> started(turn, said, end);
      case Phase.Started _, Phase.Promoted _ -> StatusRule.answered(turn, said, end);
      case Phase.Promoting _ -> promoted(turn, said, end);
      case Phase.Failing failing -> told(turn, said, failing, end);
      case Phase.Stopping _ -> stopped(turn, said, end);
      case Phase.Orderly _ -> Demotion.ended(turn, said, end);
      case Phase.Rescuing rescuing -> Rescue.ended(turn, said, rescuing, end);
      case Phase.Stopped _, Phase.Failed _ ->
          throw new IllegalStateException(running.action() + " ended in rest: " + service);
    };
  }

  /** A script's end, once it is known that it counts. */
  record End(Running running, ScriptOutcome outcome, @Nullable String lastLine) {

    Action action() {
      return running.action();
    }

    boolean succeeded() {
      return outcome.succeeded();
    }

    /** The exit code, -1 if it did not end by itself. */
    int code() {
      return outcome instanceof ScriptOutcome.Exited exited ? exited.code() : -1;
    }
  }

  private static ScriptOutcome outcome(Running running, Ending ending) {
    if (running.fate() == Running.Fate.OVERDUE) {
      return new ScriptOutcome.TimedOut(running.given());
    }
    return switch (ending) {
      case Ending.Exited exited -> new ScriptOutcome.Exited(exited.code());
      case Ending.Signalled signalled -> new ScriptOutcome.Signalled(signalled.signal());
      case Ending.NotBegun notBegun -> new ScriptOutcome.NotBegun(notBegun.why());
    };
  }

  private static @Nullable String lastLine(List<String> lines) {
    String last = null;
    String report = null;
    for (String line : lines) {
      last = line.isBlank() ? last : line;
      report = line.startsWith(REPORT) ? line.substring(REPORT.length()) : report;
    }
    return report == null ? last : report.replaceFirst("^[:= ]+", "").strip();
  }

  static ServiceRun fail(Turn turn, ServiceRun service, End end) {
    return Faults.scriptFailed(turn, service, end.action(), end.outcome(), end.lastLine());
  }

  private static ServiceRun started(Turn turn, ServiceRun service, End end) {
    if (end.succeeded()) {
      return service.with(new Phase.Started()).with(ServiceRun.Health.UNKNOWN);
    }
    return takeDown(fail(turn, service, end));
  }

  private static ServiceRun promoted(Turn turn, ServiceRun service, End end) {
    return end.succeeded()
        ? service.with(new Phase.Promoted())
        : takeDown(fail(turn, service, end));
  }

  /** {@code failed} only tells people: how it ends changes nothing. */
  private static ServiceRun told(
      Turn turn, ServiceRun service, Phase.Failing failing, End end) {
    if (!end.succeeded()) {
      turn.say(
          new RunnerReason.ScriptFailed(
              service.name(), end.action(), end.outcome(), end.lastLine()));
    }
    return service.withFailure(new ServiceRun.Failure(true)).with(failing.then());
  }

  private static ServiceRun stopped(Turn turn, ServiceRun service, End end) {
    if (end.succeeded()) {
      return down(service);
    }
    return Faults.tell(fail(turn, service, end), new Phase.Failed(true));
  }

  /** A stop succeeded, of a service that is not promoted. */
  static ServiceRun down(ServiceRun service) {
    ServiceRun unasked = service.with(ServiceRun.Health.UNKNOWN);
    return service.failure() == null
        ? unasked.with(new Phase.Stopped())
        : Faults.tell(unasked, new Phase.Failed(false));
  }

  /** A failed service goes down: by demotion if it may be promoted. */
  static ServiceRun takeDown(ServiceRun service) {
    Promotion promotion = service.promotion();
    if (promotion == null || promotion.bare()) {
      return Faults.tell(service.withPromotion(null), new Phase.Stopping());
    }
    return service.with(new Phase.Demoting());
  }
}
