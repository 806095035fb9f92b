package dev.koi.wire.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssemblerTest {

  private final Assembler assembler = new Assembler();
  private final Moment start = Moment.ofMillis(1000);

  @Test
  void whatIsMissingIsAskedForAfterAShortSilenceAndLessAndLessOften() {
    assembler.add(fragment(1, 1, 3), start);
    assertThat(assembler.next()).isEqualTo(start.plus(Duration.ofMillis(10)));
    assertThat(assembler.due(start.plus(Duration.ofMillis(9)))).isEmpty();
    assertThat(assembler.due(start.plus(Duration.ofMillis(10))))
        .containsExactly(new Frame.Missing(1, 0b101));
    assertThat(assembler.due(start.plus(Duration.ofMillis(29)))).isEmpty();
    assertThat(assembler.due(start.plus(Duration.ofMillis(30)))).hasSize(1);
    assertThat(assembler.due(start.plus(Duration.ofMillis(69)))).isEmpty();
    assertThat(assembler.due(start.plus(Duration.ofMillis(70)))).hasSize(1);
  }

  @Test
  void aMessageIsGivenUpAfterAWhileAndNeverBegunAgain() {
    assembler.add(fragment(1, 0, 2), start);
    assertThat(assembler.due(start.plus(Assembler.GIVE_UP))).isEmpty();
    assertThat(assembler.next()).isNull();
    assertThat(assembler.abandoned()).isEqualTo(1);
    assertThat(assembler.add(fragment(1, 0, 2), start)).isNull();
    assertThat(assembler.add(last(1, 2), start)).isNull();
    assertThat(assembler.next()).isNull();
  }

  @Test
  void aCompleteMessageIsDeliveredOnce() {
    assertThat(assembler.add(last(1, 2), start)).isNull();
    assertThat(assembler.add(last(1, 2), start)).isNull();
    assertThat(assembler.add(fragment(1, 0, 2), start)).hasSize(Frame.CHUNK + 1);
    assertThat(assembler.add(fragment(1, 0, 2), start)).isNull();
    assertThat(assembler.add(last(1, 2), start)).isNull();
  }

  @Test
  void theOldestGivesWayWhenTooManyAreOpen() {
    for (int id = 1; id <= Assembler.OPEN + 1; id++) {
      assembler.add(fragment(id, 0, 2), start);
    }
    assertThat(assembler.abandoned()).isEqualTo(1);
    List<Frame.Missing> due = assembler.due(start.plus(Duration.ofMillis(10)));
    assertThat(due).hasSize(Assembler.OPEN).extracting(Frame.Missing::id).doesNotContain(1L);
  }

  @Test
  void aFragmentThatContradictsTheFirstIsNoPartOfTheMessage() {
    assembler.add(fragment(1, 0, 2), start);
    assertThat(assembler.add(last(1, 3), start)).isNull();
    assertThat(assembler.add(last(1, 2), start)).hasSize(Frame.CHUNK + 1);
  }

  private static Frame.Fragment fragment(long id, int index, int count) {
    return new Frame.Fragment(id, index, count, new byte[Frame.CHUNK]);
  }

  private static Frame.Fragment last(long id, int count) {
    return new Frame.Fragment(id, count - 1, count, new byte[1]);
  }
}
