package dev.koi.node.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.time.Moment;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RealClockTest {

  @Test
  void allThreeClocksGoOnAndAgreeOnTheRate() {
    RealClock clock = new RealClock();
    Moment first = clock.now();
    long began = System.nanoTime();
    while (System.nanoTime() - began < 20_000_000L) {
      Thread.onSpinWait();
    }
    Moment second = clock.now();
    for (long elapsed :
        new long[] {
          second.monotonic() - first.monotonic(), second.raw() - first.raw(), second.boot() - first.boot()
        }) {
      assertThat(elapsed).isBetween(19_000_000L, 10_000_000_000L);
    }
  }

  @Test
  void theMonotonicClockIsTheOneOfTheJvm() {
    RealClock clock = new RealClock();
    long before = System.nanoTime();
    long now = clock.now().monotonic();
    assertThat(now).isBetween(before, System.nanoTime());
  }

  @Test
  void chanceIsNotRepeated() {
    byte[] one = new byte[32];
    byte[] two = new byte[32];
    new RealEntropy().fill(one);
    new RealEntropy().fill(two);
    assertThat(Arrays.equals(one, two)).isFalse();
    RealEntropy entropy = new RealEntropy();
    assertThat(entropy.draw()).isNotEqualTo(entropy.draw());
  }

  @Test
  void theBootIdStaysTheSameUntilTheNextBoot() throws IOException {
    assertThat(BootId.read()).isEqualTo(BootId.read());
  }
}
