package dev.koi.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the simulation says of the daemon. */
class SeedsTest {

  private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

  /** So slow that its Lsoft comes after the others' W: 350 ms / 0.35 and 800 ms / 0.35. */
  private static final int MUCH_TOO_SLOW = -650_000;

  @Test
  void nodesThatAreCutApartAreNeverTwoMastersInAHundredSeeds() throws Exception {
    assertClean("--seeds", "100", "--minutes", "1", "--scenario", "apart");
  }

  @Test
  void nothingIsViolatedWhateverGoesWrong() throws Exception {
    assertClean("--seeds", "60", "--minutes", "1", "--first", "1000");
  }

  @Test
  void nothingIsViolatedWhereTheElectorsKeepAStore() throws Exception {
    assertClean("--seeds", "60", "--minutes", "1", "--first", "2000", "--scenario", "stored");
  }

  @Test
  void theSameSeedGivesTheSameTrace() {
    World.Outcome one = World.of(5, Shape.Scenario.GENERAL, null, null).run(TWO_MINUTES);
    World.Outcome same = World.of(5, Shape.Scenario.GENERAL, null, null).run(TWO_MINUTES);
    World.Outcome other = World.of(6, Shape.Scenario.GENERAL, null, null).run(TWO_MINUTES);

    assertThat(one.tally().promotions).isPositive();
    assertThat(same.hash()).isEqualTo(one.hash());
    assertThat(other.hash()).isNotEqualTo(one.hash());
  }

  @Test
  void aHolderWhoseClockIsMuchTooSlowIsCaughtWithTwoMasters() {
    boolean found =
        LongStream.range(0, 50)
            .mapToObj(SeedsTest::withASlowClock)
            .flatMap(outcome -> outcome.violations().stream())
            .anyMatch(violation -> violation.what().contains("two masters"));

    assertThat(found).isTrue();
  }

  /** Two runners, one of them slow, and an elector that keeps good time and leads. */
  private static World.Outcome withASlowClock(long seed) {
    Chance chance = new Chance(seed);
    Shape shape = Shape.draw(Shape.Scenario.APART, chance.fork());
    Shape broken =
        shape.withMachines(
            List.of(
                new Shape.Machine("a", true, true, 0, MUCH_TOO_SLOW),
                new Shape.Machine("b", true, true, 0, 0),
                new Shape.Machine("c", true, false, 1, 0)));
    return new World(broken, chance, Program::daemon, null, null).run(TWO_MINUTES);
  }

  private static void assertClean(String... arguments) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    int code = Main.run(List.of(arguments), stream, stream);
    assertThat(code).as(out.toString(StandardCharsets.UTF_8)).isZero();
  }
}
