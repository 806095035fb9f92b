package dev.koi.node.links;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.time.Moment;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProbesTest {

  private final Probes probes = new Probes();
  private Moment now = Moment.ofMillis(1000);

  @Test
  void nothingIsKnownBeforeTheFirst() {
    assertThat(probes.lossPercent(now)).isNull();
    assertThat(probes.roundTrip()).isNull();
    assertThat(probes.answeredAt()).isNull();
  }

  @Test
  void aProbeUnderWayIsNotLost() {
    probes.sent(1, now);
    pass(999);
    assertThat(probes.lossPercent(now)).isNull();
    pass(1);
    assertThat(probes.lossPercent(now)).isEqualTo(100);
    probes.answered(1, now);
    assertThat(probes.lossPercent(now)).isZero();
  }

  @Test
  void anAnswerThatComesTooLateOrTwiceOrUnaskedIsNone() {
    probes.sent(1, now);
    probes.answered(2, now);
    pass(3001);
    probes.answered(1, now);
    assertThat(probes.answeredAt()).isNull();
    assertThat(probes.lossPercent(now)).isEqualTo(100);
    probes.sent(3, now);
    pass(8);
    probes.answered(3, now);
    pass(8);
    probes.answered(3, now);
    assertThat(probes.roundTrip()).isEqualTo(Duration.ofMillis(8));
  }

  @Test
  void oneLostInAMinuteIsNotRoundedAway() {
    for (long nonce = 0; nonce < 60; nonce++) {
      probes.sent(nonce, now);
      if (nonce != 30) {
        probes.answered(nonce, now);
      }
      pass(1000);
    }
    assertThat(probes.lossPercent(now)).isEqualTo(2);
    pass(31_000);
    assertThat(probes.lossPercent(now)).as("it is more than a minute ago").isZero();
  }

  @Test
  void theRoundTripIsSmoothed() {
    for (int millis : new int[] {8, 16}) {
      probes.sent(millis, now);
      pass(millis);
      probes.answered(millis, now);
    }
    assertThat(probes.roundTrip()).isEqualTo(Duration.ofMillis(9));
  }

  private void pass(long millis) {
    now = now.plus(Duration.ofMillis(millis));
  }
}
