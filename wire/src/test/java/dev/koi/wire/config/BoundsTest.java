package dev.koi.wire.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BoundsTest {

  @Test
  void normalProfileStaysWithinThePromisedBounds() {
    List<String> lines = describe("");
    assertThat(lines)
        .contains("a node falls silent: its group has a master elsewhere within 2216ms + `promote`")
        .contains("it also led: within 2616ms + `promote` (400ms to elect a leader)")
        .anyMatch(line -> line.startsWith("a lost leader goes unnoticed"))
        .anyMatch(
            line -> line.contains("30s on a living lease") && line.contains("800ms on a lost one"))
        .anyMatch(line -> line.startsWith("warning: a `demote` that needs more than 800ms"));
  }

  @Test
  void votersOfAStoreElectSooner() {
    assertThat(describe("cluster { electors \"a b c\" }\ntime { profile fast }"))
        .contains("it also led: within 1160ms + `promote` (320ms to elect a leader)")
        .anyMatch(line -> line.startsWith("2 of the 3 electors decide"));
    assertThat(describe("cluster { electors a }"))
        .contains("one elector decides: never two masters, and none while it is down");
  }

  @Test
  void fastProfileSaysThatALostLeaderDemotes() {
    assertThat(describe("time { profile fast }"))
        .anyMatch(line -> line.contains("elsewhere within 840ms"))
        .anyMatch(line -> line.startsWith("warning: a lost leader demotes this group"));
  }

  @Test
  void aKilledDaemonIsSeenToByItsGuards() {
    assertThat(describe(""))
        .anyMatch(line -> line.startsWith("a daemon is killed: `demote` by its guards, which cut it"));
    assertThat(describe("node { guard off }"))
        .anyMatch(line -> line.startsWith("warning: node.guard is off"));
  }

  @Test
  void demoteThatFitsIntoALostLeaseGivesNoWarning() {
    assertThat(describe("service { demote_timeout 700ms }"))
        .noneMatch(line -> line.startsWith("warning: a `demote`"));
  }

  @Test
  void quorumSaysUpToHowManyElectorsItIsSafe() {
    assertThat(describe("cluster { quorum 2 }"))
        .contains(
            "2 electors must confirm a lease: never two masters while fewer than 4 electors exist");
    assertThat(describe("")).anyMatch(line -> line.startsWith("warning: no quorum: two masters"));
  }

  @Test
  void writtenDelaysAreAdded() {
    assertThat(describe("time { initial_promotion_delay 60s elector_startup_tolerance 5s }"))
        .anyMatch(line -> line.startsWith("after a cold start: a first master within 65446ms"))
        .anyMatch(line -> line.contains("another 5s"));
  }

  private static List<String> describe(String text) {
    Loaded loaded = Loader.parse("c", "cluster { password a-long-password }\n" + text);
    return Bounds.describe(
        Objects.requireNonNull(loaded.configuration(), loaded.problems()::toString));
  }
}
