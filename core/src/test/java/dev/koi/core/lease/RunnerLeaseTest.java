package dev.koi.core.lease;

import static dev.koi.core.name.Cast.epoch;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.lease.RunnerLease.Stage;
import dev.koi.core.time.Moment;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The holder's side (SAFETY R2 to R4), with I 100, Lsoft 350, Lhard 450 ms. */
class RunnerLeaseTest {

  private static final Timing FAST = Profile.FAST.lease();
  private static final Duration RETRY = Duration.ofMillis(10);
  private static final Duration A_NANO = Duration.ofNanos(1);

  private final RunnerLease taken = RunnerLease.take(epoch(7), FAST, at(0));

  @Test
  void theLeaseCountsFromTheSendingAndNotFromTheReceipt() {
    RunnerLease lease = taken.sent(1, at(20));
    // The answer came at 300: the age at 310 is 290 all the same.
    assertThat(lease.answered(1).answered()).isEqualTo(at(20));
    assertThat(lease.answered(1).stage(at(370).minus(A_NANO))).isEqualTo(Stage.LIVE);
    assertThat(lease.answered(1).stage(at(370))).isEqualTo(Stage.LAPSED);
  }

  @Test
  void maintenanceLiftsTheDeadlinesUntilItIsArmedAnew() {
    RunnerLease disarmed = taken.sent(1, at(0)).answered(1).disarm();
    assertThat(disarmed.disarm()).isEqualTo(disarmed);
    assertThat(disarmed.deadline(at(10))).isNull();
    assertThat(disarmed.mayBegin(at(10))).as("nothing begins in maintenance").isFalse();
    RunnerLease armed = disarmed.sent(2, at(50_000)).rearm(at(100_000));
    assertThat(armed.arming()).isEqualTo(2);
    assertThat(armed.renewAt(RETRY)).as("it asks at once").isEqualTo(at(0));
    assertThat(armed.stage(at(100_349))).isEqualTo(Stage.LIVE);
    assertThat(armed.stage(at(100_350))).isEqualTo(Stage.LAPSED);
    assertThat(armed.answered(2)).as("an answer of before counts for nothing").isEqualTo(armed);
    assertThat(armed.rearm(at(100_001))).isEqualTo(armed);
  }

  @Test
  void armedAnewItBeginsNothingBeforeAnAnswer() {
    RunnerLease armed = taken.sent(1, at(0)).answered(1).disarm().rearm(at(1000));
    assertThat(armed.mayBegin(at(1001))).isFalse();
    assertThat(armed.sent(2, at(1001)).answered(2).mayBegin(at(1002))).isTrue();
  }

  @Test
  void anAnswerToANonceThatWasNeverSentCountsForNothing() {
    RunnerLease lease = taken.sent(1, at(0));
    assertThat(lease.answered(2)).isEqualTo(lease);
    assertThat(lease.answered(2).stage(at(1))).isEqualTo(Stage.ASKING);
  }

  @Test
  void aRepeatedAnswerCountsOnce() {
    RunnerLease lease = taken.sent(1, at(0)).answered(1).sent(2, at(100)).answered(2);
    assertThat(lease.answered(1)).isEqualTo(lease);
    assertThat(lease.answered(2)).isEqualTo(lease);
  }

  @Test
  void theAnswerToAnEarlierNonceDoesNotMoveTheLeaseBack() {
    RunnerLease lease = taken.sent(1, at(0)).sent(2, at(100)).answered(2);
    assertThat(lease.answered(1).answered()).isEqualTo(at(100));
  }

  @Test
  void theAnswerToALaterNonceIsStillAwaitedAfterAnEarlierOne() {
    RunnerLease lease = taken.sent(1, at(0)).sent(2, at(10)).answered(1);
    assertThat(lease.answered()).isEqualTo(at(0));
    assertThat(lease.answered(2).answered()).isEqualTo(at(10));
  }

  @Test
  void anAnswerThatTookLongerThanLsoftRevivesNothing() {
    RunnerLease lease = taken.sent(1, at(0)).answered(1).sent(2, at(100)).sent(3, at(451));
    assertThat(lease.answered(2)).isEqualTo(lease);
    assertThat(lease.answered(3).answered()).isEqualTo(at(451));
  }

