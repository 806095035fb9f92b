package dev.koi.core.runner;

import dev.koi.core.message.Action;
import dev.koi.core.message.NodeState;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.ServiceName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Services with scripts that succeed, fail, hang and lie about nothing but their own success, and a
 * goal that changes at random; it watches what the runner does to them.
 *
 * <p>What a promote does is a flag or a process, from its first instant: {@code demote}, if it is the
 * one that was there then and stays, and {@code stop} end both when they end with 0; a kill ends the process
 * only. Status says 90 while the flag is up. A service without {@code stop} does all in processes: of
 * anything else nobody could tell that it is gone.
 */
final class World {

  private static final String[] NAMES = {"a", "b", "c", "d"};

  private final Random random;
  private final Stage stage = new Stage();
  private final Map<ServiceName, Effect> effects = new TreeMap<>();
  private final Map<Long, String> begunAs = new TreeMap<>();
  private final List<Object> history = new ArrayList<>();
  private List<ServiceSpec> folder = List.of();
  private boolean calm;
  private long epoch = 1;

  World(long seed) {
    random = new Random(seed);
  }

  /** What a service's promote has brought about. */
  private static final class Effect {
    boolean promoted;
    String demotedBy = "";
    final Set<Long> processes = new TreeSet<>();
  }

  RunnerState state() {
    return stage.state;
  }

  Epoch freshEpoch() {
    return new Epoch(++epoch);
  }

  void beWild(int steps) {
    if (random.nextInt(4) == 0) {
      feed(new RunnerInput.Clean());
    }
    find();
    for (int i = 0; i < steps; i++) {
      int dice = random.nextInt(20);
      if (dice < 3) {
        stage.goal = randomGoal();
        feed(new RunnerInput.Tick());
      } else if (dice < 4) {
        find();
      } else if (dice < 7) {
        stage.millis += 1L << random.nextInt(18);
        feed(new RunnerInput.Tick());
      } else if (dice < 8 && random.nextInt(4) == 0) {
        feed(new RunnerInput.Recover());
      } else if (dice < 8 && random.nextInt(4) == 0) {
        beTakenDown();
      } else {
        endSomething();
      }
    }
  }

  /** Guards kill all that runs and demote what is promoted; meanwhile scripts end and nothing begins. */
  private void beTakenDown() {
    stage.goal = new Goal.HandsOff("random");
    feed(new RunnerInput.Tick());
    for (int i = random.nextInt(4); i > 0; i--) {
      stage.killed.addAll(stage.running.keySet());
      endSomething();
    }
    if (random.nextInt(4) == 0) {
      feed(new RunnerInput.TakenDown(false));
      check(stage.state.unconfirmed() == stage.state.anythingPromoted(), "doubt is not told");
    }
    stage.killed.addAll(stage.running.keySet());
    effects.clear();
    stage.goal = randomGoal();
    feed(new RunnerInput.TakenDown(true));
  }

  private Goal randomGoal() {
    return switch (random.nextInt(8)) {
      case 0 -> new Goal.Down("random");
      case 1 -> new Goal.Up(Duration.ofMillis(800));
      case 2 -> new Goal.Up();
      case 3 -> new Goal.Cut("random", Duration.ofMillis(400));
      case 4 -> new Goal.Master(new Epoch(epoch), random.nextBoolean());
      default -> new Goal.Master(freshEpoch(), random.nextInt(4) != 0);
    };
  }

  private void find() {
    List<ServiceSpec> specs = new ArrayList<>();
    for (String name : NAMES) {
      if (random.nextInt(4) != 0) {
        specs.add(randomSpec(name));
      }
    }
    folder = specs;
    feed(new RunnerInput.Found(specs));
  }

