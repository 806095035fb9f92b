package dev.koi.wire.datagram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.message.Message;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MessageCodecPropertyTest {

  @Provide
  Arbitrary<Message> messages() {
    return MessageArbitraries.messages();
  }

  @Property
  void whatIsWrittenIsRead(@ForAll("messages") Message message) throws MalformedMessage {
    assertThat(MessageCodec.decode(MessageCodec.encode(message))).isEqualTo(message);
  }

  @Property
  void damagedBytesAreAMessageOrMalformedAndNothingElse(
      @ForAll("messages") Message message, @ForAll long seed) {
    byte[] bytes = MessageCodec.encode(message);
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      byte[] damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length + 3));
      for (int flips = random.nextInt(3); flips > 0 && damaged.length > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      assertReadableOrMalformed(damaged);
    }
  }

  @Property
  void anyBytesAreAMessageOrMalformedAndNothingElse(@ForAll byte[] bytes) {
    assertReadableOrMalformed(bytes);
  }

  /** What can be read can be written again: no record is half valid. */
  private static void assertReadableOrMalformed(byte[] bytes) {
    Message message;
    try {
      message = MessageCodec.decode(bytes);
    } catch (MalformedMessage e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    try {
      assertThat(MessageCodec.decode(MessageCodec.encode(message))).isEqualTo(message);
    } catch (MalformedMessage e) {
      throw new AssertionError(message + " was read but cannot be written", e);
    }
  }
}
