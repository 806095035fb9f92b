package dev.koi.core.runner;

import dev.koi.core.name.ServiceName;
import dev.koi.core.reason.RunnerReason;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Takes in what the runner is told. */
final class Inputs {

  private Inputs() {}

  static void apply(Turn turn, RunnerInput input) {
    switch (input) {
      case RunnerInput.Tick _ -> {}
      case RunnerInput.Found found -> found(turn, found.services());
      case RunnerInput.Ended ended -> ended(turn, ended);
      case RunnerInput.Surveyed surveyed -> surveyed(turn, surveyed);
      case RunnerInput.Clean _ -> clean(turn);
      case RunnerInput.TakenDown down ->
          turn.services.replaceAll((_, service) -> Demotion.takenDown(service, down.confirmed()));
      case RunnerInput.Recover _ -> Faults.recoverAsked(turn);
    }
  }

  private static void found(Turn turn, List<ServiceSpec> specs) {
    Map<ServiceName, ServiceSpec> now = new TreeMap<>();
    specs.forEach(spec -> now.put(spec.name(), spec));
    now.forEach(
        (name, spec) -> turn.services.put(name, found(turn, turn.services.get(name), spec)));
    turn.services.replaceAll(
        (name, service) -> {
          if (now.containsKey(name) || service.gone()) {
            return service;
          }
          turn.say(new RunnerReason.Vanished(name));
          return service.with(service.spec(), true);
        });
    turn.found = true;
    turn.cleaning = false;
  }

  private static ServiceRun found(Turn turn, @Nullable ServiceRun known, ServiceSpec spec) {
    ServiceName name = spec.name();
    boolean back = known == null || known.gone();
    if (back) {
      turn.say(new RunnerReason.Joined(name));
    }
    boolean wasDisabled = !back && known != null && known.spec().disabled();
    if (spec.disabled() != wasDisabled) {
      turn.say(new RunnerReason.Disabled(name, spec.disabled()));
    }
    if (known != null) {
      return known.with(spec, false);
    }
    ServiceRun service = ServiceRun.found(spec);
    return turn.cleaning ? Demotion.cleanUp(turn, service) : service;
  }

  private static void clean(Turn turn) {
    turn.cleaning = !turn.found;
    turn.services.replaceAll(
        (_, service) ->
            service.phase() instanceof Phase.Stopped && service.running() == null
                ? Demotion.cleanUp(turn, service)
                : service);
  }

  /** An ending of a launch that is not known any more says nothing. */
  private static void ended(Turn turn, RunnerInput.Ended ended) {
    turn.services.replaceAll(
        (_, service) -> {
          Running running = service.running();
          return running != null && running.id() == ended.launchId()
              ? Endings.ended(turn, service, running, ended.report())
              : service;
        });
  }

  private static void surveyed(Turn turn, RunnerInput.Surveyed surveyed) {
    turn.services.replaceAll(
        (_, service) -> {
          ServiceRun.Pruning pruning = service.pruning();
          if (pruning != null && pruning.ticket() == surveyed.ticket()) {
            return pruned(service, pruning, surveyed.alive());
          }
          return Demotion.surveyed(turn, service, surveyed);
        });
  }

  private static ServiceRun pruned(
      ServiceRun service, ServiceRun.Pruning pruning, Set<Long> alive) {
    Running running = service.running();
    Set<Long> left = new TreeSet<>(service.sessions());
    left.removeIf(
        id ->
            pruning.ids().contains(id)
                && !alive.contains(id)
                && (running == null || running.id() != id));
    return service.withSessions(left, null);
  }
}
