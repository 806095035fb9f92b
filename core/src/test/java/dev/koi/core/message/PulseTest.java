package dev.koi.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.lease.Profile;
import dev.koi.core.message.Message.Heartbeat;
import dev.koi.core.message.Message.Pulse;
import dev.koi.core.name.Cast;
import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PulseTest {

  private final Heartbeat base = heartbeat(Cast.run("b"), 7, millis(80), millis(300));
  private final Heartbeat later = heartbeat(Cast.run("b"), 9, millis(5), Duration.ZERO);

  @Test
  void aPulseStandsForExactlyTheHeartbeatThatItShortens() {
    assertThat(base.repeatedBy(later.since(base))).isEqualTo(later);
  }

  @Test
  void anAgeMayFallSinceTheElectorHasConfirmedAgain() {
    Heartbeat told = Objects.requireNonNull(base.repeatedBy(later.since(base)));
    assertThat(told.promises().getFirst().age()).isEqualTo(millis(5));
  }

  @Test
  void onlyTheHeartbeatThatItNamesIsRepeated() {
    Pulse pulse = later.since(base);
    assertThat(heartbeat(Cast.run("b"), 8, millis(80), millis(300)).repeatedBy(pulse)).isNull();
    assertThat(heartbeat(Cast.run("b", 2), 7, millis(80), millis(300)).repeatedBy(pulse))
        .as("of the same number, of another start")
        .isNull();
  }

  @Test
  void agesThatDoNotFitThePromisesRepeatNothing() {
    Pulse fit = later.since(base);
    Pulse less =
        new Pulse(
            fit.start(), fit.base(), fit.pulse(), fit.echo(), fit.mute(), fit.uptime(), List.of());
    assertThat(base.repeatedBy(less)).isNull();
  }

  @Test
  void agesAndUptimesGrowByThemselvesAndAllElseIsNews() {
    assertThat(later.saysTheSameAs(base)).as("still mute or no more").isFalse();
    assertThat(heartbeat(Cast.run("b"), 9, millis(5), millis(1)).saysTheSameAs(base)).isTrue();
    assertThat(heartbeat(Cast.run("b", 2), 9, millis(5), millis(1)).saysTheSameAs(base)).isFalse();
    Promise buried =
        new Promise(
            Cast.DB, Cast.epoch(3), Cast.run("c"), Profile.FAST.lease(), true, millis(80), false);
    assertThat(with(List.of(buried)).saysTheSameAs(base)).isFalse();
    Promise pinned =
        new Promise(
            Cast.DB, Cast.epoch(3), Cast.run("c"), Profile.FAST.lease(), false, millis(80), true);
    assertThat(with(List.of(pinned)).saysTheSameAs(base)).as("maintenance").isFalse();
    assertThat(with(List.of()).saysTheSameAs(base)).isFalse();
  }

  private Heartbeat with(List<Promise> promises) {
    return new Heartbeat(
        base.card(), base.claim(), base.agreed(), promises, base.mute(), base.hears(), 9, 0, null);
  }

  private static Heartbeat heartbeat(Incarnation run, long pulse, Duration age, Duration mute) {
    Card card = new Card(run, new NodeName("b"), true, true, 0, "1", millis(1000 * pulse));
    Promise promise =
        new Promise(Cast.DB, Cast.epoch(3), Cast.run("c"), Profile.FAST.lease(), false, age, false);
    return new Heartbeat(
        card,
        new Claim.Following(Cast.node("c")),
        Agreed.EMPTY,
        List.of(promise),
        mute,
        List.of(Cast.node("b"), Cast.node("c")),
        pulse,
        100 + pulse,
        null);
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
