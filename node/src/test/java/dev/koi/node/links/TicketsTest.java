package dev.koi.node.links;

import static dev.koi.node.links.Network.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.node.links.Network.Host;
import dev.koi.wire.frame.Frame;
import dev.koi.wire.seal.Salt;
import dev.koi.wire.seal.Sealer;
import dev.koi.wire.seal.Start;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sealed in advance, and sent by someone else. */
class TicketsTest {

  private static final InetSocketAddress A = at("10.0.0.1", 42012);
  private static final InetSocketAddress B = at("10.0.0.2", 42012);
  private static final InetSocketAddress B6 = at("fd00::2", 42012);
  private static final InetSocketAddress C = at("10.0.0.3", 42012);
  private static final InetSocketAddress GUARD = at("10.0.0.1", 50000);
  private static final List<InetSocketAddress> ALL = List.of(A, B, B6, C);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Network net = new Network(3);
  private final Host a = net.start(1, ALL, A, at("fd00::1", 42012));
  private final Host b = net.start(2, ALL, B, B6);
  private final Host c = net.start(3, ALL, C);

  @BeforeEach
  void everyoneMeets() {
    for (Host host : List.of(a, b, c)) {
      net.send(host, host.links.broadcast(bytes("hello"), net.now));
    }
    net.run(SECOND);
  }

  @Test
  void aTicketIsForEachAddressAtWhichItsReceiverIsKnown() {
    List<Ticket> tickets = a.links.tickets().of(b.id, bytes("gone"));
    assertThat(tickets).extracting(Ticket::to).containsExactlyInAnyOrder(B, B6);
    assertThat(tickets.getFirst().bytes()).isEqualTo(tickets.getLast().bytes());
    assertThat(a.links.tickets().of(Network.id(9), bytes("gone"))).isEmpty();
  }

  @Test
  void itIsOpenedMuchLaterFromAnywhereAndAgain() {
    byte[] ticket = ticket(b, "gone");
    net.stop(a);
    net.run(Duration.ofMinutes(10));
    for (int times = 0; times < 3; times++) {
      assertHandedOn(b, at("10.9.9.9", 1 + times), ticket);
      net.run(SECOND);
    }
    assertThat(b.links.paths(net.now)).extracting(Path::address).containsExactlyInAnyOrder(A, C);
  }

  @Test
  void aReceiverThatJustBeganOpensItWithoutAChallenge() {
    byte[] ticket = ticket(b, "gone");
    net.stop(b);
    Host again = net.start(2, ALL, B, B6);
    Inbound inbound = net.inject(again, GUARD, ticket);
    assertThat(inbound.tickets()).hasSize(1);
    assertThat(inbound.replies()).isEmpty();
    assertThat(again.links.tickets().of(a.id, bytes("x"))).isEmpty(); // and it teaches no address
  }

  @Test
  void itIsNoDeliveryAndADeliveryIsNoTicket() {
    assertThat(net.inject(b, GUARD, ticket(b, "gone")).deliveries()).isEmpty();
    byte[] ordinary = a.links.send(b.id, bytes("x"), net.now).getFirst().datagram();
    System.arraycopy(ticket(b, "gone"), 0, ordinary, 0, 4);
    assertNothing(b, ordinary);
    assertThat(b.links.counts().forged()).isEqualTo(1);
  }

  @Test
  void aTicketForAnotherNodeIsNothingHere() {
    assertNothing(c, ticket(b, "gone"));
    assertThat(c.links.counts().misdirected()).isEqualTo(1);
  }

  @Test
  void aTicketForEveryoneOrWithAnythingButAWholeMessageIsRefused() {
    Start start = new Start(a.id, new Salt(1, 2));
    Sealer sealer = Sealer.ofTickets(Network.RING, Network.CLUSTER, start);
    assertNothing(b, sealer.seal(Frame.write(null, new Frame.Whole(bytes("gone")))));
    assertThat(b.links.counts().misdirected()).isEqualTo(1);
    assertNothing(b, sealer.seal(Frame.write(b.id, new Frame.Probe(5))));
    assertNothing(b, sealer.seal(new byte[] {99}));
    assertThat(b.links.counts().malformed()).isEqualTo(2);
  }

