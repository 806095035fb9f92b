package dev.koi.wire.datagram;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.koi.core.message.Message;

/** A ticket is good for ever: of all bytes only those are one that say nothing else. */
class TicketFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void anyBytesAreATicketOrAreRefused(byte[] bytes) throws MalformedMessage {
    Message.InAdvance message;
    try {
      message = TicketCodec.decode(bytes);
    } catch (MalformedMessage _) {
      return;
    }
    assertThat(TicketCodec.decode(TicketCodec.encode(message))).isEqualTo(message);
  }
}
