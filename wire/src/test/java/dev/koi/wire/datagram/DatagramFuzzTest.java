package dev.koi.wire.datagram;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.koi.core.message.Message;

/** Whatever bytes come: a message that is written and read as itself, or one checked exception. */
class DatagramFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void anyBytesAreAMessageOrAreRefused(byte[] bytes) throws MalformedMessage {
    Message message;
    try {
      message = MessageCodec.decode(bytes);
    } catch (MalformedMessage _) {
      return;
    }
    assertThat(MessageCodec.decode(MessageCodec.encode(message))).isEqualTo(message);
  }
}
