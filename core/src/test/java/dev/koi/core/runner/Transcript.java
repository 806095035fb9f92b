package dev.koi.core.runner;

import dev.koi.core.message.Action;
import dev.koi.core.message.ServiceReport;
import dev.koi.core.name.Epoch;
import dev.koi.core.reason.RunnerReason;
import dev.koi.core.reason.RunnerWords;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A transcript: inputs at the margin, what came of them indented below. Inputs are
 *
 * <pre>
 *   services db@10: start stop; web: status'; x: disabled    what the folder holds: name@priority and
 *                                                            scripts; ' marks another file of that name
 *   goal up | up urgent 800 | down | master 7 | master 7 wait | cut 400
 *   ok db start            the script ends with 0
 *   end db status 90 text  it ends with another code and says something
 *   end db stop signal 9 | notbegun
 *   alive db promote       the surveys that wait are answered: processes of these live
 *   +500                   milliseconds pass
 *   clean | recover | show
 * </pre>
 */
final class Transcript {

  private final Stage stage = new Stage();
  private final List<String> lines = new ArrayList<>();
  private final List<RunnerAction.Launch> launched = new ArrayList<>();

  private Transcript() {}

  /** The same inputs with what comes of them now. */
  static List<String> play(List<String> written) {
    Transcript transcript = new Transcript();
    for (String line : written) {
      if (line.startsWith("  ")) {
        continue;
      }
      transcript.lines.add(line);
      if (!line.isBlank() && !line.startsWith("#")) {
        transcript.tryToRead(line);
      }
    }
    return transcript.lines;
  }

  private void tryToRead(String line) {
    try {
      read(line);
    } catch (RuntimeException e) {
      throw new IllegalStateException(String.join("\n", lines), e);
    }
  }

  private void read(String line) {
    String[] words = line.split(" ", 2);
    String rest = words.length < 2 ? "" : words[1];
    switch (words[0]) {
      case "services" -> step(new RunnerInput.Found(services(rest)));
      case "goal" -> {
        stage.goal = goal(rest.split(" ", -1));
        step(new RunnerInput.Tick());
      }
      case "ok", "end" -> ended(words[0], rest.split(" ", 4));
      case "alive" -> surveyed(rest);
      case "clean" -> step(new RunnerInput.Clean());
      case "recover" -> step(new RunnerInput.Recover());
      case "show" -> show();
      default -> {
        if (!line.startsWith("+")) {
          throw new IllegalArgumentException("not an input: " + line);
        }
        stage.millis += Long.parseLong(line.substring(1));
        step(new RunnerInput.Tick());
      }
    }
  }

  private static List<ServiceSpec> services(String text) {
    List<ServiceSpec> specs = new ArrayList<>();
    for (String part : text.split(";", -1)) {
      if (part.isBlank()) {
        continue;
      }
      String[] halves = part.trim().split(":", 2);
      String[] name = halves[0].split("@", 2);
      Map<Action, String> versions = new EnumMap<>(Action.class);
      boolean disabled = false;
      for (String word : halves[1].trim().split(" ", -1)) {
        if (word.isEmpty()) {
          continue;
        }
        if (word.equals("disabled")) {
          disabled = true;
        } else {
          Action action = Action.valueOf(word.replace("'", "").toUpperCase(Locale.ROOT));
          versions.put(action, word.endsWith("'") ? "changed" : "original");
        }
      }
      Integer priority = name.length < 2 ? null : Integer.valueOf(name[1]);
      specs.add(Stage.spec(name[0], priority, versions, disabled));
    }
    return specs;
  }

  private static Goal goal(String[] words) {
    boolean more = words.length > 1;
    return switch (words[0]) {
      case "up" -> new Goal.Up(more ? Duration.ofMillis(Long.parseLong(words[2])) : null);
      case "rest" -> new Goal.Rest("the cluster is in maintenance");
      case "down" -> new Goal.Down("the daemon stops");
      case "master" -> new Goal.Master(new Epoch(Long.parseLong(words[1])), words.length < 3);
      case "cut" -> new Goal.Cut("the lease is over", Duration.ofMillis(Long.parseLong(words[1])));
      default -> throw new IllegalArgumentException("not a goal: " + words[0]);
    };
  }

