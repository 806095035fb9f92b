package dev.koi.node.links;

import static dev.koi.node.links.Network.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.node.links.Network.Host;
import dev.koi.wire.frame.Assembler;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two nodes on networks that lose, repeat and reorder, each network from a seed. */
class LossyNetworkTest {

  private static final InetSocketAddress A4 = at("10.0.0.1", 42012);
  private static final InetSocketAddress B4 = at("10.0.0.2", 42012);
  private static final InetSocketAddress A6 = at("fd00::1", 42012);
  private static final InetSocketAddress B6 = at("fd00::2", 42012);
  private static final List<InetSocketAddress> TRANSPORT = List.of(A4, A6, B4, B6);

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 30})
  void largeMessagesArriveWholeAndOnceWhateverIsLost(int lossPercent) {
    for (long seed = 0; seed < 40; seed++) {
      Network net = new Network(seed);
      Host a = net.start(1, TRANSPORT, A4, A6);
      Host b = net.start(2, TRANSPORT, B4, B6);
      untilBothAreBelieved(net, a, b);
      net.loss = lossPercent / 100.0;
      net.repeats = 0.1;
      net.jitter = Duration.ofMillis(5);
      byte[] toOne = message(seed, 65_536);
      byte[] toAll = message(seed + 1000, 20_000);
      net.send(a, a.links.send(b.id, toOne, net.now));
      net.send(a, a.links.broadcast(toAll, net.now));
      net.run(Assembler.GIVE_UP);
      assertThat(large(b)).as("seed %d", seed).containsExactlyInAnyOrder(toOne, toAll);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 30})
  void smallMessagesArriveAtMostOnceAndMostOfThem(int lossPercent) {
    for (long seed = 0; seed < 20; seed++) {
      Network net = new Network(seed);
      Host a = net.start(1, TRANSPORT, A4, A6);
      Host b = net.start(2, TRANSPORT, B4, B6);
      untilBothAreBelieved(net, a, b);
      net.loss = lossPercent / 100.0;
      net.repeats = 0.2;
      net.jitter = Duration.ofMillis(10);
      b.delivered.clear();
      for (int i = 0; i < 200; i++) {
        net.send(a, a.links.send(b.id, ByteBuffer.allocate(4).putInt(i).array(), net.now));
        net.run(Duration.ofMillis(2));
      }
      net.run(Duration.ofMillis(20));
      Set<Integer> numbers = new HashSet<>();
      for (Delivery delivery : b.delivered) {
        assertThat(numbers.add(ByteBuffer.wrap(delivery.message()).getInt())).isTrue();
      }
      // Over two paths 9 of 100 are lost where each loses 30.
      assertThat(numbers).as("seed %d", seed).hasSizeGreaterThan(lossPercent == 0 ? 199 : 160);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 30, 50})
  void aNewStartIsBelievedThroughLossToo(int lossPercent) {
    for (long seed = 0; seed < 40; seed++) {
      Network net = new Network(seed);
      net.loss = lossPercent / 100.0;
      net.repeats = 0.1;
      net.jitter = Duration.ofMillis(5);
      Host a = net.start(1, TRANSPORT, A4, A6);
      Host b = net.start(2, TRANSPORT, B4, B6);
      untilBothAreBelieved(net, a, b);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theSameSeedGivesTheSameDatagrams(long seed) {
    assertThat(transcript(seed)).isEqualTo(transcript(seed));
  }

  private static List<Integer> transcript(long seed) {
    Network net = new Network(seed);
    net.loss = 0.3;
    net.jitter = Duration.ofMillis(5);
    Host a = net.start(1, TRANSPORT, A4, A6);
    Host b = net.start(2, TRANSPORT, B4, B6);
    untilBothAreBelieved(net, a, b);
    net.send(a, a.links.send(b.id, message(seed, 50_000), net.now));
    net.run(Duration.ofSeconds(1));
    return net.recorded.stream()
        .map(flight -> ByteBuffer.wrap(flight.datagram()).hashCode())
        .toList();
  }

  /** Heartbeats until each was heard by the other: within a second, or it fails. */
  private static void untilBothAreBelieved(Network net, Host a, Host b) {
    for (int i = 0; i < 25; i++) {
      net.send(a, a.links.broadcast(new byte[] {1}, net.now));
      net.send(b, b.links.broadcast(new byte[] {2}, net.now));
      net.run(Duration.ofMillis(40));
      if (i > 3 && !a.delivered.isEmpty() && !b.delivered.isEmpty()) {
        return;
      }
    }
    assertThat(a.delivered).as("heard by a").isNotEmpty();
    assertThat(b.delivered).as("heard by b").isNotEmpty();
  }

  private static List<byte[]> large(Host host) {
    return host.delivered.stream().map(Delivery::message).filter(m -> m.length > 100).toList();
  }

  private static byte[] message(long seed, int length) {
    byte[] message = new byte[length];
    new Random(seed).nextBytes(message);
    return message;
  }
}
