package dev.koi.core.runner;

import dev.koi.core.reason.RunnerReason.Why;
import java.util.function.Predicate;

/**
 * Who waits for whom: lower priorities go first on start and promote, higher ones on demote and stop,
 * equal ones together. A service without a priority waits for nobody, and nobody waits for it.
 */
final class Order {

  private Order() {}

  static boolean mayStart(Turn turn, ServiceRun service) {
    return lower(turn, service, s -> turn.wantsRunning(s) && !s.phase().isUp());
  }

  static boolean mayPromote(Turn turn, ServiceRun service) {
    return lower(turn, service, s -> turn.wantsPromoted(s) && !(s.phase() instanceof Phase.Promoted));
  }

  /**
   * A demote goes on as soon as those before it have ended well, not only when they are confirmed:
   * each confirmation would cost the hand-over the time of a status script.
   */
  static boolean mayDemote(Turn turn, ServiceRun service) {
    return higher(turn, service, s -> turn.mustDemote(s) && !hasDemoted(s.phase()));
  }

  /** A stop that shall confirm a demotion goes at once, but not before what stands on the service. */
  static boolean mayRescue(Turn turn, ServiceRun service) {
    return higher(
        turn,
        service,
        s -> s.phase() instanceof Phase.RescueStop || s.phase() instanceof Phase.EmergencyDemote);
  }

  static boolean mayStop(Turn turn, ServiceRun service) {
    return higher(turn, service, s -> !turn.wantsRunning(s) && !hasStopped(s.phase()));
  }

  private static boolean hasDemoted(Phase phase) {
    return switch (phase) {
      case Phase.Confirming _, Phase.Surveying _, Phase.RescueStatus _, Phase.RescueSurvey _ -> true;
      case Phase.Failing _, Phase.Stopping _, Phase.Failed _, Phase.Unconfirmed _ -> true;
      case Phase.Stopped _, Phase.Starting _, Phase.Started _ -> false;
      case Phase.Promoting _, Phase.Promoted _ -> false;
      case Phase.Demoting _, Phase.EmergencyDemote _ -> false;
      // After a cut all demotes come first, then all stops: there is no time to wait for one.
      case Phase.RescueStop stop -> stop.why() != Why.NOT_CONFIRMED;
    };
  }

  private static boolean hasStopped(Phase phase) {
    return phase.isDown() || (phase instanceof Phase.Failing failing && failing.then().isDown());
  }

  /** Whether no service of a lower priority is in the way. */
  private static boolean lower(Turn turn, ServiceRun service, Predicate<ServiceRun> inTheWay) {
    Integer mine = service.spec().priority();
    return mine == null
        || turn.services.values().stream()
            .noneMatch(s -> priorityOr(s, mine) < mine && inTheWay.test(s));
  }

  private static boolean higher(Turn turn, ServiceRun service, Predicate<ServiceRun> inTheWay) {
    Integer mine = service.spec().priority();
    return mine == null
        || turn.services.values().stream()
            .noneMatch(s -> priorityOr(s, mine) > mine && inTheWay.test(s));
  }

  private static int priorityOr(ServiceRun service, int none) {
    Integer priority = service.spec().priority();
    return priority == null ? none : priority;
  }
}
