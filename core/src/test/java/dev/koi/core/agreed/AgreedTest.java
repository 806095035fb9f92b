package dev.koi.core.agreed;

import static dev.koi.core.name.Cast.DB;
import static dev.koi.core.name.Cast.epoch;
import static dev.koi.core.name.Cast.node;
import static dev.koi.core.name.Cast.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.core.lease.Arming;
import dev.koi.core.lease.Profile;
import dev.koi.core.name.GroupName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is agreed changes only by changes that fit it. */
class AgreedTest {

  private static final Holder A = new Holder(run("a"), Profile.FAST.lease());
  private static final Holder B = new Holder(run("b"), Profile.FAST.lease());
  private static final Agreed HELD_5 =
      Agreed.EMPTY.replay(new Change.Granted(DB, epoch(5), A));

  @Test
  void aGrantNamesHolderAndEpochInOneStep() {
    GroupState state = HELD_5.group(DB);
    assertThat(state.epoch()).isEqualTo(epoch(5));
    assertThat(state.holder()).isEqualTo(A);
    assertThat(HELD_5.revision()).isEqualTo(1);
  }

  @Test
  void aHeldGroupIsNotGranted() {
    refused(HELD_5, new Change.Granted(DB, epoch(6), B), "granted while held");
  }

  @Test
  void aGrantOfAnEpochOfThePastIsRefused() {
    Agreed vacant = HELD_5.replay(new Change.Lapsed(DB, epoch(5)));
    refused(vacant, new Change.Granted(DB, epoch(5), B), "epochs only grow");
    refused(vacant, new Change.Granted(DB, epoch(4), B), "epochs only grow");
  }

  @Test
  void onlyANewerEpochIsAdopted() {
    Agreed adopted = HELD_5.replay(new Change.Adopted(DB, epoch(6), B));
    assertThat(adopted.group(DB).isHeldBy(node("b"))).isTrue();
    refused(HELD_5, new Change.Adopted(DB, epoch(5), B), "adopted an epoch of the past");
    refused(HELD_5, new Change.Adopted(DB, epoch(4), B), "adopted an epoch of the past");
  }

  @Test
  void aReleaseNamesGroupEpochAndIncarnation() {
    Agreed vacant = HELD_5.replay(new Change.Released(DB, epoch(5), run("a")));
    assertThat(vacant.group(DB).holder()).isNull();
    assertThat(vacant.group(DB).epoch()).isEqualTo(epoch(5));
    String notHolder = "released by another than the holder";
    refused(HELD_5, new Change.Released(DB, epoch(4), run("a")), "released another epoch");
    refused(HELD_5, new Change.Released(DB, epoch(5), run("b")), notHolder);
    refused(HELD_5, new Change.Released(DB, epoch(5), run("a", 2)), notHolder);
    refused(vacant, new Change.Released(DB, epoch(5), run("a")), notHolder);
  }

  @Test
  void onlyTheEpochThatIsHeldLapses() {
    Change lapsed = new Change.Lapsed(DB, epoch(5));
    assertThat(HELD_5.replay(lapsed).group(DB).holder()).isNull();
    refused(HELD_5, new Change.Lapsed(DB, epoch(4)), "another epoch lapsed");
    refused(HELD_5.replay(lapsed), lapsed, "lapsed though nobody holds it");
  }

