package dev.koi.core.heard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.message.Card;
import dev.koi.core.message.Claim;
import dev.koi.core.message.Message.Heartbeat;
import dev.koi.core.name.Cast;
import dev.koi.core.name.NodeName;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeardTest {

  private static final Moment BEGIN = Moment.ofMillis(1_000_000);

  private final Heard heard =
      Heard.NOBODY.heartbeat(heartbeat("a"), BEGIN).heartbeat(heartbeat("b"), BEGIN);

  /** Contract, cluster: a node that is silent for half an hour is forgotten. */
  @Test
  void aSilentNodeIsKnownForHalfAnHourAndThenForgotten() {
    Moment last = BEGIN.plus(Duration.ofMinutes(30));
    Heard onlyA = heard.heartbeat(heartbeat("a"), last);

    assertThat(onlyA.forgetSilent(last).peers()).containsKeys(Cast.node("a"), Cast.node("b"));
    assertThat(onlyA.forgetSilent(last.plus(Duration.ofNanos(1))).peers())
        .containsOnlyKeys(Cast.node("a"));
  }

  /** Contract, states: a node is Disconnected when four heartbeats in a row are missing. */
  @Test
  void aNodeIsSilentAfterFourHeartbeats() {
    Duration patience = Heard.patience(Duration.ofMillis(50));
    assertThat(heard.fresh(BEGIN.plus(Duration.ofMillis(200)), patience)).hasSize(2);
    assertThat(heard.fresh(BEGIN.plus(Duration.ofMillis(201)), patience)).isEmpty();
  }

  private static Heartbeat heartbeat(String letter) {
    Card card =
        new Card(Cast.run(letter), new NodeName(letter), true, true, 0, "1", Duration.ofHours(1));
    return new Heartbeat(
        card, new Claim.Following(Cast.node("a")), null, List.of(), Duration.ZERO, List.of(), 1, 0, null);
  }
}
