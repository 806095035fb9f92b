package dev.koi.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.sim.Linear.Act;
import dev.koi.sim.Linear.Operation;
import dev.koi.sim.Linear.Read;
import dev.koi.sim.Linear.Swapped;
import dev.koi.sim.Linear.Wrote;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The checker of histories, on histories that are known to be right or wrong. */
class LinearTest {

  @Test
  void oneAfterTheOtherIsRight() {
    assertThat(
            Linear.holds(
                List.of(
                    at(0, 1, new Read(null)),
                    at(2, 3, new Wrote("x")),
                    at(4, 5, new Read("x")),
                    at(6, 7, new Swapped("x", "y", true)),
                    at(8, 9, new Swapped("x", "z", false)),
                    at(10, 11, new Read("y")))))
        .isTrue();
  }

  @Test
  void whoOverlapsMayHaveComeFirstOrLast() {
    for (String seen : new String[] {"x", "y"}) {
      assertThat(
              Linear.holds(
                  List.of(
                      at(0, 10, new Wrote("x")), at(1, 9, new Wrote("y")), at(11, 12, new Read(seen)))))
          .isTrue();
    }
  }

  @Test
  void aStaleReadIsFound() {
    assertThat(
            Linear.holds(
                List.of(
                    at(0, 1, new Wrote("x")), at(2, 3, new Wrote("y")), at(4, 5, new Read("x")))))
        .isFalse();
  }

  @Test
  void aReadThatGoesBackIsFound() {
    assertThat(
            Linear.holds(
                List.of(
                    at(0, 1, new Wrote("x")),
                    at(2, 20, new Wrote("y")),
                    at(3, 4, new Read("y")),
                    at(5, 6, new Read("x")))))
        .isFalse();
  }

  @Test
  void aWriteThatWasAcknowledgedAndLostIsFound() {
    assertThat(Linear.holds(List.of(at(0, 1, new Wrote("x")), at(2, 3, new Read(null))))).isFalse();
  }

  @Test
  void aWriteThatHappenedTwiceIsFound() {
    assertThat(
            Linear.holds(
                List.of(
                    at(0, 1, new Wrote("x")),
                    at(2, 3, new Wrote("y")),
                    at(4, 5, new Read("y")),
                    at(6, 7, new Read("x")))))
        .isFalse();
  }

  @Test
  void twoWhoBothWonAreFound() {
    assertThat(
            Linear.holds(
                List.of(
                    at(0, 1, new Wrote("x")),
                    at(2, 9, new Swapped("x", "a", true)),
                    at(3, 8, new Swapped("x", "b", true)))))
        .isFalse();
  }

  @Test
  void whatWasNeverAnsweredMayHaveHappenedLateOrNotAtAllButNotBefore() {
    Operation lost = new Operation(5, null, new Wrote("y"));
    Operation first = at(0, 1, new Wrote("x"));
    assertThat(Linear.holds(List.of(first, lost, at(6, 7, new Read("x"))))).isTrue();
    assertThat(Linear.holds(List.of(first, lost, at(6, 7, new Read("x")), at(90, 91, new Read("y")))))
        .isTrue();
    assertThat(Linear.holds(List.of(first, at(3, 4, new Read("y")), lost))).isFalse();
    assertThat(
            Linear.holds(List.of(first, lost, at(6, 7, new Read("y")), at(8, 9, new Read("x")))))
        .isFalse();
  }

  /** Histories that are right because they were made so; and each with one answer changed to nonsense. */
  @Test
  void whatHappenedInAnOrderIsRightAndAnAnswerFromNowhereIsNot() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Operation> history = made(random, 40);
      assertThat(Linear.holds(history)).as("seed %s", seed).isTrue();
      List<Operation> wrong = new ArrayList<>(history);
      wrong.add(at(500, 501, new Read("never written")));
      assertThat(Linear.holds(wrong)).as("seed %s", seed).isFalse();
    }
  }

  /** Each operation happens at its number; its call and its answer lie up to five numbers away. */
  private static List<Operation> made(Random random, int length) {
    List<Operation> history = new ArrayList<>();
    String value = null;
    for (int i = 0; i < length; i++) {
      String next = "v" + random.nextInt(4);
      Act act;
      switch (random.nextInt(3)) {
        case 0 -> act = new Read(value);
        case 1 -> {
          act = new Wrote(next);
          value = next;
        }
        default -> {
          String from = random.nextBoolean() ? value : "v0";
          boolean happens = Objects.equals(from, value);
          act = new Swapped(from, next, happens);
          value = happens ? next : value;
        }
      }
      long called = 10L * i - random.nextInt(50);
      history.add(at(called, 10L * i + random.nextInt(50), act));
    }
    return history;
  }

  private static Operation at(long called, long answered, Act act) {
    return new Operation(called, answered, act);
  }
}
