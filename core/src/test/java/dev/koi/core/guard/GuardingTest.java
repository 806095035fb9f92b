package dev.koi.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.guard.Guarding.Stage;
import dev.koi.core.name.Epoch;
import dev.koi.core.time.Moment;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class GuardingTest {

  private static final Epoch SEVEN = new Epoch(7);
  private static final Moment NOW = Moment.ofMillis(1000);

  private static Moment after(long millis) {
    return NOW.plus(Duration.ofMillis(millis));
  }

  private static Guarding armed() {
    Guarding.Step step = Guarding.begin(Epoch.NONE).step(new Wish.Hold(SEVEN, true), NOW);
    assertThat(step.demand()).isEqualTo(new Demand.Arm(SEVEN));
    return step.next().armed(0, SEVEN).armed(1, SEVEN);
  }

  @Test
  void anEpochIsHeldWhenBothGuardsHaveTakenIt() {
    Guarding asked = Guarding.begin(Epoch.NONE).step(new Wish.Hold(SEVEN, true), NOW).next();
    assertThat(asked.holds(SEVEN)).isFalse();
    assertThat(asked.armed(0, SEVEN).holds(SEVEN)).isFalse();
    assertThat(asked.armed(0, SEVEN).armed(1, new Epoch(6)).holds(SEVEN)).isFalse();
    assertThat(armed().holds(SEVEN)).isTrue();
  }

  @Test
  void aRefusalHoldsNothingAndSaysWhy() {
    Guarding asked = Guarding.begin(Epoch.NONE).step(new Wish.Hold(SEVEN, true), NOW).next();
    Guarding refused = asked.armed(0, SEVEN).refused(1, SEVEN, "no memory");
    assertThat(refused.holds(SEVEN)).isFalse();
    assertThat(refused.refusal()).isEqualTo("no memory");
  }

  @Test
  void whatChangedIsHandedOverAgainAndHeldOnlyWhenBothHaveIt() {
    Guarding.Step step = armed().step(new Wish.Hold(SEVEN, true), NOW);
    assertThat(step.demand()).isEqualTo(new Demand.Arm(SEVEN));
    assertThat(step.next().armed(0, SEVEN).holds(SEVEN)).isFalse();
    assertThat(step.next().armed(0, SEVEN).armed(1, SEVEN).holds(SEVEN)).isTrue();
  }

  @Test
  void theTreeOfPromoteIsEmptyBeforeTheGuardsLetGo() {
    Guarding.Step sweep = armed().step(new Wish.Free(), NOW);
    assertThat(sweep.demand()).isEqualTo(new Demand.Sweep(SEVEN));
    Guarding.Step wait = sweep.next().step(new Wish.Free(), after(5));
    assertThat(wait.demand()).isEqualTo(new Demand.Nothing());
    Guarding.Step again = wait.next().step(new Wish.Free(), after(20));
    assertThat(again.demand()).isEqualTo(new Demand.Sweep(SEVEN));
    Guarding.Step told = again.next().isEmpty();
    assertThat(told.demand()).isEqualTo(new Demand.Disarm(SEVEN));
    assertThat(told.next().disarmed(1, SEVEN).isFree()).isFalse();
    assertThat(told.next().disarmed(1, SEVEN).disarmed(0, SEVEN).isFree()).isTrue();
  }

  @Test
  void whatIsPromotedAfterAllEndsTheSweepAndIsStillArmed() {
    Guarding sweeping = armed().step(new Wish.Free(), NOW).next();
    Guarding.Step step = sweeping.step(new Wish.Hold(SEVEN, false), after(20));
    assertThat(step.demand()).isEqualTo(new Demand.Nothing());
    assertThat(step.next().stage()).isEqualTo(Stage.ARMED);
    assertThat(step.next().nextWake()).isNull(); // one in the past would keep the loop awake
    assertThat(step.next().isEmpty().demand()).isEqualTo(new Demand.Nothing());
  }

  @Test
  void maintenanceEndsASweep() {
    Guarding sweeping = armed().step(new Wish.Free(), NOW).next();
    Guarding.Step step = sweeping.step(new Wish.Rest(), after(20));
    assertThat(step.demand()).isEqualTo(new Demand.Disarm(SEVEN));
    assertThat(step.next().nextWake()).isNull();
  }

  @Test
  void inMaintenanceTheGuardsLetGoAndWhatRunsGoesOn() {
    assertThat(armed().step(new Wish.Rest(), NOW).demand()).isEqualTo(new Demand.Disarm(SEVEN));
  }

  @Test
  void whatTheGuardsEndIsTheirsUntilItIsConfirmed() {
    Guarding cutting = armed().entered(SEVEN, GuardPhase.CUTTING);
    assertThat(cutting.isTheirs()).isTrue();
    assertThat(cutting.step(new Wish.Free(), NOW).demand()).isEqualTo(new Demand.Nothing());
    assertThat(cutting.step(new Wish.Rest(), NOW).demand()).isEqualTo(new Demand.Nothing());
    Guarding failed = cutting.entered(SEVEN, GuardPhase.UNCONFIRMED);
    assertThat(failed.isTheirs()).isTrue();
    Guarding over = failed.entered(SEVEN, GuardPhase.CONFIRMED);
    assertThat(over.isTheirs()).isFalse();
    assertThat(over.step(new Wish.Free(), NOW).demand()).isEqualTo(new Demand.Disarm(SEVEN));
  }

  @Test
  void anEpochThatTheyEndedIsNeverHandedOverAgain() {
    Guarding before = Guarding.begin(SEVEN);
    assertThat(before.step(new Wish.Hold(SEVEN, true), NOW).demand()).isEqualTo(new Demand.Nothing());
    assertThat(before.step(new Wish.Hold(SEVEN.next(), true), NOW).next().stage())
        .isEqualTo(Stage.ARMED);
  }

  @Test
  void aCutThatCrossedTheReleaseStillShutsTheDoor() {
    Guarding freeing = armed().step(new Wish.Free(), NOW).next().isEmpty().next();
    Guarding crossed = freeing.entered(SEVEN, GuardPhase.CUTTING);
    assertThat(crossed.isTheirs()).isFalse();
    assertThat(crossed.ended()).isEqualTo(SEVEN);
    assertThat(crossed.disarmed(0, SEVEN).disarmed(1, SEVEN).isFree()).isTrue();
  }

  @Test
  void aGuardThatDiedMustAnswerAgain() {
    Guarding lost = armed().lost(1);
    assertThat(lost.holds(SEVEN)).isFalse();
    assertThat(lost.armed(1, SEVEN).holds(SEVEN)).isTrue();
  }

  @Property(tries = 2000)
  void whateverGuardsDoTheyAreNeverBelievedTooEarly(@ForAll long seed) {
    Guardroom room = new Guardroom(seed);
    for (int i = 0; i < 200; i++) {
      room.step();
    }
  }
}
