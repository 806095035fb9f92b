package dev.koi.core.runner;

import dev.koi.core.message.Action;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.ServiceName;
import dev.koi.core.reason.RunnerReason;
import dev.koi.core.reason.RunnerReason.Why;
import dev.koi.core.reason.ScriptOutcome;
import dev.koi.core.time.Moment;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Moves each service as far as it can go without waiting for the world. */
final class Progress {

  /** Each round moves a service by a phase at least; a service has fewer phases between two rests. */
  private static final int ROUNDS_PER_SERVICE = 50;

  private Progress() {}

  static void settle(Turn turn) {
    int rounds = ROUNDS_PER_SERVICE * (turn.services.size() + 1);
    while (moved(turn)) {
      if (rounds-- == 0) {
        throw new IllegalStateException("goes round in circles: " + turn.services.all());
      }
    }
  }

  private static boolean moved(Turn turn) {
    boolean moved = Faults.recover(turn);
    moved |= turn.services.replaceAll((_, service) -> advance(turn, service));
    for (ServiceName name : turn.services.removeIf(Progress::isForgettable)) {
      turn.say(new RunnerReason.Forgotten(name));
      moved = true;
    }
    return moved;
  }

  private static boolean isForgettable(ServiceRun service) {
    boolean down =
        service.phase() instanceof Phase.Stopped || service.phase() instanceof Phase.Failed;
    return service.gone() && down && service.running() == null && service.promotion() == null;
  }

  /** The service after its next move; the same if it has none now. */
  private static ServiceRun advance(Turn turn, ServiceRun service) {
    Running running = service.running();
    if (running != null) {
      return interrupted(turn, service, running);
    }
    return switch (service.phase()) {
      case Phase.Stopped _ -> stopped(turn, service);
      case Phase.Starting _ -> start(turn, service);
      case Phase.Started _, Phase.Promoted _ -> up(turn, service);
      case Phase.Promoting _ -> throw new IllegalStateException("promotes without a script: " + service);
      case Phase.Orderly orderly -> Demotion.advance(turn, service, orderly);
      case Phase.Rescuing rescuing -> Rescue.advance(turn, service, rescuing);
      case Phase.Failing failing -> failing(turn, service, failing);
      case Phase.Stopping _ -> stop(turn, service);
      case Phase.Failed _ -> service;
    };
  }

  /** A stop or a demote does not wait for a start, a promote or a status. */
  private static ServiceRun interrupted(Turn turn, ServiceRun service, Running running) {
    if (running.fate() != Running.Fate.FREE) {
      return service;
    }
    boolean demote = turn.mustDemote(service);
    boolean stop = !turn.wantsRunning(service);
    Phase phase = service.phase();
    return switch (running.action()) {
      case START ->
          stop && phase instanceof Phase.Starting
              ? turn.interrupt(service, running).with(new Phase.Stopping())
              : service;
      case PROMOTE ->
          demote && phase instanceof Phase.Promoting
              ? turn.interrupt(service, running).with(new Phase.Demoting())
              : service;
      case STATUS -> (demote || stop) && phase.isUp() ? turn.interrupt(service, running) : service;
      case STOP, DEMOTE, FAILED -> service;
    };
  }

  private static ServiceRun stopped(Turn turn, ServiceRun service) {
    if (turn.mustDemote(service)) {
      return demote(turn, service);
    }
    boolean starts = turn.wantsRunning(service) && Order.mayStart(turn, service);
    return starts ? service.with(new Phase.Starting()) : service;
  }

  private static ServiceRun start(Turn turn, ServiceRun service) {
    Script script = service.script(Action.START);
    if (script != null) {
      return turn.launch(service, script, Action.START, Why.TO_START);
    }
    turn.say(absent(service, Action.START));
    return service.with(new Phase.Started()).with(ServiceRun.Health.UNKNOWN);
  }

  private static ServiceRun up(Turn turn, ServiceRun service) {
    if (turn.mustDemote(service)) {
      return demote(turn, service);
    }
    if (!turn.wantsRunning(service)) {
      return Order.mayStop(turn, service) ? service.with(new Phase.Stopping()) : service;
    }
    Epoch epoch = turn.promotableUnder(service);
    if (service.phase() instanceof Phase.Started
        && epoch != null
        && Order.mayPromote(turn, service)) {
      return promote(turn, service, epoch);
    }
    return status(turn, service);
  }

  /** In one move with the launch: between two moves the reasons for it might have gone. */
  private static ServiceRun promote(Turn turn, ServiceRun service, Epoch epoch) {
    Promotion promotion = service.promotion();
    if (promotion != null && !promotion.noted(service.spec())) {
      return demote(turn, service); // what other scripts promoted must be undone before
    }
    Promotion begun = promotion == null ? Promotion.begun(epoch, service.spec()) : promotion;
    ServiceRun promoting = service.withPromotion(begun).with(new Phase.Promoting());
    Script script = service.script(Action.PROMOTE);
    if (script == null) {
      turn.say(absent(service, Action.PROMOTE));
      return promoting.with(new Phase.Promoted());
    }
    ServiceRun launched = turn.launch(promoting, script, Action.PROMOTE, Why.TO_PROMOTE);
    Running running = launched.running();
    return running == null
        ? launched
        : launched.withPromotion(begun.withSessions(Set.of(running.id())));
  }

  private static ServiceRun demote(Turn turn, ServiceRun service) {
    if (!Order.mayDemote(turn, service)) {
      return service;
    }
    Promotion promotion = service.promotion();
    if (promotion != null && promotion.bare()) {
      Phase phase = service.phase();
      boolean up = phase instanceof Phase.Promoted;
      return service.withPromotion(null).with(up ? new Phase.Started() : phase);
    }
    return service.with(new Phase.Demoting());
  }

  private static ServiceRun status(Turn turn, ServiceRun service) {
    ServiceRun.Health health = service.health();
    Moment due = health.due();
    Script script = service.script(Action.STATUS);
    if (script == null) {
      boolean ready = health.answer() == Phase.Answer.READY && due == null;
      return ready ? service : service.with(new ServiceRun.Health(Phase.Answer.READY, null));
    }
    if (due != null && turn.now.isBefore(due)) {
      return service;
    }
    boolean first = health.answer() == Phase.Answer.UNKNOWN;
    return turn.launch(
        service, script, Action.STATUS, first ? Why.FIRST_STATUS : Why.STATUS_DUE);
  }

  private static ServiceRun failing(Turn turn, ServiceRun service, Phase.Failing failing) {
    Script script = service.script(Action.FAILED);
    if (script != null) {
      return turn.launch(service, script, Action.FAILED, Why.GROUP_FAILED);
    }
    return service.withFailure(new ServiceRun.Failure(true)).with(failing.then());
  }

  private static ServiceRun stop(Turn turn, ServiceRun service) {
    if (!Order.mayStop(turn, service)) {
      return service;
    }
    Script script = service.script(Action.STOP);
    if (script == null) {
      turn.say(absent(service, Action.STOP));
      return Endings.down(service);
    }
    boolean again = turn.wantsRunning(service);
    Why why = again ? Why.TO_RECOVER : turn.whyDown(service, Why.TO_STOP);
    return turn.launch(service, script, Action.STOP, why);
  }

  static RunnerReason absent(ServiceRun service, Action action) {
    return new RunnerReason.Done(service.name(), action, new ScriptOutcome.Absent());
  }
}