  private void ended(String kind, String[] words) {
    RunnerAction.Launch launch =
        stage.running(words[0], Action.valueOf(words[1].toUpperCase(Locale.ROOT)));
    if (launch == null) {
      throw new IllegalStateException("does not run: " + words[0] + " " + words[1]);
    }
    String how = kind.equals("ok") ? "0" : words[2];
    Ending ending =
        switch (how) {
          case "signal" -> new Ending.Signalled(Integer.parseInt(words[3]));
          case "notbegun" -> new Ending.NotBegun("No such file or directory");
          default -> new Ending.Exited(Integer.parseInt(how));
        };
    boolean said = words.length > 3 && ending instanceof Ending.Exited;
    List<String> output = said ? List.of(words[3]) : List.of();
    step(new RunnerInput.Ended(launch.id(), new Ending.Report(ending, output)));
  }

  private void surveyed(String rest) {
    Set<Long> alive = new TreeSet<>();
    for (RunnerAction.Launch launch : launched) {
      if (rest.contains(launch.service() + " " + launch.action().word())) {
        alive.add(launch.id());
      }
    }
    if (stage.surveys.isEmpty()) {
      throw new IllegalStateException("no survey waits");
    }
    for (RunnerAction.Survey survey : List.copyOf(stage.surveys)) {
      Set<Long> its = new TreeSet<>(survey.ids());
      its.retainAll(alive);
      step(new RunnerInput.Surveyed(survey.ticket(), its));
    }
  }

  private void show() {
    RunnerState state = stage.state;
    List<String> words = new ArrayList<>();
    words.add(state.nodeState().word());
    words.add(state.ready() ? "ready" : "not ready");
    words.add(state.releasable() ? "releasable" : "not releasable");
    if (state.unconfirmed()) {
      words.add("unconfirmed");
    }
    if (state.idle()) {
      words.add("idle");
    }
    Moment wake = state.nextWake(stage.now());
    words.add(wake == null ? "no wake" : "wake in " + wake.since(stage.now()).toMillis());
    lines.add("  = " + String.join(", ", words));
    for (ServiceReport report : state.report()) {
      Action action = report.action();
      lines.add(
          "  = " + report.name() + " " + report.state().word()
              + (action == null ? "" : ", runs " + action.word())
              + (report.failed() ? ", failed" : "")
              + (report.message() == null ? "" : ", " + report.message()));
    }
  }

  private void step(RunnerInput input) {
    RunnerStep step = stage.step(input);
    int next = 0;
    for (RunnerReason reason : step.reasons()) {
      boolean acts = next < step.actions().size();
      RunnerAction action = acts ? step.actions().get(next) : null;
      if (action != null && action.reason().equals(reason)) {
        lines.add("  > " + say(action) + "  -- " + RunnerWords.say(reason));
        next++;
      } else {
        lines.add("  " + RunnerWords.say(reason));
      }
    }
    if (next < step.actions().size()) {
      throw new IllegalStateException("an action without a reason: " + step.actions());
    }
  }

  private String say(RunnerAction action) {
    return switch (action) {
      case RunnerAction.Launch launch -> {
        launched.add(launch);
        yield "run " + launch.service() + " " + launch.action().word()
            + ("1".equals(launch.environment().get("KOI_IS_PROMOTED")) ? " (promoted)" : "");
      }
      case RunnerAction.Terminate terminate -> "SIGTERM " + named(Set.of(terminate.id()));
      case RunnerAction.Kill kill -> "SIGKILL " + named(kill.ids());
      case RunnerAction.Survey survey -> "survey " + named(survey.ids());
    };
  }

  private String named(Set<Long> ids) {
    List<String> names = new ArrayList<>();
    for (RunnerAction.Launch launch : launched) {
      if (ids.contains(launch.id())) {
        names.add(launch.service() + " " + launch.action().word());
      }
    }
    return String.join(", ", names);
  }
}
