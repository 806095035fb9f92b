package dev.koi.core.elector;

import static dev.koi.core.name.Cast.DB;
import static dev.koi.core.name.Cast.epoch;
import static dev.koi.core.name.Cast.node;
import static dev.koi.core.name.Cast.run;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.elector.Rounds.Round;
import dev.koi.core.lease.Profile;
import dev.koi.core.lease.Timing;
import dev.koi.core.message.Message.Renew;
import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rounds: a LEASE only for confirmations of asks that left after the RENEW arrived (E3, B1). */
class RoundsTest {

  private static final Timing FAST = Profile.FAST.lease();
  private static final NodeId A = node("a");
  private static final NodeId B = node("b");
  private static final NodeId C = node("c");

  @Test
  void aRoundIsCompleteWhenEnoughElectorsConfirmedIt() {
    Rounds one = begin(Rounds.none(0), 1, 0).confirmed(DB, 1, A, false);
    assertThat(one.complete(DB, 2)).isNull();
    assertThat(one.confirmed(DB, 1, A, false).complete(DB, 2)).as("one elector, twice").isNull();
    Round round = requireNonNull(one.confirmed(DB, 1, B, false).complete(DB, 2));
    assertThat(round.lease().nonce()).isEqualTo(1);
    assertThat(round.via()).isEqualTo(C);
  }

  @Test
  void aReplyToAnEarlierRoundDoesNotCount() {
    Rounds second = begin(begin(Rounds.none(0), 1, 0).close(DB, at(5)), 2, 100);
    assertThat(second.confirmed(DB, 1, A, false).confirmed(DB, 1, B, false)).isEqualTo(second);
    assertThat(second.confirmed(DB, 2, A, false).confirmed(DB, 2, B, false).complete(DB, 2)).isNotNull();
  }

  @Test
  void aReplyToARoundOfAnEarlierProcessDoesNotCount() {
    Rounds restarted = begin(Rounds.none(1000), 1, 0);
    assertThat(restarted.confirmed(DB, 1, A, false).complete(DB, 1)).isNull();
    assertThat(restarted.confirmed(DB, 1001, A, false).complete(DB, 1)).isNotNull();
  }

  @Test
  void aRepeatedRenewDoesNotStarveTheRoundUnderWay() {
    // The electors are 25 ms away, the holder repeats every 10.
    Rounds rounds = begin(Rounds.none(0), 1, 0);
    rounds = begin(rounds, 2, 10);
    rounds = begin(rounds, 3, 20);
    rounds = rounds.confirmed(DB, 1, A, false).confirmed(DB, 1, B, false);
    assertThat(requireNonNull(rounds.complete(DB, 2)).lease().nonce()).isEqualTo(1);
  }

  @Test
  void aRoundWhoseAnswerAllowsNoPromotionIsReplaced() {
    Rounds rounds = begin(begin(Rounds.none(0), 1, 0), 2, 150);
    assertThat(requireNonNull(rounds.open().get(DB)).renew().nonce()).isEqualTo(1);
    rounds = begin(rounds, 3, 151);
    assertThat(requireNonNull(rounds.open().get(DB)).renew().nonce()).isEqualTo(3);
    assertThat(rounds.confirmed(DB, 1, A, false)).isEqualTo(rounds);
  }

  @Test
  void anotherHolderGetsARoundOfItsOwn() {
    Rounds first = begin(Rounds.none(0), 1, 0).confirmed(DB, 1, A, false);
    Renew other = new Renew(DB, epoch(8), run("b"), 2, 0);
    Rounds second = first.begin(other, B, FAST, false, at(1));
    assertThat(second.confirmed(DB, 1, B, false).complete(DB, 1)).isNull();
    assertThat(requireNonNull(second.open().get(DB)).renew()).isEqualTo(other);
  }

  @Test
  void aGroupThatIsVacantIsAnsweredNoMore() {
    Rounds rounds = begin(Rounds.none(0), 1, 0);
    assertThat(rounds.dropped(DB).confirmed(DB, 1, A, false).complete(DB, 1)).isNull();
    assertThat(rounds.dropped().confirmed(DB, 1, A, false).complete(DB, 1)).isNull();
    assertThat(begin(rounds.dropped(), 2, 1).last()).as("numbers go on").isEqualTo(2);
  }

  @Test
  void anUnansweredRoundIsAskedAgainAfterTwoRoundTrips() {
    Rounds rounds = begin(Rounds.none(0), 1, 0);
    assertThat(rounds.retry()).isEqualTo(Duration.ofMillis(10));
    assertThat(rounds.nextRetry()).isEqualTo(at(10));
    assertThat(rounds.due(at(9))).isEmpty();
    assertThat(rounds.due(at(10))).hasSize(1);
    Rounds again = rounds.askedAgain(DB, at(10));
    assertThat(again.due(at(19))).isEmpty();
    assertThat(again.due(at(20))).hasSize(1);
    assertThat(Rounds.none(0).nextRetry()).isNull();
  }

  @Test
  void theRetryFollowsTheRoundTripAndIsNeverShorterThanTenMilliseconds() {
    Rounds slow = begin(Rounds.none(0), 1, 0).close(DB, at(85));
    assertThat(slow.roundTrip().smoothed()).isEqualTo(Duration.ofMillis(15));
    assertThat(slow.retry()).isEqualTo(Duration.ofMillis(30));
    Rounds quick = begin(Rounds.none(0), 1, 0).close(DB, at(0));
    assertThat(quick.retry()).isEqualTo(Duration.ofMillis(10));
  }

  @Test
  void aRoundThatWasAskedTwiceMeasuresNothing() {
    Rounds twice = begin(Rounds.none(0), 1, 0).askedAgain(DB, at(10)).close(DB, at(85));
    assertThat(twice.roundTrip()).isEqualTo(Rounds.none(0).roundTrip());
    assertThat(twice.open()).isEmpty();
  }

  @Test
  void aRoundThatAskedForLessIsNoAnswerInMaintenance() {
    Rounds rounds = begin(Rounds.none(0), 1, 0).confirmed(DB, 1, A, false);
    Renew renew = new Renew(DB, epoch(7), run("a"), 2, 0);
    Rounds pinning = rounds.begin(renew, C, FAST, true, at(10));
    assertThat(pinning.confirmed(DB, 1, B, false).complete(DB, 1)).isNull();
    Round round = requireNonNull(pinning.confirmed(DB, 2, B, true).complete(DB, 1));
    assertThat(round.lease().pinned()).isTrue();
  }

  @Test
  void aLeaseIsPinnedAsSoonAsOneElectorSaysSo() {
    Rounds rounds = begin(Rounds.none(0), 1, 0);
    rounds = rounds.confirmed(DB, 1, A, true).confirmed(DB, 1, B, false);
    assertThat(requireNonNull(rounds.complete(DB, 2)).lease().pinned()).isTrue();
  }

  private static Rounds begin(Rounds rounds, long nonce, long millis) {
    return rounds.begin(new Renew(DB, epoch(7), run("a"), nonce, 0), C, FAST, false, at(millis));
  }

  private static Moment at(long millis) {
    return Moment.ofMillis(millis);
  }
}
