package dev.koi.wire.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.name.NodeId;
import dev.koi.wire.seal.Salt;
import dev.koi.wire.seal.Sealer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FrameTest {

  private static final List<Frame> ALL =
      List.of(
          new Frame.Whole(new byte[] {1, 2, 3}),
          new Frame.Fragment(9, 0, 2, new byte[Frame.CHUNK]),
          new Frame.Fragment(9, 50, 51, new byte[] {1}),
          new Frame.Missing(9, -1),
          new Frame.Challenge(new Salt(1, 2), 3),
          new Frame.Echo(4),
          new Frame.Probe(5),
          new Frame.ProbeReply(6));

  @Test
  void aFrameIsReadAsItWasWritten() {
    NodeId to = id(7);
    for (Frame frame : ALL) {
      byte[] bytes = Frame.write(to, frame);
      Frame.Addressed read = Frame.read(bytes);
      assertThat(read).isNotNull();
      if (read != null) {
        assertThat(read.to()).isEqualTo(to);
        assertThat(read.frame()).usingRecursiveComparison().isEqualTo(frame);
        assertThat(Frame.write(to, read.frame())).isEqualTo(bytes);
      }
      Frame.Addressed everyone = Frame.read(Frame.write(null, frame));
      assertThat(everyone).isNotNull().extracting(Frame.Addressed::to).isNull();
    }
  }

  @Test
  void anyBytesAreAFrameOrNone() {
    Random random = new Random(1);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      if (bytes.length > 0) {
        bytes[0] = (byte) random.nextInt(9);
      }
      Frame.Addressed read = Frame.read(bytes);
      if (read != null) {
        assertThat(Frame.write(read.to(), read.frame())).isEqualTo(bytes);
      }
    }
  }

  @Test
  void aFragmentThatDoesNotFitIsNone() {
    assertNone(0, 1, new byte[10]);
    assertNone(2, 2, new byte[10]);
    assertNone(-1, 2, new byte[Frame.CHUNK]);
    assertNone(0, 2, new byte[Frame.CHUNK - 1]);
    assertNone(1, 2, new byte[0]);
    assertNone(0, 52, new byte[Frame.CHUNK]);
    assertNone(0, -3, new byte[Frame.CHUNK]);
  }

  @Test
  void theLongestFrameFillsADatagram() {
    assertThat(Frame.write(null, new Frame.Whole(new byte[Frame.MAX_WHOLE])))
        .hasSize(Sealer.MAX_PLAIN);
    assertThat(Frame.write(null, new Frame.Fragment(1, 0, 2, new byte[Frame.CHUNK])))
        .hasSize(Sealer.MAX_PLAIN);
  }

  private static void assertNone(int index, int count, byte[] chunk) {
    byte[] bytes = Frame.write(null, new Frame.Fragment(1, index, count, chunk));
    assertThat(Frame.read(bytes)).as("%d of %d, %d bytes", index, count, chunk.length).isNull();
    assertThat(Frame.read(Arrays.copyOf(bytes, 5))).isNull();
  }

  private static NodeId id(int node) {
    return new NodeId(new UUID(node, node));
  }
}
