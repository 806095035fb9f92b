package dev.koi.core.tenure;

import static dev.koi.core.name.Cast.DB;
import static dev.koi.core.name.Cast.epoch;
import static dev.koi.core.name.Cast.run;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.core.agreed.GroupState;
import dev.koi.core.agreed.Holder;
import dev.koi.core.agreed.Marks;
import dev.koi.core.agreed.Recall;
import dev.koi.core.lease.Arming;
import dev.koi.core.lease.Profile;
import dev.koi.core.lease.RunnerLease;
import dev.koi.core.lease.Timing;
import dev.koi.core.message.Message.Released;
import dev.koi.core.message.Message.Revoked;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.Incarnation;
import dev.koi.core.tenure.Tenure.Standing;
import dev.koi.core.time.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From the offer of an epoch to the word that it is given up, with what a crash leaves between. */
class TenureTest {

  private static final Timing FAST = Profile.FAST.lease();
  private static final Incarnation SELF = run("a");
  private static final Tenure IDLE = Tenure.begin(DB, SELF, Marks.FRESH);
  private static final Marks TAKEN_5 = new Marks(epoch(5), Epoch.NONE, epoch(5));
  private static final Marks DEAD_5 = new Marks(epoch(5), epoch(5), Epoch.NONE);

  private final Tenure offered = IDLE.told(granted(5, SELF), true, at(0));
  private final Tenure asking = offered.onDisk(TAKEN_5, at(10));
  private final Tenure master =
      asking.withLease(lease(asking).sent(1, at(10)).answered(1));

  @Test
  void anOfferIsNoLeaseUntilItIsOnDisk() {
    assertThat(offered.marks()).isEqualTo(TAKEN_5);
    assertThat(offered.wantsSave()).isTrue();
    assertThat(offered.lease()).isNull();
    assertThat(offered.standing(at(0))).isEqualTo(Standing.NONE);
  }

  @Test
  void onDiskTheOfferIsALeaseThatAsks() {
    assertThat(lease(asking).epoch()).isEqualTo(epoch(5));
    assertThat(lease(asking).taken()).isEqualTo(at(10));
    assertThat(asking.offer()).isNull();
    assertThat(asking.wantsSave()).isFalse();
    assertThat(asking.standing(at(10))).isEqualTo(Standing.NONE);
  }

  @Test
  void theSaveOfSomethingEarlierMakesNoLease() {
    Tenure saved = offered.onDisk(Marks.FRESH, at(10));
    assertThat(saved.lease()).isNull();
    assertThat(saved.onDisk(TAKEN_5, at(20)).lease()).isNotNull();
  }

  @Test
  void anAnsweredLeaseMakesAMaster() {
    assertThat(master.standing(at(20))).isEqualTo(Standing.MASTER);
  }

  @Test
  void inMaintenanceNeitherTimeNorARevocationEndsIt() {
    Tenure disarmed = master.disarm();
    assertThat(disarmed.standing(at(1_000_000))).isEqualTo(Standing.AT_REST);
    assertThat(disarmed.tick(at(1_000_000))).isEqualTo(disarmed);
    assertThat(disarmed.revoked(new Revoked(DB, epoch(5), SELF, epoch(6)))).isEqualTo(disarmed);
    Tenure armed = disarmed.rearm(at(1_000_000));
    assertThat(armed.standing(at(1_000_001))).isEqualTo(Standing.MASTER);
    assertThat(armed.tick(at(1_000_350)).standing(at(1_000_350)))
        .isEqualTo(Standing.DEMOTE_AT_ONCE);
  }

  @Test
  void anOfferToAnotherNodeOrRunIsNotTaken() {
    assertThat(IDLE.told(granted(5, run("b")), true, at(0))).isEqualTo(IDLE);
    assertThat(IDLE.told(granted(5, run("a", 2)), true, at(0))).isEqualTo(IDLE);
    assertThat(IDLE.told(GroupState.FRESH, true, at(0))).isEqualTo(IDLE);
  }

  @Test
  void nothingIsTakenWhileSomethingEarlierMayBePromotedHere() {
    assertThat(IDLE.told(granted(5, SELF), false, at(0))).isEqualTo(IDLE);
  }

  @Test
  void anEpochThatWasPassedOverIsNotTaken() {
    Tenure knows = IDLE.saw(epoch(6));
    assertThat(knows.told(granted(5, SELF), true, at(0))).isEqualTo(knows);
    assertThat(knows.told(granted(6, SELF), true, at(0)).offer()).isNotNull();
  }

  @Test
  void anEpochThatIsDeadIsNotTakenAndItsReleaseIsToldAgain() {
    Tenure dead = Tenure.begin(DB, SELF, DEAD_5).told(granted(5, SELF), true, at(0));
    assertThat(dead.offer()).isNull();
    assertThat(requireNonNull(dead.word()).released()).isEqualTo(new Released(DB, epoch(5), SELF));
  }

