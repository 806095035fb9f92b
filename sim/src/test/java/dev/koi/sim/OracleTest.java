package dev.koi.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.message.Claim;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.sim.Oracle.Cause;
import dev.koi.sim.Oracle.Master;
import org.junit.jupiter.api.Test;

class OracleTest {

  private static final GroupName GROUP = GroupName.DEFAULT;
  private static final Master A = new Master("a", "s1", 1);
  private static final Master A2 = new Master("a", "s2", 1);
  private static final Master B = new Master("b", "s1", 2);
  private static final Claim QUORATE = new Claim.Leading(2, true, 0);
  private static final long SECOND = 1_000_000_000L;

  private final Oracle oracle = new Oracle(true, true);

  @Test
  void twoMastersAtOnceAreAViolation() {
    oracle.promoted(10, GROUP, A);
    oracle.promoted(20, GROUP, B);
    oracle.demoted(30, GROUP, A);

    assertThat(oracle.overlaps()).singleElement().satisfies(overlap -> {
      assertThat(overlap.start()).isEqualTo(20);
      assertThat(overlap.end()).isEqualTo(30);
      assertThat(overlap.masters()).containsExactly(A, B);
    });
    assertThat(oracle.violations()).singleElement().satisfies(
        violation -> assertThat(violation.what()).contains("a:s1@1").contains("b:s1@2"));
  }

  @Test
  void anOverlapThatNeverEndsIsSeenWhenTheWorldEnds() {
    oracle.promoted(10, GROUP, A);
    oracle.promoted(20, GROUP, B);
    assertThat(oracle.overlaps()).isEmpty();

    oracle.close();

    assertThat(oracle.overlaps()).singleElement().satisfies(o -> assertThat(o.end()).isNegative());
    assertThat(oracle.isViolated()).isTrue();
  }

  @Test
  void whereDemotesAreLongAnOverlapWaitsForTheGuard() {
    assertThat(overlapIn(new Oracle(true, false))).isEqualTo(Cause.NO_GUARD);
  }

  @Test
  void whereThereIsNoQuorumAnOverlapIsCountedOnly() {
    assertThat(overlapIn(new Oracle(false, true))).isEqualTo(Cause.NO_QUORUM);
  }

  @Test
  void aMasterWhoseDaemonWasKilledWaitsForTheGuard() {
    oracle.promoted(10, GROUP, A);
    oracle.orphaned("a");
    assertThat(overlapIn(oracle)).isEqualTo(Cause.NO_GUARD);
  }

  @Test
  void theKillOfADaemonExcusesNoOtherMaster() {
    oracle.promoted(1, GROUP, A);
    oracle.orphaned("a");
    oracle.demoted(2, GROUP, A);
    oracle.orphaned("c");
    oracle.promoted(10, GROUP, A);
    oracle.promoted(20, GROUP, B);
    oracle.demoted(30, GROUP, A);
    assertThat(oracle.overlaps(Cause.NONE)).isEqualTo(1);
    assertThat(oracle.isViolated()).isTrue();
  }

  private static Cause overlapIn(Oracle lenient) {
    lenient.promoted(10, GROUP, A);
    lenient.promoted(20, GROUP, B);
    lenient.demoted(30, GROUP, A);
    assertThat(lenient.isViolated()).isFalse();
    assertThat(lenient.overlaps()).hasSize(1);
    return lenient.overlaps().getFirst().cause();
  }

  @Test
  void aHandOverInOneInstantIsNoOverlap() {
    oracle.promoted(10, GROUP, A);
    oracle.promoted(11, GROUP, A2);
    oracle.demoted(20, GROUP, A2);
    oracle.demoted(20, GROUP, A);
    oracle.promoted(20, GROUP, B);
    oracle.close();

    assertThat(oracle.overlaps()).isEmpty();
    assertThat(oracle.isViolated()).isFalse();
  }

  @Test
  void oneServiceThatIsLeftPromotedIsEnoughForAnOverlap() {
    oracle.promoted(10, GROUP, A);
    oracle.promoted(11, GROUP, A2);
    oracle.demoted(20, GROUP, A2);
    oracle.promoted(20, GROUP, B);
    oracle.close();

    assertThat(oracle.overlaps()).hasSize(1);
  }

  @Test
  void mastersOfTwoGroupsDoNotMeet() {
    oracle.promoted(10, GROUP, A);
    oracle.promoted(20, new GroupName("other"), B);
    oracle.close();

    assertThat(oracle.overlaps()).isEmpty();
  }

  @Test
  void aPromoteWithoutALeaseIsAViolation() {
    oracle.launched(10, GROUP, A, null);
    assertThat(oracle.violations()).hasSize(1);
  }

  @Test
  void aLeaseForAnotherEpochIsNone() {
    oracle.launched(10, GROUP, B, new Epoch(1));
    assertThat(oracle.violations()).hasSize(1);
  }

  @Test
  void anEpochOfThePastIsAViolation() {
    oracle.launched(10, GROUP, B, new Epoch(2));
    oracle.launched(20, GROUP, A, new Epoch(1));
    assertThat(oracle.violations()).hasSize(1);
  }

  @Test
  void anEpochThatTwoNodesUseIsAViolation() {
    oracle.launched(10, GROUP, A, new Epoch(1));
    oracle.launched(11, GROUP, A2, new Epoch(1));
    assertThat(oracle.isViolated()).isFalse();

    oracle.launched(20, GROUP, new Master("b", "s1", 1), new Epoch(1));
    assertThat(oracle.violations()).hasSize(1);
  }

  @Test
  void twoQuorateLeadersMayMeetForAMomentOnly() {
    oracle.claims(0, "a", QUORATE);
    oracle.claims(SECOND, "b", QUORATE);
    oracle.claims(SECOND + SECOND / 2, "b", QUORATE);
    assertThat(oracle.isViolated()).isFalse();

    oracle.claims(3 * SECOND, "b", QUORATE);
    assertThat(oracle.violations()).hasSize(1);
  }

  @Test
  void aLeaderWithoutAQuorumHarmsNobody() {
    oracle.claims(0, "a", QUORATE);
    oracle.claims(0, "b", new Claim.Leading(1, false, 0));
    oracle.claims(9 * SECOND, "b", new Claim.Leading(1, false, 0));
    assertThat(oracle.isViolated()).isFalse();
  }
}
