package dev.koi.sim.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.sim.Shrink;
import dev.koi.sim.Subject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the simulation is worth: it finds the mistakes that it knows of. */
class MutantTest {

  private static final Path ROOT = Path.of("..");
  private static final Duration LENGTH = Duration.ofMinutes(1);

  /** Name, and seeds that found it: what {@code bin/sim --mutants} says. */
  private static final String SEEDS = "/dev/koi/sim/store/mutants.txt";

  private static List<String> lines() throws Exception {
    try (var in = MutantTest.class.getResourceAsStream(SEEDS)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void eachHasSeedsThatFoundIt() throws Exception {
    assertThat(lines()).extracting(line -> line.split(" ", -1)[0])
        .containsExactlyElementsOf(Mutant.ALL.stream().map(Mutant::name).toList());
    assertThat(lines()).allMatch(line -> line.split(" ", -1).length >= 3);
  }

  @Test
  void eachIsFoundAgainByTheSameSeeds() throws Exception {
    List<String> missed = new ArrayList<>();
    for (String line : lines()) {
      String[] words = line.split(" ", -1);
      Mutant mutant =
          Mutant.ALL.stream().filter(m -> m.name().equals(words[0])).findFirst().orElseThrow();
      try (MutantWorld world = MutantWorld.of(mutant, ROOT)) {
        for (String seed : List.of(words).subList(1, words.length)) {
          if (world.violations(Long.parseLong(seed), LENGTH).isEmpty()) {
            missed.add(line);
          }
        }
      }
    }
    assertThat(missed).as("no longer found by these seeds: bin/sim --mutants finds others").isEmpty();
  }

  @Test
  void aRunThatFailsStillDoesWithAFewOfItsFaults() throws Exception {
    String[] words = lines().get(2).split(" ", -1);
    Mutant mutant = Mutant.ALL.get(2);
    long seed = Long.parseLong(words[1]);
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    try (MutantWorld world = MutantWorld.of(mutant, ROOT)) {
      Subject.Told first = world.run(seed, LENGTH, null);
      Shrink.Least least = Shrink.of(first, only -> world.run(seed, LENGTH, only), deadline);
      Subject.Told told = least.told();

      assertThat(told.violations()).isNotEmpty();
      assertThat(told.faults()).hasSizeLessThan(first.faults().size() / 2);
      assertThat(world.run(seed, LENGTH, Set.copyOf(Shrink.ids(told)))).isEqualTo(told);
    }
  }

  @Test
  void aMistakeThatCannotBeMadeAnyMoreIsSaid() {
    for (Mutant mutant : Mutant.ALL) {
      assertThat(Files.exists(ROOT.resolve(mutant.file()))).isTrue();
      assertThatThrownBy(() -> mutant.made("class Other {}"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(mutant.name());
    }
  }
}
