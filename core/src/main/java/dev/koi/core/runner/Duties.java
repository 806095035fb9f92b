package dev.koi.core.runner;

import dev.koi.core.message.Action;
import dev.koi.core.message.NodeState;
import dev.koi.core.name.Epoch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What would have to be run to take a group down, were it promoted as its folder is now. */
final class Duties {

  private static final List<Action> ACTIONS = List.of(Action.DEMOTE, Action.STOP, Action.STATUS);

  private final RunnerSettings settings;
  private final Epoch epoch;

  /** Priorities, the highest first: what started last is taken down first. */
  private final List<Integer> order;

  private Duties(RunnerSettings settings, RunnerState state, Epoch epoch) {
    this.settings = settings;
    this.epoch = epoch;
    TreeSet<Integer> priorities = new TreeSet<>();
    for (ServiceRun service : state.services().values()) {
      Integer priority = service.spec().priority();
      if (priority != null) {
        priorities.add(priority);
      }
    }
    this.order = List.copyOf(priorities.descendingSet());
  }

  static List<Duty> of(RunnerSettings settings, RunnerState state, Epoch epoch) {
    Duties duties = new Duties(settings, state, epoch);
    List<Duty> all = new ArrayList<>();
    for (ServiceRun service : state.services().values()) {
      duties.add(all, service);
    }
    return all;
  }

  /** See {@link RunnerState#needsTheSameDuties}. */
  static boolean areTheSame(RunnerState one, RunnerState other) {
    if (!one.services().keySet().equals(other.services().keySet())) {
      return false;
    }
    Iterator<ServiceRun> others = other.services().values().iterator();
    for (ServiceRun service : one.services().values()) {
      if (!areTheSame(service, others.next())) {
        return false;
      }
    }
    return true;
  }

  private static boolean areTheSame(ServiceRun one, ServiceRun other) {
    Promotion mine = one.promotion();
    Promotion its = other.promotion();
    Map<Action, Script> then = mine == null ? one.spec().scripts() : mine.scripts();
    Map<Action, Script> before = its == null ? other.spec().scripts() : its.scripts();
    return one.gone() == other.gone() && one.spec().equals(other.spec()) && then.equals(before);
  }

  /** With neither promote nor demote there is nothing to confirm (SAFETY R5). */
  private void add(List<Duty> all, ServiceRun service) {
    Promotion promotion = service.promotion();
    boolean mayBePromoted = promotion != null || !service.gone();
    Promotion then =
        promotion == null ? Promotion.begun(epoch, service.spec()) : promotion;
    if (!mayBePromoted || then.bare()) {
      return;
    }
    for (Action action : ACTIONS) {
      Script script = then.scripts().get(action);
      if (script != null) {
        all.add(duty(service.spec(), action, script));
      }
    }
  }

  private Duty duty(ServiceSpec spec, Action action, Script script) {
    List<String> command =
        spec.single() ? List.of(script.path(), action.word()) : List.of(script.path());
    Map<String, String> environment = new TreeMap<>(settings.environment());
    environment.put("KOI_IS_PROMOTED", "0");
    environment.put("KOI_STATE", NodeState.LIVE.word());
    environment.put("KOI_GROUP", settings.group().text());
    environment.put("KOI_SERVICE", spec.name().text());
    environment.put("KOI_ACTION", action.word());
    environment.put("KOI_EPOCH", epoch.toString());
    return new Duty(
        spec.name(),
        action,
        rank(spec.priority()),
        script,
        command,
        spec.folder(),
        environment,
        settings.timeout(action));
  }

  /** A service without a priority waits for nobody. */
  private int rank(@Nullable Integer priority) {
    return priority == null ? 0 : order.indexOf(priority);
  }
}
