package dev.koi.core.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@link Chunks} against a plain list. */
class ChunksTest {

  private static List<Integer> list(Chunks<Integer> chunks) {
    return IntStream.range(0, chunks.size()).mapToObj(chunks::get).toList();
  }

  private static Chunks<Integer> of(int from, int to) {
    return Chunks.<Integer>empty().plus(IntStream.range(from, to).boxed().toList());
  }

  @Test
  void itHoldsWhatAListWouldWhateverIsDone() {
    Random random = new Random(13);
    for (int round = 0; round < 200; round++) {
      Chunks<Integer> chunks = Chunks.empty();
      List<Integer> twin = new ArrayList<>();
      for (int step = 0; step < 40; step++) {
        int count = random.nextInt(twin.size() + 1);
        switch (random.nextInt(5)) {
          case 0 -> {
            chunks = chunks.take(count);
            twin = new ArrayList<>(twin.subList(0, count));
          }
          case 1 -> {
            int few = Math.min(count, random.nextInt(100));
            chunks = chunks.drop(few);
            twin = new ArrayList<>(twin.subList(few, twin.size()));
          }
          default -> {
            List<Integer> more = random.ints(random.nextInt(150), 0, 9).boxed().toList();
            chunks = chunks.plus(more);
            twin.addAll(more);
          }
        }
        assertThat(list(chunks)).isEqualTo(twin);
      }
    }
  }

  @Test
  void anOlderValueIsNotChangedByWhatIsMadeOfIt() {
    for (int size : new int[] {0, 1, Chunks.WIDTH - 1, Chunks.WIDTH, Chunks.WIDTH + 1, 200}) {
      Chunks<Integer> old = of(0, size);
      List<Integer> before = list(old);
      Chunks<Integer> one = old.plus(List.of(-1));
      Chunks<Integer> other = old.plus(List.of(-2, -3));
      assertThat(old.take(size / 2).plus(List.of(-4, -5)).size()).isEqualTo(size / 2 + 2);
      assertThat(list(old)).isEqualTo(before);
      assertThat(one.get(size)).isEqualTo(-1);
      assertThat(other.get(size)).isEqualTo(-2);
    }
  }

  @Test
  void equalIsWhatHoldsTheSameHoweverItCameAbout() {
    assertThat(of(0, 200).drop(70)).isEqualTo(of(70, 200)).hasSameHashCodeAs(of(70, 200));
    assertThat(of(0, 3)).isNotEqualTo(of(0, 4)).isNotEqualTo(of(1, 4));
  }

  @Test
  void whatIsGoneIsNotThere() {
    assertThatThrownBy(() -> of(0, 100).drop(70).get(30)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> of(0, 3).take(4)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
