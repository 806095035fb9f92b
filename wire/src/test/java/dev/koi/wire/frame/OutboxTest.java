package dev.koi.wire.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OutboxTest {

  private static final byte[] MESSAGE = new byte[3 * Frame.CHUNK];

  private final Outbox outbox = new Outbox();
  private final Moment now = Moment.ofMillis(1000);

  @Test
  void whatIsMissingIsSentAgainToWhomItWasForAndToNobodyElse() {
    List<Frame.Fragment> sent = outbox.add(id(1), MESSAGE, now);
    assertThat(sent).hasSize(3);
    Frame.Missing second = new Frame.Missing(sent.getFirst().id(), 0b010);
    assertThat(outbox.missing(id(1), second))
        .extracting(Frame.Fragment::index)
        .containsExactly(1);
    assertThat(outbox.missing(id(2), second)).isEmpty();
  }

  @Test
  void whatWasForEveryoneIsSentAgainToAnyone() {
    long id = outbox.add(null, MESSAGE, now).getFirst().id();
    assertThat(outbox.missing(id(2), new Frame.Missing(id, -1))).hasSize(3);
    assertThat(outbox.missing(id(2), new Frame.Missing(id + 1, -1))).isEmpty();
  }

  @Test
  void oldMessagesAndTheOldestOfTooManyAreForgotten() {
    long first = outbox.add(null, MESSAGE, now).getFirst().id();
    for (int i = 0; i < Outbox.KEPT; i++) {
      outbox.add(null, MESSAGE, now);
    }
    assertThat(outbox.missing(id(1), new Frame.Missing(first, 1))).isEmpty();
    assertThat(outbox.missing(id(1), new Frame.Missing(first + 1, 1))).hasSize(1);
    outbox.expire(now.plus(Assembler.GIVE_UP).plus(Duration.ofMillis(1)));
    assertThat(outbox.missing(id(1), new Frame.Missing(first + 1, 1))).isEmpty();
  }

  private static NodeId id(int node) {
    return new NodeId(new UUID(node, node));
  }
}
