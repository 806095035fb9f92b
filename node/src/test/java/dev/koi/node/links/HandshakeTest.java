package dev.koi.node.links;

import static dev.koi.node.links.Network.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.time.Moment;
import dev.koi.node.port.SeededEntropy;
import dev.koi.wire.frame.Packet;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The handshake datagram by datagram, without a network. */
class HandshakeTest {

  private static final InetSocketAddress A = at("10.0.0.1", 42012);
  private static final InetSocketAddress B = at("10.0.0.2", 42012);

  private final Links b = links(2, 20);
  private Moment now = Moment.ofMillis(1000);

  @Test
  void aLateEchoOfAnotherStartDoesNotUnseatTheOneThatProvedItself() {
    Links first = links(1, 10);
    Links second = links(1, 11);
    Packet askFirst = receive(b, A, first.broadcast(bytes("first"), now)).getFirst();
    Packet askSecond = receive(b, A, second.broadcast(bytes("second"), now)).getFirst();
    List<Packet> lateEcho = receive(first, B, List.of(askFirst));
    List<Packet> echo = receive(second, B, List.of(askSecond));
    assertThat(told(echo)).containsExactly("second");
    assertThat(told(lateEcho)).isEmpty();
    assertThat(told(second.broadcast(bytes("still here"), now))).containsExactly("still here");
  }

  @Test
  void anEchoOfAnExpiredChallengeProvesNothingAndANewOneIsAsked() {
    Links a = links(1, 10);
    List<Packet> ask = receive(b, A, a.broadcast(bytes("x"), now));
    List<Packet> echo = receive(a, B, ask);
    now = now.plus(Peer.PENDING_KEPT).plus(Duration.ofMillis(1));
    assertThat(told(echo)).isEmpty();
    List<Packet> askAgain = receive(b, A, a.broadcast(bytes("y"), now));
    assertThat(askAgain).isEmpty(); // the late echo was asked for anew, less than 10 ms ago
    now = now.plus(Duration.ofMillis(10));
    askAgain = receive(b, A, a.broadcast(bytes("z"), now));
    assertThat(told(receive(a, B, askAgain))).containsExactly("z");
  }

  @Test
  void aChallengeOfAnEarlierStartOfOursIsNotEchoed() {
    List<Packet> oldAsk = receive(b, A, links(1, 10).broadcast(bytes("x"), now));
    assertThat(oldAsk).hasSize(1);
    List<Packet> replies = receive(links(1, 11), B, oldAsk);
    assertThat(replies).as("our own question, and no echo").hasSize(1);
  }

  @Test
  void theSameChallengeIsAnsweredWithTheSameBytes() {
    Links a = links(1, 10);
    List<Packet> ask = receive(b, A, a.broadcast(bytes("x"), now));
    List<Packet> once = receive(a, B, ask);
    List<Packet> again = receive(a, at("fd00::2", 42012), ask);
    assertThat(once).hasSizeGreaterThanOrEqualTo(2);
    assertThat(again.get(0).datagram()).isSameAs(once.get(0).datagram());
    assertThat(again.get(1).datagram()).isSameAs(once.get(1).datagram());
  }

  private List<String> told(List<Packet> toB) {
    return toB.stream()
        .flatMap(packet -> b.receive(A, packet.datagram(), now).deliveries().stream())
        .map(delivery -> new String(delivery.message(), UTF_8))
        .toList();
  }

  private List<Packet> receive(Links links, InetSocketAddress from, List<Packet> packets) {
    return packets.stream()
        .flatMap(packet -> links.receive(from, packet.datagram(), now).replies().stream())
        .toList();
  }

  private static Links links(int node, long seed) {
    List<InetSocketAddress> other = List.of(node == 1 ? B : A);
    LinkSettings settings = new LinkSettings(Network.CLUSTER, Network.id(node), other);
    return new Links(settings, Network.RING, new SeededEntropy(seed));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
