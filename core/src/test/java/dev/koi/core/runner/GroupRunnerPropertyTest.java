package dev.koi.core.runner;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** What holds whatever scripts do and wherever the group is sent. In a class of its own: jqwik. */
class GroupRunnerPropertyTest {

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void whateverScriptsDoNoPromotionIsForgotten(@ForAll long seed) {
    World world = new World(seed);
    world.beWild(300);
  }

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void onceScriptsBehaveEveryGoalIsReached(@ForAll long seed) {
    World world = new World(seed);
    world.beWild(100);
    world.calmDown();
    assertThat(world.reaches(new Goal.Up(), World::isStandby)).as("standby, %s", world).isTrue();
    Goal master = new Goal.Master(world.freshEpoch(), true);
    assertThat(world.reaches(master, World::isMaster)).as("master, %s", world).isTrue();
    assertThat(world.reaches(new Goal.Up(), World::isStandby)).as("handed over, %s", world).isTrue();
    Goal down = new Goal.Down("the daemon stops");
    assertThat(world.reaches(down, World::isDown)).as("down, %s", world).isTrue();
  }

  @Property(tries = 30, shrinking = ShrinkingMode.OFF)
  void theSameInputsGiveTheSameSteps(@ForAll long seed) {
    World one = new World(seed);
    World other = new World(seed);
    one.beWild(100);
    other.beWild(100);
    assertThat(one.state()).isEqualTo(other.state());
  }
}
