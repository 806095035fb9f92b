package dev.koi.core.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lease parameters: their relations, and that W outlives the lease whatever the clocks do. */
class TimingTest {

  private static final long MILLION = 1_000_000;

  @ParameterizedTest
  @CsvSource({"fast, 720", "normal, 2046", "watchdog, 2607", "NORMAL, 2046"})
  void aProfileWaitsAsLongAsItsTableSays(String profile, long millis) {
    Timing lease = Profile.named(profile).orElseThrow().lease();
    assertThat(lease.electorWait()).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void anUnknownProfileIsNone() {
    assertThat(Profile.named("slow")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0 300 500 200 700, renew_interval must be positive",
    "-1 300 500 200 700, renew_interval must be positive",
    "101 300 500 200 701, lease_soft must be at least 3 renew_intervals",
    "100 500 500 200 700, lease_hard must be longer than lease_soft",
    "100 300 500 0 700, guard_budget must be positive",
    "100 300 500 200 699, the lease must end after lease_hard + guard_budget",
    "100 300 500 200 3600000, a lease of an hour is no lease",
  })
  void parametersThatDoNotFitTogetherAreRefused(String millis, String sentence) {
    long[] p = Stream.of(millis.split(" ", -1)).mapToLong(Long::parseLong).toArray();
    assertThatThrownBy(() -> timing(p[0], p[1], p[2], p[3], p[4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }

  @Test
  void parametersAtTheEdgeOfTheirRelationsAreTaken() {
    assertThat(timing(100, 300, 301, 1, 302).demoteBound()).isEqualTo(Duration.ofMillis(1));
    assertThat(timing(1, 3, 4, 1, 3_599_999).end()).isEqualTo(Duration.ofMillis(3_599_999));
  }

  @Test
  void aWatchdogMakesTheLeaseLongerAndNeverShorter() {
    Timing plain = timing(100, 350, 450, 250, 700);
    assertThat(plain.withWatchdog(Duration.ofMillis(2100)).end()).isEqualTo(Duration.ofMillis(2550));
    assertThat(plain.withWatchdog(Duration.ofMillis(100))).isEqualTo(plain);
  }

  @Test
  void aPromotionBeginsNoLaterThanTwoIntervalsBeforeLsoft() {
    assertThat(Profile.NORMAL.lease().latestPromotion()).isEqualTo(Duration.ofMillis(500));
  }

  /** Rates are in millionths of true time: 990 000 is a clock that loses 1 %. */
  @Property(tries = 2000)
  void theLeaseEndsBeforeTheElectorsGiveItAwayWhateverTheirClocksDo(
      @ForAll("timings") Timing timing,
      @ForAll @LongRange(min = 990_000, max = 1_010_000) long holderRate,
      @ForAll @LongRange(min = 990_000, max = 1_010_000) long electorRate,
      @ForAll @LongRange(max = 10_000_000_000L) long confirmedAfterSending) {
    // The holder counts from t0, its own send moment: true time 0. The elector confirms after that.
    long leaseEnds = Math.ceilDiv(timing.end().toNanos() * MILLION, holderRate);
    long waited = Math.floorDiv(timing.electorWait().toNanos() * MILLION, electorRate);
    assertThat(confirmedAfterSending + waited).isGreaterThan(leaseEnds);
  }

  @Property(tries = 500)
  void thePartsOfALeaseFollowEachOther(@ForAll("timings") Timing timing) {
    assertThat(timing.latestPromotion()).isPositive().isLessThan(timing.soft());
    assertThat(timing.demoteBound()).isPositive();
    assertThat(timing.electorWait()).isGreaterThan(timing.end());
  }

  @Provide
  Arbitrary<Timing> timings() {
    Arbitrary<Long> nanos = Arbitraries.longs().between(1, 60_000_000_000L);
    return Combinators.combine(nanos, nanos, nanos, nanos, nanos)
        .as(
            (renew, more, demote, budget, margin) -> {
              long soft = 3 * renew + more;
              long hard = soft + demote;
              return new Timing(
                  Duration.ofNanos(renew),
                  Duration.ofNanos(soft),
                  Duration.ofNanos(hard),
                  Duration.ofNanos(budget),
                  Duration.ofNanos(hard + budget + margin));
            });
  }

  private static Timing timing(long renew, long soft, long hard, long budget, long end) {
    return new Timing(
        Duration.ofMillis(renew),
        Duration.ofMillis(soft),
        Duration.ofMillis(hard),
        Duration.ofMillis(budget),
        Duration.ofMillis(end));
  }
}
