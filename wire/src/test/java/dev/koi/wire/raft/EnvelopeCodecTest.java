package dev.koi.wire.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.core.raft.Envelope;
import dev.koi.core.raft.RaftMessage;
import dev.koi.wire.datagram.Golden;
import dev.koi.wire.datagram.MalformedMessage;
import dev.koi.wire.datagram.UnknownMessageKind;
import dev.koi.wire.proto.RaftProto;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EnvelopeCodecTest {

  private static final Golden GOLDEN = new Golden("raft");

  @Test
  void theBytesOfEachKindAreThoseOfTheGoldenFiles() throws IOException {
    for (Map.Entry<String, Envelope> sample : Samples.all().entrySet()) {
      GOLDEN.assertWritten(sample.getKey(), EnvelopeCodec.encode(sample.getValue()));
    }
  }

  @Test
  void eachGoldenFileReadsAsItsEnvelope() throws Exception {
    Map<String, Envelope> samples = Samples.all();
    for (Map.Entry<String, Envelope> sample : samples.entrySet()) {
      assertThat(EnvelopeCodec.decode(GOLDEN.read(sample.getKey())))
          .as(sample.getKey())
          .isEqualTo(sample.getValue());
    }
    assertThat(GOLDEN.names()).isEqualTo(samples.keySet());
  }

  @Test
  void everyKindOfMessageHasASample() {
    Set<Class<?>> kinds = Set.of(RaftMessage.class.getPermittedSubclasses());
    assertThat(
            Samples.all().values().stream()
                .map(envelope -> envelope.message().getClass())
                .collect(Collectors.toSet()))
        .isEqualTo(kinds);
  }

  @Test
  void anUnknownKindAndAnotherVersionAreToldFromNonsense() {
    byte[] kind200 = {0x08, 0x01, (byte) 0xc2, 0x0c, 0x00};
    byte[] version2 = RaftProto.Envelope.newBuilder().setVersion(2).build().toByteArray();
    assertThatThrownBy(() -> EnvelopeCodec.decode(kind200)).isInstanceOf(UnknownMessageKind.class);
    assertThatThrownBy(() -> EnvelopeCodec.decode(version2))
        .isInstanceOf(UnknownMessageKind.class)
        .hasMessage("version 2");
    assertThatThrownBy(() -> EnvelopeCodec.decode(new byte[0]))
        .isExactlyInstanceOf(MalformedMessage.class)
        .hasMessage("an envelope begins with its version");
    assertThatThrownBy(() -> EnvelopeCodec.decode("hello".getBytes(StandardCharsets.UTF_8)))
        .isExactlyInstanceOf(MalformedMessage.class)
        .hasMessageStartingWith("not protobuf: ");
  }

  @Test
  void aFieldOfANewerVersionIsSkipped() throws MalformedMessage {
    Envelope envelope = Samples.envelope(3, new RaftMessage.TimeoutNow());
    byte[] bytes = EnvelopeCodec.encode(envelope);
    byte[] newer = Arrays.copyOf(bytes, bytes.length + 3);
    newer[bytes.length] = (byte) 0xf8; // field 127 of the envelope, a varint
    newer[bytes.length + 1] = 0x07;
    newer[bytes.length + 2] = 0x05;
    assertThat(EnvelopeCodec.decode(newer)).isEqualTo(envelope);
  }

  /** Fields would be read up to there, and the rest be taken for read. */
  @Test
  void theEndOfAGroupThatNeverBeganIsNotTheEndOfAnEnvelope() {
    byte[] bytes = EnvelopeCodec.encode(Samples.envelope(3, new RaftMessage.TimeoutNow()));
    byte[] ended = Arrays.copyOf(bytes, bytes.length + 1);
    ended[bytes.length] = 0x7c;
    assertThatThrownBy(() -> EnvelopeCodec.decode(ended))
        .isExactlyInstanceOf(MalformedMessage.class)
        .hasMessageStartingWith("not protobuf: ");
  }

  @Test
  void whatIsReadDoesNotChangeWithTheBytesItWasReadFrom() throws MalformedMessage {
    for (Envelope sample : Samples.all().values()) {
      byte[] bytes = EnvelopeCodec.encode(sample);
      Envelope read = EnvelopeCodec.decode(bytes);
      Arrays.fill(bytes, (byte) -1);
      assertThat(read).isEqualTo(sample);
    }
  }

  @Test
  void aNegativeDurationIsNotWritten() {
    RaftMessage voted = new RaftMessage.Voted(true, Duration.ofNanos(-1));
    assertThatThrownBy(() -> EnvelopeCodec.encode(Samples.envelope(3, voted)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
