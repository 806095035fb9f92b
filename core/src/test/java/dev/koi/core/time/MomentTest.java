package dev.koi.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whoever measures takes the clock that speaks against himself. */
class MomentTest {

  private static final Moment START = new Moment(100, 1_000, 10_000);

  @Test
  void aHolderCountsTheTimeThatTheMachineSlept() {
    assertThat(new Moment(101, 1_001, 10_050).heldSince(START)).isEqualTo(Duration.ofNanos(50));
  }

  @Test
  void aHolderCountsByTheRawClockWhenTheOthersAreSlewed() {
    assertThat(new Moment(101, 1_070, 10_001).heldSince(START)).isEqualTo(Duration.ofNanos(70));
  }

  @Test
  void whoWaitsTakesTheSlowerClock() {
    assertThat(new Moment(107, 1_003, 19_000).waitedSince(START)).isEqualTo(Duration.ofNanos(3));
    assertThat(new Moment(103, 1_007, 19_000).waitedSince(START)).isEqualTo(Duration.ofNanos(3));
  }

  @Test
  void theLaterOfTwoIsTakenClockByClock() {
    Moment other = new Moment(90, 1_001, 10_000);
    assertThat(START.max(other)).isEqualTo(new Moment(100, 1_001, 10_000));
    assertThat(START.min(other)).isEqualTo(new Moment(90, 1_000, 10_000));
  }
}