  @Test
  void aReleaseThatNobodyHeardIsToldByAnyLaterRun() {
    Tenure later = Tenure.begin(DB, run("a", 3), DEAD_5).told(granted(5, SELF), true, at(0));
    assertThat(requireNonNull(later.word()).released()).isEqualTo(new Released(DB, epoch(5), SELF));
    assertThat(later.told(vacant(5), true, at(20)).word()).isNull();
  }

  @Test
  void whatAnEarlierRunHeldIsNotReleasedBeforeItIsDeadNorForAnotherNode() {
    Tenure cleaning = Tenure.begin(DB, run("a", 2), TAKEN_5);
    assertThat(cleaning.told(granted(5, SELF), true, at(0)).word()).isNull();
    Tenure other = Tenure.begin(DB, run("b"), DEAD_5);
    assertThat(other.told(granted(5, SELF), true, at(0)).word()).isNull();
  }

  @Test
  void anEpochThatShallBeDeadIsNotTakenBeforeThatIsOnDisk() {
    Marks held = new Marks(epoch(5), Epoch.NONE, epoch(5));
    Tenure buried = Tenure.begin(DB, SELF, held).buryEarlierRun();
    assertThat(buried.told(granted(5, SELF), true, at(0))).isEqualTo(buried);
  }

  @Test
  void anotherEpochIsNotTakenWhileOneIsHeld() {
    assertThat(master.told(granted(6, SELF), true, at(20))).isEqualTo(master);
    assertThat(offered.told(granted(6, SELF), true, at(20))).isEqualTo(offered);
  }

  @Test
  void whatALeaderSaysOfOthersTakesNoLeaseAway() {
    assertThat(master.told(granted(6, run("b")), true, at(20))).isEqualTo(master);
    assertThat(master.told(vacant(5), true, at(20))).isEqualTo(master);
  }

  @Test
  void aRecalledEpochIsGivenUpInGoodOrderAndRenewedMeanwhile() {
    Tenure recalled = master.told(recalled(5), true, at(20));
    assertThat(recalled.givingUp()).isEqualTo(GiveUp.RECALLED);
    assertThat(recalled.standing(at(20))).isEqualTo(Standing.DEMOTE);
    assertThat(lease(recalled).ended()).isFalse();
  }

  @Test
  void theFirstReasonStandsButABreachOverrides() {
    Tenure unfit = master.giveUp(GiveUp.UNFIT);
    assertThat(unfit.giveUp(GiveUp.STOPPING).givingUp()).isEqualTo(GiveUp.UNFIT);
    assertThat(unfit.giveUp(GiveUp.REVOKED).givingUp()).isEqualTo(GiveUp.REVOKED);
    assertThat(IDLE.giveUp(GiveUp.UNFIT)).isEqualTo(IDLE);
  }

  @Test
  void unansweredUntilLsoftItLapsesAndUntilLhardItIsCut() {
    assertThat(master.tick(at(359))).isEqualTo(master);
    Tenure lapsed = master.tick(at(360));
    assertThat(lapsed.givingUp()).isEqualTo(GiveUp.LAPSED);
    assertThat(lease(lapsed).ended()).as("no RENEW leaves any more").isTrue();
    assertThat(lapsed.standing(at(360))).isEqualTo(Standing.DEMOTE_AT_ONCE);
    assertThat(lapsed.standing(at(460))).isEqualTo(Standing.CUT);
    assertThat(lapsed.tick(at(400))).isEqualTo(lapsed);
  }

  @Test
  void aLeaseThatLapsesWhileItIsGivenUpIsDemotedAtOnce() {
    Tenure lapsed = master.giveUp(GiveUp.RECALLED).tick(at(360));
    assertThat(lapsed.givingUp()).isEqualTo(GiveUp.RECALLED);
    assertThat(lapsed.standing(at(360))).isEqualTo(Standing.DEMOTE_AT_ONCE);
  }

  @Test
  void anEpochThatNobodyAnswersIsGivenUpAfterW() {
    Moment w = at(10).plus(FAST.electorWait());
    assertThat(asking.tick(w)).isEqualTo(asking);
    Tenure inVain = asking.tick(w.plus(Duration.ofNanos(1)));
    assertThat(inVain.givingUp()).isEqualTo(GiveUp.LAPSED);
    assertThat(inVain.release().onDisk(DEAD_5, w).word()).isNotNull();
  }

  @Test
  void aRevokedEpochIsCut() {
    Tenure revoked = master.revoked(new Revoked(DB, epoch(5), SELF, epoch(6)));
    assertThat(revoked.standing(at(20))).isEqualTo(Standing.CUT);
    assertThat(lease(revoked).ended()).isTrue();
  }

  @Test
  void theRevocationOfAnotherEpochOrRunChangesNothing() {
    assertThat(master.revoked(new Revoked(DB, epoch(4), SELF, epoch(6)))).isEqualTo(master);
    assertThat(master.revoked(new Revoked(DB, epoch(5), run("a", 2), epoch(6)))).isEqualTo(master);
    assertThat(IDLE.revoked(new Revoked(DB, epoch(5), SELF, epoch(6)))).isEqualTo(IDLE);
  }

