package dev.koi.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.time.Moment;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimClockTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final Timeline timeline = new Timeline();

  @ParameterizedTest
  @ValueSource(ints = {-300_000, -4_400, -1, 0, 1, 4_400})
  void aMomentIsReachedAtItsVirtualInstantAndNotLongBefore(int drift) {
    passTo(1_234_567);
    SimClock clock = new SimClock(timeline, drift, new Chance(7));
    Moment wanted = clock.now().plus(HOUR);

    long virtual = clock.virtual(wanted);
    passTo(virtual - 10_000);
    assertThat(clock.now().isBefore(wanted)).isTrue();
    passTo(virtual);
    assertThat(clock.now().isBefore(wanted)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {-4_400, 4_400})
  void aClockRunsAtItsOwnRateWithinHalfAPercent(int drift) {
    SimClock clock = new SimClock(timeline, drift, new Chance(7));
    Moment before = clock.now();
    passTo(HOUR.toNanos());
    Moment after = clock.now();

    assertThat(after.raw() - before.raw())
        .isEqualTo(HOUR.toNanos() + HOUR.toNanos() / 1_000_000 * drift);
    assertThat(Math.abs(after.monotonic() - before.monotonic() - HOUR.toNanos()))
        .isLessThanOrEqualTo(HOUR.toNanos() / 200);
  }

  /** Defects 2 and 17: every simulated run is one in which clocks are set. */
  @Test
  void theWallClockIsSetForwardsAndBackAllTheTime() {
    SimClock clock = new SimClock(timeline, 0, new Chance(7));
    int back = 0;
    Instant before = clock.wall();
    for (long minute = 1; minute <= 60; minute++) {
      passTo(Duration.ofMinutes(minute).toNanos());
      back += clock.wall().isBefore(before) ? 1 : 0;
      before = clock.wall();
    }
    assertThat(back).isBetween(20, 40);
  }

  private void passTo(long nanos) {
    timeline.at(nanos, () -> {});
    timeline.step(nanos);
  }
}
