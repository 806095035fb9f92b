package dev.koi.wire.datagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.koi.core.message.Message.Answer;
import dev.koi.core.message.Message.Ask;
import dev.koi.wire.proto.Proto;
import org.junit.jupiter.api.Test;

class PackedTest {

  @Test
  void aLongAnswerTravelsInATenthOfItsBytes() throws MalformedMessage {
    String service = "{\"group\":\"default\",\"name\":\"\u00fc\",\"state\":\"Promoted\",\"failed\":false},";
    Answer answer = new Answer(5, service.repeat(1_000));
    byte[] bytes = MessageCodec.encode(answer);
    assertThat(bytes.length).isLessThan(answer.response().length() / 10);
    assertThat(MessageCodec.decode(bytes)).isEqualTo(answer);
  }

  @Test
  void aLongQuestionTravelsSoToo() throws MalformedMessage {
    Ask ask = new Ask(5, "{\"key\":\"a\",\"value\":\"1\"},".repeat(1_000));
    byte[] bytes = MessageCodec.encode(ask);
    assertThat(bytes.length).isLessThan(ask.request().length() / 10);
    assertThat(MessageCodec.decode(bytes)).isEqualTo(ask);
  }

  @Test
  void whatClaimsToBeLongerThanAnyAnswerIsMalformed() throws MalformedMessage {
    assertThat(decode(Packed.deflate(new byte[Packed.LONGEST]))).isInstanceOf(Answer.class);
    malformed(Packed.deflate(new byte[Packed.LONGEST + 1]), "at most 4 MiB");
  }

  @Test
  void whatIsDamagedOrCutOffIsMalformed() {
    ByteString packed = Packed.deflate(new byte[5_000]);
    malformed(packed.substring(0, packed.size() / 2), "damaged");
    malformed(ByteString.copyFromUtf8("no deflated text at all"), "damaged");
  }

  private static void malformed(ByteString packed, String why) {
    assertThatThrownBy(() -> decode(packed))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageContaining(why);
  }

  private static Object decode(ByteString packed) throws MalformedMessage {
    Proto.Answer answer = Proto.Answer.newBuilder().setId(1).setDeflated(packed).build();
    return MessageCodec.decode(
        Proto.Envelope.newBuilder()
            .setVersion(MessageCodec.VERSION)
            .setAnswer(answer)
            .build()
            .toByteArray());
  }
}