  @Test
  void whatIsUnconfirmedLapsesNoMoreUntilItIsReleased() {
    Agreed doubted = HELD_5.replay(new Change.Unconfirmed(DB, epoch(5), run("a")));
    assertThat(doubted.group(DB).unconfirmed()).isTrue();
    assertThat(doubted.group(DB).holder()).isEqualTo(A);
    refused(doubted, new Change.Lapsed(DB, epoch(5)), "lapsed though it is unconfirmed");
    Agreed recalled = doubted.replay(new Change.Recalled(DB, epoch(5), Recall.MANUAL));
    Agreed steered = recalled.replay(new Change.Steered(DB, true, null));
    Agreed armed = steered.replay(new Change.Armed(DB, epoch(5), new Arming(2, true)));
    assertThat(armed.group(DB).unconfirmed()).isTrue();
    Agreed vacant = doubted.replay(new Change.Released(DB, epoch(5), run("a")));
    assertThat(vacant.group(DB).unconfirmed()).isFalse();
    Agreed next = vacant.replay(new Change.Granted(DB, epoch(6), B));
    assertThat(next.group(DB).unconfirmed()).isFalse();
    refused(next, new Change.Unconfirmed(DB, epoch(5), run("a")), "another epoch is unconfirmed");
  }

  @Test
  void onlyTheHolderIsUnconfirmed() {
    String notHolder = "unconfirmed by another than the holder";
    refused(HELD_5, new Change.Unconfirmed(DB, epoch(4), run("a")), "another epoch is unconfirmed");
    refused(HELD_5, new Change.Unconfirmed(DB, epoch(5), run("b")), notHolder);
    refused(HELD_5, new Change.Unconfirmed(DB, epoch(5), run("a", 2)), notHolder);
    Agreed vacant = HELD_5.replay(new Change.Lapsed(DB, epoch(5)));
    refused(vacant, new Change.Unconfirmed(DB, epoch(5), run("a")), notHolder);
  }

  @Test
  void onlyTheEpochThatIsHeldIsRecalled() {
    Change recalled = new Change.Recalled(DB, epoch(5), Recall.MOVE);
    assertThat(HELD_5.replay(recalled).group(DB).recall()).isEqualTo(Recall.MOVE);
    refused(HELD_5, new Change.Recalled(DB, epoch(4), Recall.MOVE), "recalled another epoch");
    Agreed vacant = HELD_5.replay(new Change.Lapsed(DB, epoch(5)));
    refused(vacant, recalled, "recalled from nobody");
  }

  @Test
  void theNextHolderIsNotRecalledForTheOneBefore() {
    Agreed next =
        HELD_5.replay(
            List.of(
                new Change.Steered(DB, false, node("b")),
                new Change.Recalled(DB, epoch(5), Recall.MOVE),
                new Change.Released(DB, epoch(5), run("a")),
                new Change.Granted(DB, epoch(6), B)));
    assertThat(next.group(DB))
        .isEqualTo(new GroupState(epoch(6), B, null, false, node("b"), Arming.ARMED, false));
  }

  @Test
  void theSameChangesMakeTheSameState() {
    List<Change> changes =
        List.of(
            new Change.Granted(DB, epoch(1), A),
            new Change.Steered(new GroupName("web"), true, null),
            new Change.Released(DB, epoch(1), run("a")),
            new Change.Granted(DB, epoch(2), B));
    assertThat(Agreed.EMPTY.replay(changes)).isEqualTo(Agreed.EMPTY.replay(List.copyOf(changes)));
    assertThat(Agreed.EMPTY.replay(changes).revision()).isEqualTo(4);
  }

  @Test
  void maintenanceAndWishesLeaveTheGroupsAlone() {
    Agreed after =
        HELD_5.replay(
            List.of(
                new Change.Maintained(true), new Change.Wished(node("b"), new Wish(true, 1))));
    assertThat(after.groups()).isEqualTo(HELD_5.groups());
    assertThat(after.maintenance()).isTrue();
    assertThat(after.wish(node("b"))).isEqualTo(new Wish(true, 1));
    assertThat(after.wish(node("a"))).isEqualTo(Wish.NONE);
    assertThat(after.revision()).isEqualTo(HELD_5.revision() + 2);
    assertThat(after.replay(new Change.Maintained(false)).maintenance()).isFalse();
  }

  private static void refused(Agreed state, Change change, String rule) {
    assertThatThrownBy(() -> state.replay(change))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(rule + ": " + change);
  }
}
