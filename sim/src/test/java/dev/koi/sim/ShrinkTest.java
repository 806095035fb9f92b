package dev.koi.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.sim.store.Stores;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShrinkTest {

  private static final Duration LENGTH = Duration.ofMinutes(1);

  private static Shrink.Least shrunk(Subject subject, long deadline) {
    Subject.Told first = subject.run(1, null, LENGTH, null);
    return Shrink.of(first, only -> subject.run(1, null, LENGTH, only), deadline);
  }

  private static long later() {
    return System.nanoTime() + Duration.ofMinutes(5).toNanos();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "s50", "1,s1", "3,17,s21", "1,50,s1,s50", "10,11,12,13,s10,s11"})
  void exactlyTheFaultsThatItTakesAreLeft(String needed) {
    Set<String> cannotBear = Set.of(needed.split(","));

    Shrink.Least least = shrunk(new Brittle(cannotBear), later());

    assertThat(Shrink.ids(least.told())).containsExactlyInAnyOrderElementsOf(cannotBear);
    assertThat(least.told().violations()).isNotEmpty();
    assertThat(least.tries()).isLessThan(200);
  }

  @Test
  void whatFailsWithoutAnyFaultIsLeftWithNone() {
    assertThat(shrunk(new Brittle(Set.of()), later()).told().faults()).isEmpty();
  }

  @Test
  void whenTimeIsOverTheBestSoFarWillDo() {
    Shrink.Least least = shrunk(new Brittle(Set.of("3", "s9")), System.nanoTime());

    assertThat(least.tries()).isZero();
    assertThat(least.told().faults()).hasSize(100);
  }

  @Test
  void theFaultsAreToldWithTheCommandThatRepeatsThem() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Options options = Options.parse(List.of("--store", "--shrink", "5", "--minutes", "1"));

    boolean clean = new Campaign(options, new Brittle(Set.of("3", "s9")), stream, stream).run();

    assertThat(clean).isFalse();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("VIOLATION seed 5 at 1.0s it broke")
        .contains("2 of 100 faults suffice")
        .contains("  3 at 0.000000s a fault called 3\n  s9 at 0.000000s a fault called s9\n")
        .endsWith("  again: bin/sim --trace 5 --minutes 1 --store --only 3,s9\n");
  }

  @Test
  void aSeedThatFailsIsToldWithTheCommandThatShrinksIt() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Options options = Options.parse(List.of("--store", "--seeds", "1", "--minutes", "1"));

    new Campaign(options, new Brittle(Set.of("3")), stream, stream).run();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("  with fewer faults: bin/sim --shrink 1 --minutes 1 --store\n");
  }

  @Test
  void thereIsNothingToShrinkWhereNothingFails() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);

    int code = Main.run(List.of("--store", "--shrink", "1", "--minutes", "1"), stream, stream);

    assertThat(code).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("seed 1 violates nothing");
  }

  @Test
  void aFaultThatIsLeftOutTakesNoneOfTheOthersAway() {
    for (Subject subject :
        List.of(new Stores(), new Daemons(Shape.Scenario.GENERAL))) {
      Subject.Told all = subject.run(3, null, LENGTH, null);
      List<String> byTheClock =
          Shrink.ids(all).stream().filter(id -> !id.startsWith("s")).toList();
      Set<String> some = Set.copyOf(byTheClock.subList(1, byTheClock.size()));

      Subject.Told same = subject.run(3, null, LENGTH, Set.copyOf(Shrink.ids(all)));
      Subject.Told less = subject.run(3, null, LENGTH, some);

      assertThat(same.hash()).isEqualTo(all.hash());
      assertThat(same.faults()).isEqualTo(all.faults());
      assertThat(Shrink.ids(less)).containsAll(some).doesNotContain(byTheClock.getFirst());
      assertThat(less.hash()).isNotEqualTo(all.hash());
    }
  }
}