  @Test
  void itRenewsAtOnceAndThenEveryInterval() {
    assertThat(taken.renewAt(RETRY)).isEqualTo(at(0));
    assertThat(taken.sent(1, at(5)).answered(1).renewAt(RETRY)).isEqualTo(at(105));
  }

  @Test
  void unansweredItRenewsSooner() {
    assertThat(taken.sent(1, at(5)).renewAt(RETRY)).isEqualTo(at(15));
    assertThat(taken.sent(1, at(5)).renewAt(Duration.ofSeconds(1))).isEqualTo(at(105));
    assertThat(taken.sent(1, at(5)).sent(2, at(15)).answered(1).renewAt(RETRY)).isEqualTo(at(25));
  }

  @Test
  void aPromotionBeginsUntilTwoIntervalsBeforeLsoft() {
    RunnerLease lease = taken.sent(1, at(0)).answered(1);
    assertThat(lease.mayBegin(at(150))).isTrue();
    assertThat(lease.mayBegin(at(150).plus(A_NANO))).isFalse();
  }

  @Test
  void nothingBeginsBeforeTheFirstAnswer() {
    assertThat(taken.mayBegin(at(0))).isFalse();
    assertThat(taken.sent(1, at(0)).mayBegin(at(1))).isFalse();
  }

  @Test
  void afterAGapOnlyANonceSentSinceAllowsAPromotion() {
    RunnerLease gap = taken.sent(1, at(0)).answered(1).sent(2, at(10)).afterGap(at(120));
    assertThat(gap.mayBegin(at(121))).isFalse();
    assertThat(gap.answered(2).mayBegin(at(121))).isFalse();
    assertThat(gap.sent(3, at(120)).mayBegin(at(121))).isFalse();
    assertThat(gap.sent(3, at(120)).answered(3).mayBegin(at(121))).isTrue();
  }

  @Test
  void aGapMovesNoDeadline() {
    RunnerLease lease = taken.sent(1, at(0)).answered(1);
    assertThat(lease.afterGap(at(200)).stage(at(349))).isEqualTo(Stage.LIVE);
    assertThat(lease.afterGap(at(200)).deadline(at(200))).isEqualTo(at(350));
  }

  @Test
  void whatHasEndedIsNotRevived() {
    RunnerLease ended = taken.sent(1, at(0)).answered(1).sent(2, at(100)).end();
    assertThat(ended.answered(2)).isEqualTo(ended);
    assertThat(ended.stage(at(101))).isEqualTo(Stage.LAPSED);
    assertThat(ended.mayBegin(at(101))).isFalse();
    assertThat(taken.end().stage(at(1))).isEqualTo(Stage.LAPSED);
  }

  @Test
  void itIsOverAtLhard() {
    RunnerLease lease = taken.sent(1, at(0)).answered(1);
    assertThat(lease.stage(at(450).minus(A_NANO))).isEqualTo(Stage.LAPSED);
    assertThat(lease.stage(at(450))).isEqualTo(Stage.OVER);
    assertThat(lease.end().stage(at(450))).isEqualTo(Stage.OVER);
  }

  @Test
  void itsDeadlinesAreLsoftThenLhard() {
    RunnerLease lease = taken.sent(1, at(0)).answered(1);
    assertThat(taken.deadline(at(1))).isNull();
    assertThat(lease.deadline(at(1))).isEqualTo(at(350));
    assertThat(lease.deadline(at(350))).isEqualTo(at(450));
    assertThat(lease.deadline(at(450))).isNull();
  }

  @Test
  void theClockThatRanFurtherCounts() {
    RunnerLease lease = taken.sent(1, at(0)).answered(1);
    long early = at(10).monotonic();
    long late = at(360).monotonic();
    assertThat(lease.stage(new Moment(early, early, late))).isEqualTo(Stage.LAPSED);
    assertThat(lease.stage(new Moment(early, late, early))).isEqualTo(Stage.LAPSED);
  }

  @Test
  void aRoundTripIsMeasuredFromItsOwnNonce() {
    RunnerLease lease = taken.sent(1, at(0)).sent(2, at(10));
    assertThat(requireNonNull(lease.roundTrip(2, at(13)))).isEqualTo(Duration.ofMillis(3));
    assertThat(lease.roundTrip(9, at(13))).isNull();
  }

  private static Moment at(long millis) {
    return Moment.ofMillis(millis);
  }
}
