package dev.koi.core.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that are legal, and epochs that only grow. */
class NamesTest {

  private static final int HIGHEST_GENERATION = (1 << 21) - 1;

  @Property
  void anEpochIsItsGenerationAndItsCounter(
      @ForAll @IntRange(max = HIGHEST_GENERATION) int generation,
      @ForAll @LongRange(max = 0xffff_ffffL) long counter) {
    Epoch epoch = Epoch.of(generation, counter);
    assertThat(epoch.generation()).isEqualTo(generation);
    assertThat(epoch.counter()).isEqualTo(counter);
    assertThat(new Epoch(Long.parseLong(epoch.toString()))).isEqualTo(epoch);
  }

  @Property
  void aHigherGenerationIsAfterEveryCounter(
      @ForAll @IntRange(min = 1, max = HIGHEST_GENERATION) int generation,
      @ForAll @LongRange(max = 0xffff_ffffL) long counter) {
    assertThat(Epoch.of(generation, 0).isAfter(Epoch.of(generation - 1, counter))).isTrue();
  }

  @Test
  void afterAFullCounterComesTheNextGeneration() {
    assertThat(Epoch.of(3, 0xffff_ffffL).next()).isEqualTo(Epoch.of(4, 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1L << 53, Long.MAX_VALUE})
  void anEpochThatNoJsonReaderKeepsExactIsRefused(long number) {
    assertThatThrownBy(() -> new Epoch(number)).hasMessage("epoch out of range: " + number);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1L << 32})
  void aCounterThatWouldReachIntoTheGenerationIsRefused(long counter) {
    assertThatThrownBy(() -> Epoch.of(1, counter)).hasMessageContaining("counter out of range");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "ä", "a/b", "x\n"})
  void aNameWithOtherCharactersIsRefused(String text) {
    assertThatThrownBy(() -> new NodeName(text)).hasMessage("not a node name: " + text);
    assertThatThrownBy(() -> new GroupName(text)).hasMessage("not a group name: " + text);
  }

  @Test
  void aNameOfMoreThan64CharactersIsRefused() {
    assertThat(NodeName.isLegal("n".repeat(64))).isTrue();
    assertThat(NodeName.isLegal("n".repeat(65))).isFalse();
    assertThat(GroupName.isLegal("g".repeat(64))).isTrue();
    assertThat(GroupName.isLegal("g".repeat(65))).isFalse();
  }

  @Test
  void aServiceNameEndsAtThePeriodOfItsFile() {
    assertThat(new ServiceName("web server").text()).isEqualTo("web server");
    assertThatThrownBy(() -> new ServiceName("web.sh")).hasMessage("not a service name: web.sh");
  }

  @Test
  void aNodeIdIsReadAsItWasWritten() {
    NodeId id = Cast.node("a");
    assertThat(NodeId.parse(id.toString())).isEqualTo(id);
  }

  @Test
  void twoRunsOfANodeAreNotTheSame() {
    assertThat(Cast.run("a", 1)).isNotEqualTo(Cast.run("a", 2));
  }
}
