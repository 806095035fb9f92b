package dev.koi.core.lease;

import static dev.koi.core.name.Cast.DB;
import static dev.koi.core.name.Cast.epoch;
import static dev.koi.core.name.Cast.run;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.agreed.Pin;
import dev.koi.core.lease.PromiseBook.Verdict;
import dev.koi.core.message.Message.ConfirmAsk;
import dev.koi.core.message.Message.Released;
import dev.koi.core.message.Message.Unconfirmed;
import dev.koi.core.message.Promise;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.Incarnation;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each clause of SAFETY B1, with a W of 720 ms. */
class PromiseBookTest {

  private static final Timing FAST = Profile.FAST.lease();
  private static final Duration W = FAST.electorWait();
  private static final Duration A_NANO = Duration.ofNanos(1);
  private static final Moment START = Moment.ofMillis(0);
  private static final Incarnation A = run("a");
  private static final Incarnation B = run("b");

  private final PromiseBook fresh = PromiseBook.open(START, W, new TreeMap<>(), new TreeMap<>());

  /** A book past its mute time that has confirmed epoch 5 for a at 1 s. */
  private final PromiseBook five = confirm(fresh, ask(5, A), at(1000));

  @Test
  void aPromiseForMaintenanceDoesNotEndByTime() {
    PromiseBook pinned = confirm(five, held(5, A, new Arming(0, true)), at(1100));
    refused(pinned, ask(6, B), at(1_000_000));
    assertThat(pinned.promises(at(1100)).getFirst().pinned()).isTrue();
    confirm(pinned.released(new Released(DB, epoch(5), A)), ask(6, B), at(1200));
  }

  @Test
  void aPromiseWhoseHolderIsUnconfirmedDoesNotEndByTimeButByItsRelease() {
    PromiseBook pinned = five.unconfirmed(new Unconfirmed(DB, epoch(5), A));
    refused(pinned, ask(6, B), at(1_000_000));
    assertThat(pinned.pin(DB)).isNotNull();
    assertThat(pinned.unconfirmed(new Unconfirmed(DB, epoch(5), A))).isEqualTo(pinned);
    PromiseBook freed = pinned.released(new Released(DB, epoch(5), A));
    assertThat(freed.pin(DB)).isNull();
    assertThat(freed.unconfirmed(new Unconfirmed(DB, epoch(5), A))).isEqualTo(freed);
    confirm(freed, ask(6, B), at(1200));
  }

  @Test
  void whoPromisedSomethingElseIsNotBoundByTheWordOfAnUnconfirmedHolder() {
    assertThat(five.unconfirmed(new Unconfirmed(DB, epoch(4), A))).isEqualTo(five);
    assertThat(five.unconfirmed(new Unconfirmed(DB, epoch(6), A))).isEqualTo(five);
    assertThat(five.unconfirmed(new Unconfirmed(DB, epoch(5), run("a", 2)))).isEqualTo(five);
    assertThat(fresh.unconfirmed(new Unconfirmed(DB, epoch(5), A))).isEqualTo(fresh);
  }

  @Test
  void onlyAHigherNumberOfTheHolderUnpins() {
    PromiseBook pinned = confirm(five, held(5, A, new Arming(1, true)), at(1100));
    PromiseBook late = confirm(pinned, held(5, A, new Arming(0, false)), at(1150));
    refused(late, ask(6, B), at(100_000));
    PromiseBook again = confirm(late, held(5, A, new Arming(1, false)), at(1200));
    refused(again, ask(6, B), at(100_000));
    PromiseBook armed = confirm(again, held(5, A, new Arming(2, false)), at(1300));
    refused(armed, ask(6, B), at(1300).plus(W));
    confirm(armed, ask(6, B), at(1300).plus(W).plus(A_NANO));
  }

  @Test
  void aNodeThatTellsWhatItGaveUpFreesItAndNothingOfAnother() {
    PromiseBook pinned = confirm(five, held(5, A, new Arming(1, true)), at(1100));
    assertThat(pinned.dead(DB, B.node(), epoch(9))).isEqualTo(pinned);
    assertThat(pinned.dead(DB, A.node(), epoch(4))).isEqualTo(pinned);
    PromiseBook freed = pinned.dead(DB, A.node(), epoch(5));
    assertThat(freed.pin(DB)).isNull();
    confirm(freed, ask(6, B), at(1200));
  }

  @Test
  void aPinOutlivesTheElectorsProcess() {
    PromiseBook pinned = confirm(five, held(5, A, new Arming(1, true)), at(1100));
    SortedMap<GroupName, Pin> disk = new TreeMap<>();
    disk.put(DB, requireNonNull(pinned.pin(DB)));
    PromiseBook restarted = PromiseBook.open(at(2000), W, new TreeMap<>(), disk);
    refused(restarted, ask(6, B), at(100_000));
    PromiseBook armed = confirm(restarted, held(5, A, new Arming(2, false)), at(100_000));
    assertThat(armed.pin(DB)).isNull();
  }

  @Test
  void itConfirmsNothingUntilMoreThanWAfterItsStart() {
    assertThat(fresh.ask(ask(5, A), START.plus(W))).isInstanceOf(Verdict.Mute.class);
    assertThat(fresh.ask(ask(5, A), START.plus(W).plus(A_NANO)))
        .isInstanceOf(Verdict.Confirmed.class);
  }

  @Test
  void itSaysHowLongItIsStillMute() {
    assertThat(fresh.ask(ask(5, A), at(700)))
        .isEqualTo(new Verdict.Mute(Duration.ofMillis(20).plus(A_NANO)));
    assertThat(fresh.muteAt(at(721))).isNegative();
  }

