package dev.koi.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** That the world sees what goes wrong in it, with programs that are wrong on purpose. */
class WorldTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void aPromotionWithoutALeaseIsSeen() {
    World.Outcome outcome = run(1, (settings, ports) -> new Careless(settings, ports, Map.of()));

    assertThat(outcome.violations())
        .first()
        .satisfies(v -> assertThat(v.what()).contains("promote without a lease"));
  }

  @Test
  void twoNodesThatUseOneEpochAreSeen() {
    World.Outcome outcome =
        run(1, (settings, ports) -> new Careless(settings, ports, epoch(7)));

    assertThat(outcome.violations())
        .first()
        .satisfies(v -> assertThat(v.what()).contains("epoch 7 was"));
  }

  @Test
  void twoMastersWithLeasesAndGrowingEpochsAreSeen() {
    AtomicLong next = new AtomicLong();
    World.Outcome outcome =
        run(1, (settings, ports) -> new Careless(settings, ports, epoch(next.incrementAndGet())));

    assertThat(outcome.overlaps()).isNotEmpty();
    assertThat(outcome.violations())
        .first()
        .satisfies(v -> assertThat(v.what()).contains("two masters of default"));
  }

  @Test
  void theTraceTellsWhatHappened() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Chance chance = new Chance(3);
    Shape shape = Shape.draw(Shape.Scenario.APART, chance.fork());
    PrintStream reader = new PrintStream(out, true, StandardCharsets.UTF_8);
    new World(shape, chance, (s, p) -> new Careless(s, p, epoch(1)), reader, null).run(MINUTE);

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(" machine boots")
        .contains(" daemon starts")
        .contains("script promote s1 begins, epoch 1");
  }

  private static Map<GroupName, Epoch> epoch(long number) {
    return Map.of(GroupName.DEFAULT, new Epoch(number));
  }

  private static World.Outcome run(long seed, Program.Maker maker) {
    Chance chance = new Chance(seed);
    Shape shape = Shape.draw(Shape.Scenario.APART, chance.fork());
    return new World(shape, chance, maker, null, null).run(MINUTE);
  }
}
