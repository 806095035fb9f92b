package dev.koi.core.raft;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;

/** What holds whatever the network, the disks and the processes do. In a class of its own: jqwik. */
class RaftPropertyTest {

  private static final int WILD_MILLIS = 4_000;
  private static final int CALM_MILLIS = 2_500;

  @Property(tries = 80, shrinking = ShrinkingMode.OFF)
  void nothingThatWasAgreedIsEverLostAndEveryReadIsUpToDate(@ForAll long seed) {
    Arena arena = new Arena(seed);
    arena.beWild(WILD_MILLIS);
    long before = arena.truth.agreed.size();
    arena.calm(CALM_MILLIS);
    assertThat(arena.truth.agreed.size()).as("lives").isGreaterThan((int) before);
    Actor leader =
        arena.actors.values().stream().filter(a -> a.alive && a.state.leads()).findFirst().orElseThrow();
    long agreed = arena.truth.agreed.size();
    for (Actor actor : arena.actors.values()) {
      if (leader.state.members().has(actor.id) && !actor.wiped) {
        assertThat(actor.applied).as("%s keeps up", actor.id).isGreaterThan(agreed - 50);
      }
    }
    Statistics.label("elections").collect(bucket(arena.truth.elections));
    Statistics.label("acknowledged writes").collect(bucket(arena.truth.writes));
    Statistics.label("reads").collect(bucket(arena.truth.reads));
    Statistics.label("restored snapshots").collect(bucket(arena.truth.installs));
    Statistics.label("voters at the end").collect(leader.state.members().voters().size());
  }

  private static String bucket(long count) {
    long size = 1;
    while (size <= count) {
      size *= 4;
    }
    return "under " + size;
  }

  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void theSameInputsGiveTheSameSteps(@ForAll long seed) {
    Arena one = new Arena(seed);
    Arena other = new Arena(seed);
    one.beWild(500);
    other.beWild(500);
    assertThat(one.states()).isEqualTo(other.states());
  }
}
