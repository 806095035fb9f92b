package dev.koi.core.runner;

import dev.koi.core.message.Action;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.ServiceName;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A runner and the world as far as it sees it: which scripts run, which surveys wait. */
final class Stage {

  static final RunnerSettings SETTINGS =
      new RunnerSettings(
          GroupName.DEFAULT,
          timeouts(),
          Duration.ofSeconds(10),
          new RunnerSettings.Recovery(3, Duration.ofSeconds(10), 2, Duration.ofMinutes(30)),
          Duration.ofSeconds(1),
          Map.of("KOI_NODE", "a"));

  final GroupRunner runner = new GroupRunner(SETTINGS);
  final Map<Long, RunnerAction.Launch> running = new TreeMap<>();
  final List<RunnerAction.Survey> surveys = new ArrayList<>();
  final Set<Long> killed = new TreeSet<>();
  RunnerState state = RunnerState.begin();
  Goal goal = new Goal.Down("no leader seen yet");
  long millis;

  private static Map<Action, Duration> timeouts() {
    Map<Action, Duration> timeouts = new EnumMap<>(Action.class);
    timeouts.put(Action.START, Duration.ofMinutes(6));
    timeouts.put(Action.STOP, Duration.ofMinutes(6));
    timeouts.put(Action.STATUS, Duration.ofMinutes(2));
    timeouts.put(Action.PROMOTE, Duration.ofSeconds(30));
    timeouts.put(Action.DEMOTE, Duration.ofSeconds(30));
    timeouts.put(Action.FAILED, Duration.ofSeconds(20));
    return timeouts;
  }

  Moment now() {
    return Moment.ofMillis(millis);
  }

  RunnerStep step(RunnerInput input) {
    if (input instanceof RunnerInput.Ended ended) {
      running.remove(ended.launchId());
    }
    if (input instanceof RunnerInput.Surveyed surveyed) {
      surveys.removeIf(s -> s.ticket() == surveyed.ticket());
    }
    RunnerStep step = runner.step(state, input, goal, now());
    state = step.state();
    for (RunnerAction action : step.actions()) {
      switch (action) {
        case RunnerAction.Launch launch -> running.put(launch.id(), launch);
        case RunnerAction.Survey survey -> surveys.add(survey);
        case RunnerAction.Kill kill -> killed.addAll(kill.ids());
        case RunnerAction.Terminate _ -> {}
      }
    }
    return step;
  }

  /** The script of a service that runs, null if none does. */
  RunnerAction.@Nullable Launch running(String service, Action action) {
    for (RunnerAction.Launch launch : running.values()) {
      if (launch.service().text().equals(service) && launch.action() == action) {
        return launch;
      }
    }
    return null;
  }

  static ServiceSpec spec(
      String name, @Nullable Integer priority, Map<Action, String> versions, boolean disabled) {
    Map<Action, Script> scripts = new EnumMap<>(Action.class);
    versions.forEach(
        (action, version) ->
            scripts.put(
                action,
                new Script("/services/" + name + "/" + action.word(), 1, action.word().length(),
                    version)));
    return new ServiceSpec(
        new ServiceName(name), priority, false, "/services/" + name, scripts, disabled);
  }
}
