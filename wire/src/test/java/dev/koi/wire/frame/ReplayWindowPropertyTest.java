package dev.koi.wire.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.LongRange;

class ReplayWindowPropertyTest {

  @Provide
  Arbitrary<List<Long>> steps() {
    return Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.longs().between(-20, 20)),
            Tuple.of(2, Arbitraries.longs().between(-2100, 2100)),
            Tuple.of(1, Arbitraries.longs().between(-100_000, 100_000)))
        .list()
        .ofMaxSize(200);
  }

  @Property
  void itPassesWhatASetOfAllNumbersWouldPass(
      @ForAll("steps") List<Long> steps, @ForAll @LongRange(min = 0, max = 5000) long floor) {
    ReplayWindow window = new ReplayWindow(floor);
    Set<Long> used = new HashSet<>();
    long highest = floor;
    long number = floor;
    for (long step : steps) {
      number = number + step;
      boolean fresh =
          number > floor && number > highest - ReplayWindow.SIZE && !used.contains(number);
      assertThat(window.isFresh(number))
          .as("number %d, highest %d", number, highest)
          .isEqualTo(fresh);
      if (fresh) {
        window.use(number);
        used.add(number);
        highest = Math.max(highest, number);
      }
    }
  }

  @Property
  void nothingPassesTwice(@ForAll @LongRange(min = 1) long number) {
    ReplayWindow window = new ReplayWindow(0);
    assertThat(window.isFresh(number)).isTrue();
    window.use(number);
    assertThat(window.isFresh(number)).isFalse();
    assertThat(window.isFresh(-number)).isFalse();
    assertThat(window.isFresh(0)).isFalse();
  }
}