  @Test
  void itIsMuteByTheSlowerOfItsClocks() {
    long past = at(800).monotonic();
    long notYet = at(700).monotonic();
    assertThat(fresh.ask(ask(5, A), new Moment(past, notYet, past)))
        .isInstanceOf(Verdict.Mute.class);
    assertThat(fresh.ask(ask(5, A), new Moment(notYet, past, past)))
        .isInstanceOf(Verdict.Mute.class);
  }

  @Test
  void itConfirmsTheSameAgainAndCountsFromThen() {
    PromiseBook again = confirm(five, ask(5, A), at(1500));
    refused(again, ask(6, B), at(1500).plus(W));
    confirm(again, ask(6, B), at(1500).plus(W).plus(A_NANO));
  }

  @Test
  void itRefusesAnotherHolderAndSaysWhatStands() {
    Verdict verdict = five.ask(ask(6, B), at(1100));
    Promise standing = new Promise(DB, epoch(5), A, FAST, false, Duration.ofMillis(100), false);
    assertThat(verdict).isEqualTo(new Verdict.Refused(standing));
    assertThat(five.promises(at(1100))).containsExactly(standing);
  }

  @Test
  void itRefusesAHigherEpochOfTheSameHolderWhileTheLowerStands() {
    refused(five, ask(6, A), at(1100));
  }

  @Test
  void itRefusesAnotherRunOfTheSameNode() {
    refused(five, ask(5, run("a", 2)), at(1100));
    refused(five, ask(6, run("a", 2)), at(1100));
  }

  @Test
  void exactlyWWithoutConfirmingIsNotEnough() {
    refused(five, ask(6, B), at(1000).plus(W));
    confirm(five, ask(6, B), at(1000).plus(W).plus(A_NANO));
  }

  @Test
  void theWaitIsThatOfTheLeaseThatStands() {
    ConfirmAsk slower =
        new ConfirmAsk(1, DB, epoch(6), B, Profile.NORMAL.lease(), Epoch.NONE, null, Arming.ARMED);
    PromiseBook six = confirm(five, slower, at(2000));
    refused(six, ask(7, A), at(2000).plus(W).plus(A_NANO));
    confirm(six, ask(7, A), at(2000).plus(Profile.NORMAL.lease().electorWait()).plus(A_NANO));
  }

  @Test
  void itNeverGoesBackToALowerEpochNorToAnotherHolderOfTheSame() {
    refused(five, ask(4, B), at(9000));
    refused(five, ask(5, B), at(9000));
  }

  @Test
  void afterARelease() {
    PromiseBook freed = five.released(new Released(DB, epoch(5), A));
    confirm(freed, ask(6, B), at(1001));
  }

  @Test
  void aReleaseThatTheLeaderKnowsOfIsEnough() {
    confirm(five, ask(6, B, 5, A), at(1001));
  }

  @Test
  void aReleaseOfAnotherEpochOrRunFreesNothing() {
    assertThat(five.released(new Released(DB, epoch(4), A))).isEqualTo(five);
    assertThat(five.released(new Released(DB, epoch(5), B))).isEqualTo(five);
    assertThat(five.released(new Released(DB, epoch(5), run("a", 2)))).isEqualTo(five);
    refused(five, ask(6, B, 4, A), at(1001));
    refused(five, ask(6, B, 5, B), at(1001));
    refused(five, ask(6, B, 5, run("a", 2)), at(1001));
  }

  @Test
  void whatWasReleasedIsNeverConfirmedAgain() {
    PromiseBook tombstone = five.released(new Released(DB, epoch(5), A));
    refused(tombstone, ask(5, A), at(1001));
    refused(tombstone, ask(5, A), at(9000));
    refused(five, ask(5, A, 5, A), at(1001));
  }

  @Test
  void groupsDoNotStandInEachOthersWay() {
    ConfirmAsk other =
        new ConfirmAsk(1, new GroupName("web"), epoch(1), B, FAST, Epoch.NONE, null, Arming.ARMED);
    PromiseBook both = confirm(five, other, at(1001));
    assertThat(both.promises(at(1001))).hasSize(2);
  }

  @Test
  void afterARestartNothingBelowWhatIsOnDiskIsConfirmed() {
    SortedMap<GroupName, Epoch> disk = new TreeMap<>();
    disk.put(DB, epoch(9));
    PromiseBook restarted = PromiseBook.open(START, W, disk, new TreeMap<>());
    assertThat(restarted.ask(ask(8, B), at(1000))).isEqualTo(new Verdict.Refused(null));
    confirm(restarted, ask(9, A), at(1000));
    confirm(restarted, ask(10, B), at(1000));
  }

  private static ConfirmAsk ask(long number, Incarnation holder) {
    return ask(number, holder, 0, null);
  }

  private static ConfirmAsk ask(
      long number, Incarnation holder, long freed, @Nullable Incarnation from) {
    return new ConfirmAsk(1, DB, epoch(number), holder, FAST, epoch(freed), from, Arming.ARMED);
  }

  private static ConfirmAsk held(long number, Incarnation holder, Arming hold) {
    return new ConfirmAsk(1, DB, epoch(number), holder, FAST, Epoch.NONE, null, hold);
  }

  private static PromiseBook confirm(PromiseBook book, ConfirmAsk ask, Moment now) {
    return switch (book.ask(ask, now)) {
      case Verdict.Confirmed yes -> yes.book();
      case Verdict.Refused no -> throw new AssertionError("refused: " + no);
      case Verdict.Mute mute -> throw new AssertionError("mute: " + mute);
    };
  }

  private static void refused(PromiseBook book, ConfirmAsk ask, Moment now) {
    assertThat(book.ask(ask, now)).isInstanceOf(Verdict.Refused.class);
  }

  private static Moment at(long millis) {
    return Moment.ofMillis(millis);
  }
}
