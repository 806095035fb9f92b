package dev.koi.core.runner;

import dev.koi.core.reason.RunnerReason;
import dev.koi.core.reason.RunnerReason.Why;
import dev.koi.core.time.Moment;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What time does: scripts that overran theirs, and when to look again. */
final class Patience {

  private Patience() {}

  static void endWhatOverran(Turn turn) {
    turn.services.replaceAll(
        (_, service) -> {
          Running running = service.running();
          Moment next = running == null ? null : running.next();
          if (running == null || next == null || turn.now.isBefore(next)) {
            return service;
          }
          return service.withRunning(overran(turn, service, running));
        });
  }

  private static Running overran(Turn turn, ServiceRun service, Running running) {
    boolean first = running.fate() == Running.Fate.FREE;
    if (first && !isCut(service.phase())) {
      RunnerReason why =
          new RunnerReason.OutOfTime(service.name(), running.action(), running.given());
      turn.emit(new RunnerAction.Terminate(running.id(), why));
      Moment killAt = turn.now.plus(turn.settings.killGrace());
      return running.doomed(Running.Fate.OVERDUE, killAt);
    }
    RunnerReason why = new RunnerReason.KilledAtLast(service.name(), running.action());
    turn.emit(new RunnerAction.Kill(Set.of(running.id()), why));
    return running.doomed(first ? Running.Fate.OVERDUE : running.fate(), null);
  }

  /** What has half of K has no second for a SIGTERM. */
  private static boolean isCut(Phase phase) {
    return phase instanceof Phase.EmergencyDemote demote && demote.why() == Why.CUT;
  }

  static @Nullable Moment nextWake(Turn turn) {
    Stream<@Nullable Moment> own = turn.services.values().stream().map(s -> wake(turn, s));
    Moment recovery = isIdle(turn.goal) ? null : Faults.recoverAt(turn);
    return Stream.concat(own, Stream.<@Nullable Moment>of(recovery))
        .reduce(null, Patience::earlier);
  }

  private static @Nullable Moment wake(Turn turn, ServiceRun service) {
    Running running = service.running();
    if (running != null || isIdle(turn.goal)) {
      return running == null ? null : running.next();
    }
    return switch (service.phase()) {
      case Phase.Started _, Phase.Promoted _ ->
          turn.wantsRunning(service) && !turn.mustDemote(service) ? service.health().due() : null;
      case Phase.RescueSurvey survey -> survey.ticket() == null ? survey.next() : null;
      case Phase.Unconfirmed unconfirmed -> unconfirmed.retry();
      case Phase.Stopped _, Phase.Starting _, Phase.Promoting _, Phase.Stopping _ -> null;
      case Phase.Orderly _ -> null;
      case Phase.RescueStop _, Phase.RescueStatus _, Phase.EmergencyDemote _ -> null;
      case Phase.Failing _, Phase.Failed _ -> null;
    };
  }

  /** With this goal no script begins, so that none is ever due. */
  private static boolean isIdle(Goal goal) {
    return goal instanceof Goal.Rest || goal instanceof Goal.HandsOff;
  }

  private static @Nullable Moment earlier(@Nullable Moment one, @Nullable Moment other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.min(other);
  }
}