  private ServiceSpec randomSpec(String name) {
    Map<Action, String> versions = new EnumMap<>(Action.class);
    for (Action action : Action.values()) {
      if (random.nextInt(6) != 0) {
        versions.put(action, random.nextInt(12) == 0 ? "changed" : "original");
      }
    }
    Integer priority = random.nextInt(3) == 0 ? null : Integer.valueOf(random.nextInt(3));
    return Stage.spec(name, priority, versions, random.nextInt(20) == 0);
  }

  /** From now on all scripts are there, succeed at once and are not touched any more. */
  void calmDown() {
    calm = true;
    List<ServiceSpec> specs = new ArrayList<>();
    for (String name : NAMES) {
      Map<Action, String> versions = new EnumMap<>(Action.class);
      for (Action action : Action.values()) {
        versions.put(action, "original");
      }
      specs.add(Stage.spec(name, random.nextInt(3), versions, false));
    }
    folder = specs;
    feed(new RunnerInput.Found(specs));
    feed(new RunnerInput.Recover());
  }

  /** Whether the goal is reached when scripts end and time passes. */
  boolean reaches(Goal goal, Predicate<World> there) {
    stage.goal = goal;
    feed(new RunnerInput.Tick());
    for (int i = 0; i < 400; i++) {
      if (there.test(this)) {
        return true;
      }
      if (stage.running.isEmpty() && stage.surveys.isEmpty()) {
        var wake = stage.state.nextWake(stage.now());
        if (wake == null) {
          return false;
        }
        stage.millis += Math.max(1, wake.since(stage.now()).toMillis());
        feed(new RunnerInput.Tick());
      } else {
        endSomething();
      }
    }
    return there.test(this);
  }

  /** A status of wilder days that has overrun its time would fail yet. */
  boolean isStandby() {
    return stage.running.isEmpty()
        && stage.state.nodeState() == NodeState.SLAVE && stage.state.releasable();
  }

  boolean isMaster() {
    return stage.state.nodeState() == NodeState.MASTER;
  }

  boolean isDown() {
    return stage.state.idle() && stage.state.releasable();
  }

  private void endSomething() {
    if (!stage.surveys.isEmpty() && random.nextInt(3) == 0) {
      answer(stage.surveys.get(random.nextInt(stage.surveys.size())));
      return;
    }
    if (stage.running.isEmpty()) {
      if (!stage.surveys.isEmpty()) {
        answer(stage.surveys.getFirst());
      }
      return;
    }
    List<RunnerAction.Launch> running = List.copyOf(stage.running.values());
    RunnerAction.Launch launch = running.get(random.nextInt(running.size()));
    end(launch);
  }

  private void answer(RunnerAction.Survey survey) {
    Set<Long> alive = new TreeSet<>(stage.running.keySet());
    effects.values().forEach(effect -> alive.addAll(effect.processes));
    alive.retainAll(survey.ids());
    feed(new RunnerInput.Surveyed(survey.ticket(), alive));
  }

  private void end(RunnerAction.Launch launch) {
    Ending ending = ending(launch);
    Effect effect = effect(launch.service());
    boolean well = ending instanceof Ending.Exited exited && exited.code() == 0;
    boolean takesDown = launch.action() == Action.DEMOTE || launch.action() == Action.STOP;
    if (well && takesDown && !isReplaced(launch)) {
      effect.promoted = false;
      effect.processes.clear();
    }
    feed(new RunnerInput.Ended(launch.id(), new Ending.Report(ending, List.of("said"))));
  }

  /**
   * A demote that was not there at promote succeeds and does nothing; nor does one that was replaced
   * while it ran, since shells read a script as they go.
   */
  private boolean isReplaced(RunnerAction.Launch launch) {
    String wanted = effect(launch.service()).demotedBy;
    boolean same =
        wanted.equals(begunAs.get(launch.id()))
            && wanted.equals(hash(launch.service(), launch.action()));
    return launch.action() == Action.DEMOTE && !same;
  }

  /** Of the script as it is in the folder; nothing if it is not there. */
  private String hash(ServiceName name, Action action) {
    Script script = script(name, action);
    return script == null ? "" : script.hash();
  }

