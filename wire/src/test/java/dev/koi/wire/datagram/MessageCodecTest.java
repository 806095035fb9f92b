package dev.koi.wire.datagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.core.message.Message;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeId;
import dev.koi.wire.proto.Proto;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessageCodecTest {

  private static final Golden GOLDEN = new Golden("datagram");

  @Test
  void theBytesOfEachKindAreThoseOfTheGoldenFiles() throws IOException {
    for (Map.Entry<String, Message> sample : Samples.all().entrySet()) {
      GOLDEN.assertWritten(sample.getKey(), MessageCodec.encode(sample.getValue()));
    }
  }

  @Test
  void eachGoldenFileReadsAsItsMessage() throws Exception {
    Map<String, Message> samples = Samples.all();
    for (Map.Entry<String, Message> sample : samples.entrySet()) {
      assertThat(MessageCodec.decode(GOLDEN.read(sample.getKey())))
          .as(sample.getKey())
          .isEqualTo(sample.getValue());
    }
    assertThat(GOLDEN.names()).isEqualTo(samples.keySet());
  }

  @Test
  void everyKindOfMessageHasASample() {
    Set<Class<?>> kinds = kinds(Message.class).collect(Collectors.toSet());
    assertThat(Samples.all().values().stream().map(Object::getClass).collect(Collectors.toSet()))
        .isEqualTo(kinds);
  }

  private static Stream<Class<?>> kinds(Class<?> family) {
    return Arrays.stream(family.getPermittedSubclasses())
        .flatMap(kind -> kind.isInterface() ? kinds(kind) : Stream.of(kind));
  }

  @Test
  void anUnknownKindAndAnotherVersionAreToldFromNonsense() {
    byte[] kind200 = {0x08, 0x01, (byte) 0xc2, 0x0c, 0x00};
    byte[] version2 = Proto.Envelope.newBuilder().setVersion(2).build().toByteArray();
    assertThatThrownBy(() -> MessageCodec.decode(kind200)).isInstanceOf(UnknownMessageKind.class);
    assertThatThrownBy(() -> MessageCodec.decode(version2))
        .isInstanceOf(UnknownMessageKind.class)
        .hasMessage("version 2");
    assertThatThrownBy(() -> MessageCodec.decode(new byte[0]))
        .isExactlyInstanceOf(MalformedMessage.class);
    assertThatThrownBy(() -> MessageCodec.decode("hello".getBytes(StandardCharsets.UTF_8)))
        .isExactlyInstanceOf(MalformedMessage.class);
  }

  @Test
  void aFieldOfANewerVersionIsSkipped() throws MalformedMessage {
    Message seen = new Message.ReportSeen(42);
    byte[] bytes = MessageCodec.encode(seen);
    byte[] newer = Arrays.copyOf(bytes, bytes.length + 3);
    newer[bytes.length] = (byte) 0xf8; // field 127 of the envelope, a varint
    newer[bytes.length + 1] = 0x07;
    newer[bytes.length + 2] = 0x05;
    assertThat(MessageCodec.decode(newer)).isEqualTo(seen);
  }

  @Test
  void whatARecordRefusesIsMalformed() {
    Incarnation run = new Incarnation(new NodeId(new UUID(1, 2)), new UUID(3, 4), 5);
    Proto.Released good =
        Proto.Released.newBuilder()
            .setGroup("g")
            .setEpoch(1)
            .setHolder(Fields.incarnation(run))
            .build();
    assertThat(decoded(good))
        .isEqualTo(new Message.Released(new GroupName("g"), new Epoch(1), run));
    assertMalformed(good.toBuilder().setGroup("not a group").build());
    assertMalformed(good.toBuilder().setGroup("").build());
    assertMalformed(good.toBuilder().setEpoch(-1).build());
    assertMalformed(good.toBuilder().clearHolder().build());
  }

  @Test
  void anEnumOfTheFutureIsMalformedAndNotADefault() {
    byte[] report =
        Proto.Envelope.newBuilder()
            .setVersion(1)
            .setReport(
                Proto.Report.newBuilder()
                    .addGroups(Proto.GroupReport.newBuilder().setGroup("g").setStateValue(99)))
            .build()
            .toByteArray();
    assertThatThrownBy(() -> MessageCodec.decode(report))
        .isExactlyInstanceOf(MalformedMessage.class)
        .hasMessageContaining("node state");
  }

  private static void assertMalformed(Proto.Released released) {
    assertThatThrownBy(() -> MessageCodec.decode(bytes(released)))
        .isExactlyInstanceOf(MalformedMessage.class);
  }

  private static Message decoded(Proto.Released released) {
    try {
      return MessageCodec.decode(bytes(released));
    } catch (MalformedMessage e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(Proto.Released released) {
    return Proto.Envelope.newBuilder().setVersion(1).setReleased(released).build().toByteArray();
  }
}
