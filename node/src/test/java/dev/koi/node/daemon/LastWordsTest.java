package dev.koi.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.heard.Heard;
import dev.koi.core.message.Card;
import dev.koi.core.message.Claim;
import dev.koi.core.message.Message;
import dev.koi.core.message.Message.Heartbeat;
import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeId;
import dev.koi.core.name.NodeName;
import dev.koi.core.time.Moment;
import dev.koi.node.links.LinkSettings;
import dev.koi.node.links.Links;
import dev.koi.node.links.Ticket;
import dev.koi.node.port.SeededEntropy;
import dev.koi.wire.datagram.MalformedMessage;
import dev.koi.wire.datagram.TicketCodec;
import dev.koi.wire.frame.Packet;
import dev.koi.wire.seal.KeyRing;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A daemon a with elector b and runner c around it. */
class LastWordsTest {

  private static final NodeId A = new NodeId(new UUID(0, 'a'));
  private static final NodeId B = new NodeId(new UUID(0, 'b'));
  private static final NodeId C = new NodeId(new UUID(0, 'c'));
  private static final KeyRing RING = KeyRing.of(List.of(new byte[KeyRing.SECRET_BYTES]));
  private static final InetSocketAddress AT_A = at(1);
  private static final InetSocketAddress AT_B = at(2);
  private static final Message.Gone GONE = new Message.Gone(run(A));

  private final Links a = links(A, 1);
  private final Links b = links(B, 2);
  private Heard heard = Heard.NOBODY;
  private final LastWords words = new LastWords(A, a.tickets(), () -> heard);

  @Test
  void theyAreForEveryOtherElectorThatIsKnown() throws MalformedMessage {
    hear(A, true);
    hear(B, true);
    hear(C, false);
    assertThat(words.of(GONE)).as("where it is, nobody knows yet").isEmpty();
    meet();
    List<Ticket> tickets = words.of(GONE);
    assertThat(tickets).extracting(Ticket::to).containsExactly(AT_B);
    var opened = b.receive(at(9), tickets.getFirst().bytes(), Moment.ofMillis(60_000)).tickets();
    assertThat(opened).hasSize(1);
    assertThat(opened.getFirst().from()).isEqualTo(A);
    assertThat(TicketCodec.decode(opened.getFirst().message())).isEqualTo(GONE);
  }

  @Test
  void theyAreSealedAgainWhenAnElectorOrAnAddressIsAnotherAndNotForARunner() {
    hear(A, true);
    long before = words.revision();
    hear(C, false);
    assertThat(words.revision()).isEqualTo(before);
    hear(B, true);
    long known = words.revision();
    assertThat(known).isGreaterThan(before);
    meet();
    long met = words.revision();
    assertThat(met).isGreaterThan(known);
    assertThat(words.revision()).isEqualTo(met);
    heard = heard.without(B);
    assertThat(words.revision()).isGreaterThan(met);
  }

  private void hear(NodeId node, boolean elector) {
    Card card =
        new Card(run(node), new NodeName("n"), elector, true, 0, "1", Duration.ZERO);
    heard =
        heard.heartbeat(
            new Heartbeat(
                card, new Claim.Listening(), null, List.of(), Duration.ZERO, List.of(), 1, 0, null),
            Moment.ofMillis(0));
  }

  /** Both prove that they live, on a network that takes no time. */
  private void meet() {
    Moment now = Moment.ofMillis(1000);
    Queue<Packet> flights = new ArrayDeque<>(b.broadcast(new byte[] {1}, now));
    for (Packet flight = flights.poll(); flight != null; flight = flights.poll()) {
      boolean toA = flight.to().equals(AT_A);
      Links receiver = toA ? a : b;
      flights.addAll(receiver.receive(toA ? AT_B : AT_A, flight.datagram(), now).replies());
    }
  }

  private static Links links(NodeId self, long seed) {
    InetSocketAddress other = self.equals(A) ? AT_B : AT_A;
    return new Links(new LinkSettings(13, self, List.of(other)), RING, new SeededEntropy(seed));
  }

  private static Incarnation run(NodeId node) {
    return new Incarnation(node, new UUID(0, 1), 1);
  }

  private static InetSocketAddress at(int host) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 42_000 + host);
  }
}
