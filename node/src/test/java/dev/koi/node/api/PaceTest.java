package dev.koi.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long SECOND = 1_000_000_000L;

  @Test
  void aBurstIsFreeAndThenOneWaits() {
    Pace pace = new Pace(3, 10, 0);
    assertThat(pace.take(0)).isZero();
    assertThat(pace.take(0)).isZero();
    assertThat(pace.take(0)).isZero();
    assertThat(pace.take(0)).isEqualTo(SECOND / 10);
    assertThat(pace.take(0)).isEqualTo(2 * SECOND / 10);
  }

  @Test
  void aLongSilenceEarnsNoMoreThanTheBurst() {
    Pace pace = new Pace(2, 10, 0);
    long later = 3_600 * SECOND;
    assertThat(pace.take(later)).isZero();
    assertThat(pace.take(later)).isZero();
    assertThat(pace.take(later)).isPositive();
  }

  @Test
  void aClockThatOverflowsChangesNothing() {
    long nearTheEnd = Long.MAX_VALUE - 10;
    Pace pace = new Pace(1, 10, nearTheEnd);
    assertThat(pace.take(nearTheEnd)).isZero();
    assertThat(pace.take(nearTheEnd + 20)).isBetween(1L, SECOND);
  }
}
