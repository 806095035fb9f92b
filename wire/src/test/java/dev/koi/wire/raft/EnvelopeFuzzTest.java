package dev.koi.wire.raft;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.koi.core.raft.Envelope;
import dev.koi.wire.datagram.MalformedMessage;

/** Whatever bytes come: an envelope that is written and read as itself, or one checked exception. */
class EnvelopeFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void anyBytesAreAnEnvelopeOrAreRefused(byte[] bytes) throws MalformedMessage {
    Envelope envelope;
    try {
      envelope = EnvelopeCodec.decode(bytes);
    } catch (MalformedMessage _) {
      return;
    }
    assertThat(EnvelopeCodec.decode(EnvelopeCodec.encode(envelope))).isEqualTo(envelope);
  }
}
