package dev.koi.wire.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.raft.Envelope;
import dev.koi.wire.datagram.MalformedMessage;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EnvelopeCodecPropertyTest {

  @Provide
  Arbitrary<Envelope> envelopes() {
    return EnvelopeArbitraries.envelopes();
  }

  @Property
  void whatIsWrittenIsRead(@ForAll("envelopes") Envelope envelope) throws MalformedMessage {
    assertThat(EnvelopeCodec.decode(EnvelopeCodec.encode(envelope))).isEqualTo(envelope);
  }

  @Property
  void damagedBytesAreAnEnvelopeOrMalformedAndNothingElse(
      @ForAll("envelopes") Envelope envelope, @ForAll long seed) {
    byte[] bytes = EnvelopeCodec.encode(envelope);
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
  void anyBytesAreAnEnvelopeOrMalformedAndNothingElse(@ForAll byte[] bytes) {
    assertReadableOrMalformed(bytes);
  }

  /** What can be read can be written again: no record is half valid. */
  private static void assertReadableOrMalformed(byte[] bytes) {
    Envelope envelope;
    try {
      envelope = EnvelopeCodec.decode(bytes);
    } catch (MalformedMessage e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    try {
      assertThat(EnvelopeCodec.decode(EnvelopeCodec.encode(envelope))).isEqualTo(envelope);
    } catch (MalformedMessage e) {
      throw new AssertionError(envelope + " was read but cannot be written", e);
    }
  }
}