  @Test
  void everyFlippedBitAndEveryTruncationIsDropped() {
    byte[] good = ticket(b, "gone");
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] flipped = good.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertNothing(b, flipped);
      net.now = net.now.plus(Duration.ofMillis(20)); // else most would not even be looked at
    }
    for (int length = 0; length < good.length; length++) {
      assertNothing(b, Arrays.copyOf(good, length));
    }
    assertHandedOn(b, GUARD, good);
  }

  @Test
  void manyTicketsThatAreRepeatedAllGetThroughAtOnce() {
    List<byte[]> tickets = new ArrayList<>();
    for (int group = 0; group < 50; group++) {
      tickets.add(ticket(b, "group " + group));
    }
    for (int round = 0; round < 5; round++) {
      for (byte[] ticket : tickets) {
        assertThat(net.inject(b, GUARD, ticket).tickets()).hasSize(round == 0 ? 1 : 0);
      }
      net.now = net.now.plus(Duration.ofMillis(19));
    }
    assertThat(b.links.counts().limited()).isZero();
    assertThat(b.links.counts().replayed()).isGreaterThanOrEqualTo(200);
    net.now = net.now.plus(Stubs.QUIET);
    assertHandedOn(b, GUARD, tickets.getFirst());
  }

  @Test
  void garbageThatLooksLikeTicketsCostsWhatOtherGarbageCosts() {
    byte[] good = ticket(b, "gone");
    LinkCounts before = b.links.counts();
    for (int i = 0; i < 10_000; i++) {
      byte[] forged = good.clone();
      forged[28] = (byte) i; // the salt
      forged[29] = (byte) (i >> 8);
      forged[60] ^= 1;
      assertNothing(b, forged);
    }
    LinkCounts after = b.links.counts();
    assertThat(after.forged() - before.forged()).isEqualTo(SourceLimits.PER_SOURCE);
    assertThat(after.limited() - before.limited()).isEqualTo(10_000 - SourceLimits.PER_SOURCE);
    assertHandedOn(b, at("10.0.0.1", 50001), good);
  }

  @Test
  void whileTheKeyIsChangedTheOldAndTheNewOneOpenIt() {
    byte[] old = ticket(b, "gone");
    b.links.keys(Network.ring(2, 1));
    assertHandedOn(b, GUARD, old);
    b.links.keys(Network.ring(2));
    net.run(SECOND);
    long before = b.links.counts().wrongKey();
    assertNothing(b, old);
    assertThat(b.links.counts().wrongKey()).isEqualTo(before + 1);
  }

  @Test
  void theRevisionGrowsWhenSomeoneIsKnownElsewhereAndNotOtherwise() {
    long before = a.links.tickets().revision();
    net.send(b, b.links.broadcast(bytes("still here"), net.now));
    net.run(SECOND);
    assertThat(a.links.tickets().revision()).isEqualTo(before);
    InetSocketAddress moved = at("10.0.0.22", 42012);
    net.move(b, moved);
    net.send(b, b.links.broadcast(bytes("moved"), net.now));
    net.run(SECOND);
    assertThat(a.links.tickets().revision()).isGreaterThan(before);
    assertThat(a.links.tickets().of(b.id, bytes("x"))).extracting(Ticket::to).contains(moved);
    long moves = a.links.tickets().revision();
    a.links.forget(b.id);
    assertThat(a.links.tickets().revision()).isGreaterThan(moves);
    assertThat(a.links.tickets().of(b.id, bytes("x"))).isEmpty();
  }

  private byte[] ticket(Host to, String text) {
    return a.links.tickets().of(to.id, bytes(text)).getFirst().bytes();
  }

  private void assertHandedOn(Host to, InetSocketAddress from, byte[] datagram) {
    Inbound inbound = net.inject(to, from, datagram);
    assertThat(inbound.tickets()).hasSize(1);
    assertThat(inbound.tickets().getFirst().from()).isEqualTo(a.id);
    assertThat(inbound.deliveries()).isEmpty();
    assertThat(inbound.replies()).isEmpty();
  }

  private void assertNothing(Host to, byte[] datagram) {
    Inbound inbound = net.inject(to, GUARD, datagram);
    assertThat(inbound.tickets()).isEmpty();
    assertThat(inbound.deliveries()).isEmpty();
    assertThat(inbound.replies()).isEmpty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
