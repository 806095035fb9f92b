package dev.koi.core.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.message.Action;
import dev.koi.core.name.Epoch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Who waits for whom, for any priorities (equal, and absent) and whatever script ends first. */
class OrderPropertyTest {

  private static final int NONE = 3;

  private Stage stage = new Stage();
  private final Map<String, Integer> priorities = new TreeMap<>();

  @Property(tries = 300)
  void lowerOnesGoFirstUpAndLastDown(
      @ForAll @Size(min = 1, max = 6) List<Byte> drawn, @ForAll long seed) {
    stage = new Stage(); // one object plays all tries
    priorities.clear();
    Random random = new Random(seed);
    List<ServiceSpec> specs = new ArrayList<>();
    for (int i = 0; i < drawn.size(); i++) {
      int priority = Math.floorMod(drawn.get(i), NONE + 1);
      priorities.put("s" + i, priority);
      specs.add(spec("s" + i, priority == NONE ? null : priority));
    }
    stage.goal = new Goal.Up();
    stage.step(new RunnerInput.Found(specs));
    endAll(Action.START, random, true);
    stage.goal = new Goal.Master(new Epoch(7), true);
    stage.step(new RunnerInput.Tick());
    endAll(Action.PROMOTE, random, true);
    stage.goal = new Goal.Up();
    stage.step(new RunnerInput.Tick());
    endAll(Action.DEMOTE, random, false);
    stage.goal = new Goal.Down("the daemon stops");
    stage.step(new RunnerInput.Tick());
    endAll(Action.STOP, random, false);
    assertThat(stage.state.idle()).isTrue();
  }

  /** Ends what runs, one after the other, and sees who begins while who has not ended. */
  private void endAll(Action action, Random random, boolean lowerFirst) {
    List<String> open = new ArrayList<>(priorities.keySet());
    while (!open.isEmpty()) {
      List<RunnerAction.Launch> running =
          stage.running.values().stream().filter(l -> l.action() == action).toList();
      assertThat(running).as("%s of %s", action, open).isNotEmpty();
      for (RunnerAction.Launch launch : running) {
        String name = launch.service().text();
        assertThat(open).noneMatch(other -> goesBefore(other, name, lowerFirst));
      }
      assertThat(open)
          .as("nobody waits in vain")
          .allMatch(name -> runs(name, running) || waits(name, open, lowerFirst));
      RunnerAction.Launch first = running.get(random.nextInt(running.size()));
      open.remove(first.service().text());
      stage.step(
          new RunnerInput.Ended(
              first.id(), new Ending.Report(new Ending.Exited(0), List.of())));
      List.copyOf(stage.surveys)
          .forEach(s -> stage.step(new RunnerInput.Surveyed(s.ticket(), Set.of())));
    }
  }

  private static boolean runs(String name, List<RunnerAction.Launch> running) {
    return running.stream().anyMatch(l -> l.service().text().equals(name));
  }

  private boolean waits(String name, List<String> open, boolean lowerFirst) {
    return open.stream().anyMatch(other -> goesBefore(other, name, lowerFirst));
  }

  /** A service without a priority waits for nobody, and nobody waits for it. */
  private boolean goesBefore(String one, String other, boolean lowerFirst) {
    int a = priority(one);
    int b = priority(other);
    return a != NONE && b != NONE && (lowerFirst ? a < b : a > b);
  }

  private int priority(String name) {
    return priorities.getOrDefault(name, NONE);
  }

  private static ServiceSpec spec(String name, @Nullable Integer priority) {
    Map<Action, String> versions = new EnumMap<>(Action.class);
    for (Action action : List.of(Action.START, Action.PROMOTE, Action.DEMOTE, Action.STOP)) {
      versions.put(action, "original");
    }
    return Stage.spec(name, priority, versions, false);
  }
}
