package dev.koi.wire.datagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.core.message.Message;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TicketCodecPropertyTest {

  @Provide
  Arbitrary<Message.InAdvance> inAdvance() {
    return MessageArbitraries.inAdvance();
  }

  @Provide
  Arbitrary<Message> others() {
    return MessageArbitraries.messages().filter(m -> !(m instanceof Message.InAdvance));
  }

  @Property
  void whatIsWrittenIsRead(@ForAll("inAdvance") Message.InAdvance message) throws MalformedMessage {
    assertThat(TicketCodec.decode(TicketCodec.encode(message))).isEqualTo(message);
  }

  @Property
  void whatOnlyALivingDaemonMaySayIsNoTicket(@ForAll("others") Message message) {
    byte[] bytes = MessageCodec.encode(message);
    assertThatThrownBy(() -> TicketCodec.decode(bytes)).isExactlyInstanceOf(MalformedMessage.class);
  }
}