  @Test
  void nobodyIsToldOfAReleaseBeforeItIsOnDisk() {
    Tenure released = master.giveUp(GiveUp.STOPPING).release();
    assertThat(released.marks()).isEqualTo(DEAD_5);
    assertThat(released.word()).isNull();
    assertThat(released.lease()).isNotNull();
    Tenure onDisk = released.onDisk(DEAD_5, at(50));
    assertThat(onDisk.lease()).isNull();
    assertThat(onDisk.givingUp()).isNull();
    assertThat(requireNonNull(onDisk.word()).released())
        .isEqualTo(new Released(DB, epoch(5), SELF));
    assertThat(onDisk.standing(at(50))).isEqualTo(Standing.NONE);
  }

  @Test
  void whatIsNotGivenUpIsNotReleased() {
    assertThatThrownBy(IDLE::release).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(master::release).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theWordIsToldUntilTheLeaderKnows() {
    Tenure told = master.giveUp(GiveUp.STOPPING).release().onDisk(DEAD_5, at(50));
    assertThat(told.told(granted(5, SELF), true, at(60)).word()).isEqualTo(told.word());
    assertThat(told.told(granted(4, run("b")), true, at(60)).word()).isEqualTo(told.word());
    assertThat(told.told(vacant(5), true, at(60)).word()).isNull();
    assertThat(told.told(granted(6, run("b")), true, at(60)).word()).isNull();
  }

  @Test
  void theWordFallsSilentAfterW() {
    Tenure told = master.giveUp(GiveUp.STOPPING).release().onDisk(DEAD_5, at(50));
    assertThat(told.tick(at(50).plus(FAST.electorWait())).word()).isNotNull();
    assertThat(told.tick(at(51).plus(FAST.electorWait())).word()).isNull();
  }

  @Test
  void theNextEpochIsTakenAtOnceAfterARelease() {
    Tenure told = master.giveUp(GiveUp.STOPPING).release().onDisk(DEAD_5, at(50));
    Tenure next = told.told(granted(6, SELF), true, at(60));
    assertThat(next.marks()).isEqualTo(new Marks(epoch(6), epoch(5), epoch(6)));
  }

  @Test
  void aCrashBeforeTheOfferWasOnDiskLeavesNothingToBury() {
    Tenure restarted = Tenure.begin(DB, run("a", 2), offered.durable());
    assertThat(restarted.durable().held()).isEqualTo(Epoch.NONE);
  }

  @Test
  void aCrashAfterwardsLeavesAnEpochThatIsBuriedAndToldForTheRunBefore() {
    Tenure restarted = Tenure.begin(DB, run("a", 2), asking.durable());
    assertThat(restarted.durable().held()).isEqualTo(epoch(5));
    Tenure buried = restarted.buryEarlierRun();
    assertThat(buried.marks()).isEqualTo(DEAD_5);
    assertThat(buried.word()).isNull();
    Released word = new Released(DB, epoch(5), SELF);
    Tenure told = buried.onDisk(DEAD_5, at(9)).tellForEarlierRun(word, FAST.electorWait(), at(9));
    assertThat(told.told(granted(5, SELF), true, at(20)).word()).isNotNull();
    assertThat(told.told(vacant(5), true, at(20)).word()).isNull();
  }

  @Test
  void aCrashBetweenDemotionAndDiskReleasesNothing() {
    Tenure released = master.giveUp(GiveUp.STOPPING).release();
    assertThat(Tenure.begin(DB, run("a", 2), released.durable()).durable()).isEqualTo(TAKEN_5);
  }

  @Test
  void theEpochOfThisRunIsNotBuriedAsThatOfAnEarlierOne() {
    assertThatThrownBy(master::buryEarlierRun).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(offered::buryEarlierRun).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aHigherEpochThatWasSeenIsToBeOnDiskAndTakesNothingAway() {
    Tenure saw = master.saw(epoch(9));
    assertThat(saw.marks()).isEqualTo(new Marks(epoch(9), Epoch.NONE, epoch(5)));
    assertThat(saw.onDisk(saw.marks(), at(20)).standing(at(20))).isEqualTo(Standing.MASTER);
    assertThat(saw.saw(epoch(3)).marks()).isEqualTo(saw.marks());
  }

  private static RunnerLease lease(Tenure tenure) {
    return requireNonNull(tenure.lease());
  }

  private static GroupState granted(long number, Incarnation to) {
    return state(number, new Holder(to, FAST), null);
  }

  private static GroupState recalled(long number) {
    return state(number, new Holder(SELF, FAST), Recall.MOVE);
  }

  private static GroupState vacant(long number) {
    return state(number, null, null);
  }

  private static GroupState state(long number, @Nullable Holder holder, @Nullable Recall recall) {
    return new GroupState(epoch(number), holder, recall, false, null, Arming.ARMED, false);
  }

  private static Moment at(long millis) {
    return Moment.ofMillis(millis);
  }
}
