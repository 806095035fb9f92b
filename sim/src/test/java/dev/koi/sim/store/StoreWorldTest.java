package dev.koi.sim.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StoreWorldTest {

  private static final Duration LENGTH = Duration.ofMinutes(5);

  @Test
  void whateverGoesWrongNothingIsLostAndAllAgree() {
    Counts total = new Counts();
    for (long seed = 1; seed <= 12; seed++) {
      StoreWorld.Outcome outcome = new StoreWorld(seed, null, null).run(LENGTH);
      assertThat(outcome.violations()).as("seed %s", seed).isEmpty();
      total.add(outcome.counts());
    }
    assertThat(total.missed()).as("what never happened").isEmpty();
    assertThat(total.unexplained).as("histories that nobody looked at").isLessThan(total.histories / 10);
  }

  @Test
  void theSameSeedIsTheSameWorld() {
    long one = new StoreWorld(4, null, null).run(Duration.ofMinutes(1)).hash();
    long again = new StoreWorld(4, null, null).run(Duration.ofMinutes(1)).hash();
    long other = new StoreWorld(5, null, null).run(Duration.ofMinutes(1)).hash();
    assertThat(again).isEqualTo(one).isNotEqualTo(other);
  }
}
