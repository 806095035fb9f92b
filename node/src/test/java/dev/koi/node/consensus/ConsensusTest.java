package dev.koi.node.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.raft.Entry;
import dev.koi.core.raft.MembersChange;
import dev.koi.core.raft.RaftMessage;
import dev.koi.core.raft.Stored;
import dev.koi.core.raft.Write;
import dev.koi.core.reason.RaftReason.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConsensusTest {

  private static final Duration LONG = Duration.ofSeconds(2);

  @Test
  void whatOneProposesAllApplyAndHeIsToldWhatCameOfIt() {
    Table table = Table.of("a", "b", "c");
    Seat leader = table.leader();
    leader.propose("one");
    leader.propose("two");
    table.pass(LONG);
    assertThat(leader.fates).containsExactly(new Fate.Done<>(1), new Fate.Done<>(2));
    for (Seat seat : table.seats.values()) {
      assertThat(seat.words.all()).containsExactly("one", "two");
      assertThat(seat.consensus.applied()).isEqualTo(leader.consensus.applied());
    }
  }

  @Test
  void nothingIsToldBeforeAMajorityHasItOnDisk() {
    Table table = Table.of("a", "b", "c");
    Seat leader = table.leader();
    table.pass(LONG);
    table.seats.values().forEach(seat -> seat.slow = true);
    leader.propose("one");
    table.until(table.post::isEmpty);
    assertThat(leader.fates).isEmpty();
    table.other(leader).slow = false;
    table.other(leader).flush();
    table.until(table.post::isEmpty);
    assertThat(leader.fates).as("one disk of three").isEmpty();
    leader.slow = false;
    leader.flush();
    assertThat(leader.fates).containsExactly(new Fate.Done<>(1));
  }

  @Test
  void whatComesInOneEventIsOneProposalAndOneWrite() {
    Table table = Table.of("a", "b", "c");
    Seat leader = table.leader();
    int before = leader.written.size();
    leader.propose("a", "b", "c", "d");
    assertThat(leader.written).hasSize(before + 1);
    assertThat(leader.written.getLast().writes())
        .singleElement()
        .isInstanceOfSatisfying(Write.Append.class, w -> assertThat(w.entries()).hasSize(4));
    table.pass(LONG);
    assertThat(leader.fates).hasSize(4).allMatch(Fate.Done.class::isInstance);
  }

  @Test
  void aReadWaitsForARoundThatBeganAfterItAndManyShareOne() {
    Table table = Table.of("a", "b", "c");
    Seat leader = table.leader();
    table.pass(LONG);
    table.until(table.post::isEmpty);
    List<Fate<Void>> fates = new ArrayList<>();
    leader.consensus.read(fates::add);
    leader.consensus.read(fates::add);
    leader.flush();
    assertThat(fates).isEmpty();
    assertThat(table.post).as("one word to each of the others").hasSize(2);
    table.until(table.post::isEmpty);
    assertThat(fates).hasSize(2).allMatch(Fate.Done.class::isInstance);
  }

  @Test
  void whoFollowsRefusesAndSaysWhoLeads() {
    Table table = Table.of("a", "b", "c");
    Seat leader = table.leader();
    table.pass(LONG);
    Seat follower = table.other(leader);
    follower.propose("one");
    List<Fate<Void>> fates = new ArrayList<>();
    follower.consensus.read(fates::add);
    follower.flush();
    Refusal why = new Refusal.NotLeader(Table.member(leader.toString()));
    assertThat(follower.fates).containsExactly(new Fate.Refused<>(why));
    assertThat(fates).containsExactly(new Fate.Refused<>(why));
  }

  @Test
  void oneThatIsTooLongDoesNotSpoilTheOthersOfItsEvent() {
    Table table = Table.of("a", "b", "c");
    Seat leader = table.leader();
    leader.propose("one", "x".repeat(Table.MESSAGE_BYTES), "two");
    assertThat(leader.fates)
        .containsExactly(
            new Fate.Refused<>(
                new Refusal.TooLarge(Table.MESSAGE_BYTES + 24, Table.MESSAGE_BYTES)));
    table.pass(LONG);
    assertThat(leader.words.all()).containsExactly("one", "two");
  }

  /** What Raft says of the size of an entry, and what is refused here before, are one. */
  @Test
  void theLongestThatIsTakenHereIsTakenByRaft() {
    Table table = Table.of("a");
    Seat leader = table.leader();
    String longest = "x".repeat(Table.MESSAGE_BYTES - 24);
    leader.propose(longest);
    assertThat(leader.fates).containsExactly(new Fate.Done<>(1));
    leader.propose(longest + "x");
    assertThat(leader.fates.getLast()).isInstanceOf(Fate.Refused.class);
  }

  @Test
  void whereTooMuchIsUnderWayMoreIsRefusedUntilThereIsRoom() {
    Table table = Table.of("a", "b", "c");
    Seat leader = table.leader();
    table.cut.addAll(List.of("a", "b", "c"));
    String text = "x".repeat(76);
    for (int i = 0; i < 11; i++) {
      leader.propose(text);
    }
    assertThat(leader.fates).as("ten of a hundred bytes fit").containsExactly(new Fate.Busy<>());
    table.cut.clear();
    table.until(() -> leader.fates.size() == 11);
    leader.propose(text);
    table.until(() -> leader.fates.size() == 12);
    assertThat(leader.fates).filteredOn(Fate.Done.class::isInstance).hasSize(11);
  }

  @Test
  void whoLosesTheLeadIsUnsureOfWhatWasUnderWayAndTheOthersDecide() {
    Table table = Table.of("a", "b", "c");
    Seat leader = table.leader();
    table.cut.add(leader.toString());
    leader.propose("lost");
    table.until(() -> leader.told.contains("deposed"));
    assertThat(leader.fates).containsExactly(new Fate.Unsure<>());
    Seat next = table.leader();
    next.propose("kept");
    table.cut.clear();
    table.pass(LONG);
    for (Seat seat : table.seats.values()) {
      assertThat(seat.words.all()).containsExactly("kept");
    }
    assertThat(leader.fates).as("told once").hasSize(1);
  }

  @Test
  void aReadOfOneWhoNoLongerLeadsIsRefused() {
    Table table = Table.of("a", "b", "c");
    Seat leader = table.leader();
    table.cut.add(leader.toString());
    List<Fate<Void>> fates = new ArrayList<>();
    leader.consensus.read(fates::add);
    leader.flush();
    table.until(() -> leader.told.contains("deposed"));
    assertThat(fates).containsExactly(new Fate.Refused<>(new Refusal.LostLeadership()));
  }

  @Test
  void whoseDiskFailedTakesPartNoMoreAndLeavesNobodyWaiting() {
    Table table = Table.of("a", "b", "c");
    Seat leader = table.leader();
    leader.slow = true;
    leader.propose("one");
    leader.consensus.persistFailed(leader.written.getLast().ticket(), "no more", table.now);
    assertThat(leader.told).contains("deposed", "ended: DiskFailed[why=no more]");
    assertThat(leader.fates).containsExactly(new Fate.Unsure<>());
    assertThat(leader.consensus.nextWake()).isNull();
    leader.propose("two");
    List<Object> refused = new ArrayList<>();
    leader.consensus.read(refused::add);
    leader.consensus.transfer(null, refused::add, table.now);
    var add = new MembersChange.AddLearner(Table.member("d"));
    leader.consensus.change(add, refused::add, table.now);
    leader.flush();
    Refusal nobody = new Refusal.NotLeader(null);
    assertThat(leader.fates.getLast()).isEqualTo(new Fate.Refused<>(nobody));
    assertThat(refused)
        .containsExactly(nobody, new Fate.Refused<>(nobody), new Fate.Refused<>(nobody));
    Seat next = table.other(leader);
    table.until(() -> next.words.all().contains("one") || table.seats.values().stream()
        .anyMatch(seat -> !seat.equals(leader) && seat.leads()));
  }

  @Test
  void afterSoManyEntriesASnapshotIsMadeElsewhereAndOneAtATime() {
    Table table = Table.of("a");
    Seat only = table.leader();
    IntStream.range(0, 60).forEach(i -> only.propose("w" + i));
    assertThat(only.isFreezing()).isTrue();
    assertThat(only.consensus.state().snapshot().index()).isZero();
    long index = only.freeze();
    assertThat(only.consensus.state().snapshot().index()).isEqualTo(index);
    assertThat(only.written.getLast().writes()).hasOnlyElementsOfType(Write.Compact.class);
    only.propose("more");
    assertThat(only.isFreezing()).as("the next is due").isTrue();
    assertThat(only.freeze()).isGreaterThan(index);
  }

  @Test
  void whoLagsBehindASnapshotGetsItAndTheWordsAfterIt() {
    Table table = Table.of("a", "b", "c");
    Seat leader = table.leader();
    Seat lost = table.other(leader);
    table.cut.add(lost.toString());
    for (int i = 0; i < 50; i++) {
      leader.propose("w" + i);
      int sofar = i + 1;
      table.until(() -> leader.words.all().size() == sofar);
    }
    leader.freeze();
    leader.propose("last");
    table.cut.clear();
    table.until(() -> lost.words.all().contains("last"));
    assertThat(lost.words.all()).isEqualTo(leader.words.all());
  }

  @Test
  void afterARestartTheStateIsThatOfTheSnapshotUntilTheRestIsAgreed() {
    Table table = Table.of("a");
    Seat before = table.leader();
    IntStream.range(0, 30).forEach(i -> before.propose("w" + i));
    before.freeze();
    var state = before.consensus.state();
    Stored stored = new Stored(state.ballot(), state.snapshot(), entries(before));
    Seat after = table.join("a", stored);
    assertThat(after.consensus.applied()).isEqualTo(state.snapshot().index());
    assertThat(after.words.all()).hasSizeBetween(10, 30);
    table.until(after::leads);
    assertThat(after.words.all()).isEqualTo(before.words.all());
  }

  /** All that it ever wrote: nothing of it was taken back. */
  private static List<Entry> entries(Seat seat) {
    List<Entry> entries = new ArrayList<>();
    seat.written.forEach(
        persist ->
            persist.writes().stream()
                .filter(Write.Append.class::isInstance)
                .map(Write.Append.class::cast)
                .forEach(append -> entries.addAll(append.entries())));
    return entries;
  }

  @Test
  void aMemberIsAddedAndPromotedOnceItHasCaughtUp() {
    Table table = Table.of("a", "b", "c");
    Seat leader = table.leader();
    leader.propose("one");
    table.pass(LONG);
    Seat fourth = table.join("d", Stored.joiner());
    List<Fate<Void>> fates = new ArrayList<>();
    var d = Table.member("d");
    leader.consensus.change(new MembersChange.AddLearner(d), fates::add, table.now);
    leader.flush();
    table.until(() -> fates.size() == 1 && fourth.words.all().contains("one"));
    table.pass(LONG);
    leader.consensus.change(new MembersChange.Promote(d), fates::add, table.now);
    leader.consensus.change(new MembersChange.Remove(d), fates::add, table.now);
    leader.flush();
    assertThat(fates.getLast())
        .isInstanceOfSatisfying(
            Fate.Refused.class, r -> assertThat(r.why()).isInstanceOf(Refusal.ChangeUnderWay.class));
    table.until(() -> fates.size() == 3);
    assertThat(fates.getLast()).isInstanceOf(Fate.Done.class);
    assertThat(fourth.consensus.state().members().voters()).contains(d).hasSize(4);
  }

  @Test
  void theLeadIsHandedOnAndToNobodyWhoDoesNotBelong() {
    Table table = Table.of("a", "b", "c");
    Seat leader = table.leader();
    table.pass(LONG);
    List<Refusal> refused = new ArrayList<>();
    leader.consensus.transfer(Table.member("x"), refused::add, table.now);
    assertThat(refused).containsExactly(new Refusal.NoSuccessor(Table.member("x")));
    leader.consensus.transfer(null, refused::add, table.now);
    assertThat(table.post).anyMatch(e -> e.message() instanceof RaftMessage.TimeoutNow);
    table.until(() -> leader.told.contains("deposed"));
    assertThat(table.leader()).isNotEqualTo(leader);
    assertThat(refused).hasSize(1);
  }
}
