package dev.koi.node.links;

import static dev.koi.node.links.Network.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.node.links.Network.Flight;
import dev.koi.node.links.Network.Host;
import dev.koi.node.port.SeededEntropy;
import dev.koi.wire.frame.Packet;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What links do when someone records, replays, carries elsewhere, changes and forges datagrams. */
class HostileNetworkTest {

  private static final InetSocketAddress A = at("10.0.0.1", 42012);
  private static final InetSocketAddress B = at("10.0.0.2", 42012);
  private static final InetSocketAddress C = at("10.0.0.3", 42012);
  private static final InetSocketAddress NOBODY = at("10.0.0.4", 42012);
  private static final InetSocketAddress EVIL = at("10.0.0.66", 666);
  private static final List<InetSocketAddress> ALL = List.of(A, B, C, NOBODY);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Network net = new Network(2);
  private Host a = net.start(1, ALL, A);
  private final Host b = net.start(2, ALL, B);
  private final Host c = net.start(3, ALL, C);

  @BeforeEach
  void everyoneMeets() {
    chat(3);
  }

  @Test
  void aDatagramReplayedFromAnotherAddressChangesNothing() {
    List<Path> paths = b.links.paths(net.now);
    for (Flight flight : recorded(B)) {
      assertNothing(b, EVIL, flight.datagram());
      assertNothing(b, flight.from(), flight.datagram());
    }
    assertThat(b.links.paths(net.now)).isEqualTo(paths);
    assertThat(b.links.broadcast(bytes("x"), net.now)).extracting(Packet::to).doesNotContain(EVIL);
  }

  @Test
  void aDatagramThatWasSentToAnotherAddressTeachesNoPath() {
    List<Path> paths = b.links.paths(net.now);
    for (Flight flight : recorded(C)) {
      assertThat(net.inject(b, EVIL, flight.datagram()).deliveries()).isEmpty();
    }
    for (Flight flight : recorded(NOBODY)) {
      assertThat(net.inject(b, EVIL, flight.datagram()).deliveries()).isEmpty();
    }
    assertThat(b.links.paths(net.now)).isEqualTo(paths);
    assertThat(b.links.broadcast(bytes("x"), net.now)).extracting(Packet::to).doesNotContain(EVIL);
  }

  @Test
  void aStartOfThePastIsNeverDeliveredEvenToOneWhoNeverHeardIt() {
    List<Flight> past = new ArrayList<>(net.recorded);
    net.stop(a);
    a = net.start(1, ALL, A);
    chat(3);
    net.stop(b);
    Host fresh = net.start(2, ALL, B);
    List<Flight> sinceThen = new ArrayList<>();
    for (int again = 0; again < 3; again++) {
      for (Flight flight : past) {
        Inbound inbound = net.inject(fresh, flight.from(), flight.datagram());
        assertThat(inbound.deliveries()).isEmpty();
        net.send(fresh, inbound.replies());
        net.run(Duration.ofMillis(20));
        sinceThen.add(flight);
      }
    }
    assertThat(sinceThen).hasSizeGreaterThan(50);
    assertThat(fresh.texts()).doesNotContain("a 0", "a 1", "a 2");
    chat(1);
    net.send(a, a.links.broadcast(bytes("the living one"), net.now));
    net.run(SECOND);
    assertThat(fresh.texts()).contains("the living one");
  }

  @Test
  void whatAnEarlierStartOfOursWasToldIsNotToldAgain() {
    List<Flight> past = new ArrayList<>(net.recorded);
    net.stop(b);
    Host fresh = net.start(2, ALL, B);
    net.send(a, a.links.broadcast(bytes("fresh"), net.now));
    net.run(SECOND);
    assertThat(fresh.texts()).contains("fresh");
    for (Flight flight : past) {
      if (flight.from().equals(A)) {
        assertNothing(fresh, A, flight.datagram());
      }
    }
  }

  @Test
  void aMessageToOneNodeIsNothingToAnother() {
    byte[] toC = a.links.send(c.id, bytes("for c"), net.now).getFirst().datagram();
    List<Path> paths = b.links.paths(net.now);
    assertNothing(b, EVIL, toC);
    assertNothing(b, A, toC);
    assertThat(b.links.paths(net.now)).isEqualTo(paths);
    assertThat(b.links.counts().misdirected()).isEqualTo(2);
    assertThat(net.inject(c, A, toC).deliveries()).hasSize(1);
    for (Packet fragment : a.links.send(c.id, new byte[5000], net.now)) {
      assertNothing(b, A, fragment.datagram());
    }
  }