  /** As it is in the folder. */
  private @Nullable Script script(ServiceName name, Action action) {
    for (ServiceSpec spec : folder) {
      if (spec.name().equals(name)) {
        return spec.scripts().get(action);
      }
    }
    return null;
  }

  private Ending ending(RunnerAction.Launch launch) {
    if (stage.killed.contains(launch.id())) {
      return new Ending.Signalled(9);
    }
    boolean wasThere = !"".equals(begunAs.get(launch.id()));
    if (!wasThere || script(launch.service(), launch.action()) == null) {
      return new Ending.NotBegun("No such file or directory");
    }
    if (launch.action() == Action.STATUS) {
      return new Ending.Exited(statusCode(effect(launch.service())));
    }
    return switch (calm ? 9 : random.nextInt(10)) {
      case 0 -> new Ending.Exited(1);
      case 1 -> new Ending.Signalled(15);
      case 2 -> random.nextBoolean() ? new Ending.NotBegun("gone") : new Ending.Exited(0);
      default -> new Ending.Exited(0);
    };
  }

  private int statusCode(Effect effect) {
    if (effect.promoted) {
      return 90;
    }
    int[] codes = {0, 0, 91, 91, 91, 92, 93, 1};
    return calm ? 91 : codes[random.nextInt(codes.length)];
  }

  private Effect effect(ServiceName name) {
    return effects.computeIfAbsent(name, _ -> new Effect());
  }

  private void feed(RunnerInput input) {
    history.add(stage.goal);
    history.add(input);
    Set<ServiceName> busy = new TreeSet<>();
    stage.running.values().forEach(launch -> busy.add(launch.service()));
    if (input instanceof RunnerInput.Ended ended) {
      RunnerAction.Launch launch = stage.running.get(ended.launchId());
      if (launch != null) {
        busy.remove(launch.service());
      }
    }
    RunnerStep step = stage.step(input);
    for (RunnerAction action : step.actions()) {
      history.add(action);
      switch (action) {
        case RunnerAction.Launch launch -> launched(launch, busy);
        case RunnerAction.Kill kill -> killed(kill.ids());
        case RunnerAction.Terminate _, RunnerAction.Survey _ -> {}
      }
    }
    if (stage.state.releasable()) {
      effects.forEach(
          (name, effect) ->
              check(
                  !effect.promoted && effect.processes.isEmpty(),
                  "releasable while promote of " + name + " has effects"));
    }
  }

  private void launched(RunnerAction.Launch launch, Set<ServiceName> busy) {
    check(busy.add(launch.service()), "two scripts at once: " + launch);
    check(!(stage.goal instanceof Goal.HandsOff), "begins what is the guards' to end: " + launch);
    begunAs.put(launch.id(), hash(launch.service(), launch.action()));
    if (launch.action() != Action.PROMOTE) {
      return;
    }
    check(
        stage.goal instanceof Goal.Master master && master.mayBegin(),
        "promotes without a lease: " + launch);
    check(
        stage.goal instanceof Goal.Master master
            && master.epoch().toString().equals(launch.environment().get("KOI_EPOCH")),
        "promotes under another epoch: " + launch);
    Effect effect = effect(launch.service());
    boolean asProcess = random.nextBoolean() || script(launch.service(), Action.STOP) == null;
    if (asProcess) {
      effect.processes.add(launch.id());
    } else {
      effect.promoted = true;
    }
    effect.demotedBy = hash(launch.service(), Action.DEMOTE);
  }

  private void killed(Set<Long> ids) {
    for (Effect effect : effects.values()) {
      effect.processes.removeAll(ids);
    }
  }

  private void check(boolean holds, String rule) {
    if (!holds) {
      throw new AssertionError(rule + "\n" + this);
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Object entry : history.subList(Math.max(0, history.size() - 120), history.size())) {
      text.append(entry).append('\n');
    }
    return text.append(stage.state).toString();
  }
}