  @Test
  void everyFlippedBitAndEveryTruncationIsDropped() {
    byte[] good = a.links.broadcast(bytes("whole"), net.now).getFirst().datagram();
    List<Path> paths = b.links.paths(net.now);
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] flipped = good.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertNothing(b, A, flipped);
    }
    for (int length = 0; length < good.length; length++) {
      assertNothing(b, A, Arrays.copyOf(good, length));
    }
    assertNothing(b, A, Arrays.copyOf(good, good.length + 1));
    assertThat(b.links.paths(net.now)).isEqualTo(paths);
    assertThat(net.inject(b, A, good).deliveries()).hasSize(1);
  }

  @Test
  void aHundredThousandRandomDatagramsChangeNothing() {
    byte[] good = a.links.broadcast(bytes("whole"), net.now).getFirst().datagram();
    List<Path> paths = b.links.paths(net.now);
    Random random = new Random(3);
    for (int i = 0; i < 100_000; i++) {
      byte[] garbage = new byte[random.nextInt(200)];
      random.nextBytes(garbage);
      // Half of them begin as ours do, a random way into the header.
      int ours = random.nextBoolean() ? random.nextInt(53) : 0;
      System.arraycopy(good, 0, garbage, 0, Math.min(ours, garbage.length));
      assertNothing(b, random.nextBoolean() ? A : EVIL, garbage);
    }
    assertThat(b.links.paths(net.now)).isEqualTo(paths);
    assertThat(net.inject(b, A, good).deliveries()).hasSize(1);
    LinkCounts counts = b.links.counts();
    assertThat(counts.foreign()).isPositive();
    assertThat(counts.forged()).isPositive();
    assertThat(counts.limited()).isPositive();
  }

  @Test
  void aSourceMayOrderOnlySoMuchCryptographyWhileProvenPeersGoOn() {
    byte[] unknownStart = a.links.broadcast(bytes("x"), net.now).getFirst().datagram();
    LinkCounts before = b.links.counts();
    for (int i = 0; i < 10_000; i++) {
      byte[] another = unknownStart.clone();
      ByteBuffer.wrap(another).putInt(28, i); // the salt
      assertNothing(b, A, another);
    }
    LinkCounts after = b.links.counts();
    assertThat(after.forged() - before.forged()).isEqualTo(SourceLimits.PER_SOURCE);
    assertThat(after.limited() - before.limited()).isEqualTo(10_000 - SourceLimits.PER_SOURCE);
    assertThat(net.inject(b, A, unknownStart).deliveries()).hasSize(1);
  }

  @Test
  void manySourcesTogetherMayOrderOnlySoMuch() {
    byte[] unknownStart = a.links.broadcast(bytes("x"), net.now).getFirst().datagram();
    long before = b.links.counts().forged();
    for (int i = 0; i < 10_000; i++) {
      byte[] another = unknownStart.clone();
      ByteBuffer.wrap(another).putInt(28, i);
      assertNothing(b, at("10.1.0.1", 1 + i), another);
    }
    assertThat(b.links.counts().forged() - before).isLessThanOrEqualTo(SourceLimits.IN_ALL);
  }

  @Test
  void aWrongKeyIsNamedByItsAddressAndAnotherClusterIsSilent() {
    LinkSettings settings = new LinkSettings(Network.CLUSTER, Network.id(9), ALL);
    Links wrongKey = new Links(settings, Network.ring(9), new SeededEntropy(9));
    Links otherCluster =
        new Links(new LinkSettings(99, Network.id(9), ALL), Network.RING, new SeededEntropy(9));
    byte[] wrong = wrongKey.broadcast(bytes("x"), net.now).getFirst().datagram();
    assertNothing(b, EVIL, otherCluster.broadcast(bytes("x"), net.now).getFirst().datagram());
    assertThat(b.links.strangers()).isEmpty();
    for (int port = 1; port < 1000; port++) {
      assertNothing(b, EVIL, wrong);
      assertNothing(b, at("fd00::66", port), wrong);
    }
    assertThat(b.links.strangers())
        .contains("10.0.0.66:666", "[fd00::66]:1")
        .hasSize(Strangers.KEPT);
    net.run(SECOND.multipliedBy(62));
    assertThat(b.links.strangers()).isEmpty();
  }

  @Test
  void ourOwnDatagramsSentBackDoNotSilenceUsTowardsALivingPeer() {
    for (Packet packet : b.links.broadcast(bytes("x"), net.now)) {
      assertNothing(b, packet.to(), packet.datagram());
    }
    assertThat(b.links.broadcast(bytes("x"), net.now))
        .extracting(Packet::to)
        .contains(A, C);
  }

  @Test
  void aPeerThatSpeaksFromEverywhereFillsNothing() {
    for (int i = 0; i < 1000; i++) {
      byte[] fresh = a.links.broadcast(bytes("x"), net.now).getFirst().datagram();
      net.inject(b, at("10.0.5.1", 1 + i), fresh);
      net.now = net.now.plus(Duration.ofMillis(20));
    }
    assertThat(b.links.paths(net.now).stream().filter(path -> path.peer().equals(a.id)))
        .hasSize(AddressBook.LEARNED_PER_PEER + 1)
        .extracting(Path::address)
        .contains(A);
  }

  private void chat(int rounds) {
    for (int i = 0; i < rounds; i++) {
      net.send(a, a.links.broadcast(bytes("a " + i), net.now));
      net.send(b, b.links.broadcast(bytes("b " + i), net.now));
      net.send(c, c.links.broadcast(bytes("c " + i), net.now));
      net.run(SECOND);
    }
  }

  private List<Flight> recorded(InetSocketAddress to) {
    List<Flight> flights = net.recorded.stream().filter(flight -> flight.to().equals(to)).toList();
    assertThat(flights).hasSizeGreaterThan(10);
    return flights;
  }

  private void assertNothing(Host host, InetSocketAddress from, byte[] datagram) {
    Inbound inbound = net.inject(host, from, datagram);
    assertThat(inbound.deliveries()).isEmpty();
    assertThat(inbound.replies()).isEmpty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
