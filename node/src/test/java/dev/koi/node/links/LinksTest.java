package dev.koi.node.links;

import static dev.koi.node.links.Network.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.node.links.Network.Host;
import dev.koi.wire.frame.Frame;
import dev.koi.wire.frame.Packet;
import dev.koi.wire.seal.KeyRing;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What links do between honest nodes. */
class LinksTest {

  private static final InetSocketAddress A4 = at("10.0.0.1", 42012);
  private static final InetSocketAddress B4 = at("10.0.0.2", 42012);
  private static final InetSocketAddress C4 = at("10.0.0.3", 42012);
  private static final InetSocketAddress A6 = at("fd00::1", 42012);
  private static final InetSocketAddress B6 = at("fd00::2", 42012);
  private static final List<InetSocketAddress> TWO = List.of(A4, B4);
  private static final Duration ROUND_TRIP = Duration.ofMillis(2);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Network net = new Network(1);

  @Test
  void aNewStartIsHeardOneRoundTripAfterItsFirstBroadcastArrives() {
    Host a = net.start(1, TWO, A4);
    Host b = net.start(2, TWO, B4);
    net.send(a, a.links.broadcast(bytes("heartbeat"), net.now));
    net.run(ROUND_TRIP);
    assertThat(b.texts()).isEmpty();
    net.run(Duration.ofMillis(1).plusNanos(1));
    assertThat(b.texts()).containsExactly("heartbeat");
    assertThat(b.delivered.getFirst().from()).isEqualTo(a.id);
  }

  @Test
  void theBroadcastBehindAnEchoIsDeliveredOnceThoughEveryPathWasChallenged() {
    List<InetSocketAddress> transport = List.of(A4, A6, B4, B6);
    Host a = net.start(1, transport, A4, A6);
    Host b = net.start(2, transport, B4, B6);
    net.send(a, a.links.broadcast(bytes("heartbeat"), net.now));
    net.run(SECOND);
    assertThat(b.texts()).containsExactly("heartbeat");
  }

  @Test
  void aKeyThatIsAddedBehindTheFirstOpensAtOnceAndNobodyProvesHimselfAnew() {
    Host a = net.start(1, TWO, A4);
    Host b = net.start(2, TWO, B4);
    meet(a, b);
    KeyRing wider = Network.ring(1, 2);
    assertThat(wider.sealsAs(Network.RING)).isTrue();
    assertThat(wider.isSameAs(Network.RING)).isFalse();
    b.links.keys(wider);
    b.delivered.clear();
    net.send(a, a.links.broadcast(bytes("known"), net.now));
    net.run(Duration.ofMillis(1).plusNanos(1));
    assertThat(b.texts()).containsExactly("known");
  }

  @Test
  void aRestartedNodeIsHeardAsQuicklyAndItsOldStartNoMore() {
    Host a = net.start(1, TWO, A4);
    Host b = net.start(2, TWO, B4);
    meet(a, b);
    net.stop(a);
    Host again = net.start(1, TWO, A4);
    net.send(again, again.links.broadcast(bytes("again"), net.now));
    net.run(Duration.ofMillis(3).plusNanos(1));
    assertThat(b.texts()).endsWith("again");
    int delivered = b.delivered.size();
    net.send(a, a.links.broadcast(bytes("I was paused"), net.now));
    net.run(SECOND);
    assertThat(b.delivered).hasSize(delivered);
    assertThat(b.links.counts().retired()).isPositive();
  }

  @Test
  void aMessageGoesToOneNodeOnceOverAllItsPaths() {
    List<InetSocketAddress> transport = List.of(A4, A6, B4, B6);
    Host a = net.start(1, transport, A4, A6);
    Host b = net.start(2, transport, B4, B6);
    meet(a, b);
    assertThat(a.links.paths(net.now)).extracting(Path::address).containsExactlyInAnyOrder(B4, B6);
    List<Packet> packets = a.links.send(b.id, bytes("once"), net.now);
    assertThat(packets).extracting(Packet::to).containsExactlyInAnyOrder(B4, B6);
    assertThat(packets.get(0).datagram()).isSameAs(packets.get(1).datagram());
    net.send(a, packets);
    net.run(ROUND_TRIP);
    assertThat(b.texts()).containsOnlyOnce("once");
  }

  @Test
  void aPathThatFallsSilentIsNotUsedUntilItIsHeardAgain() {
    List<InetSocketAddress> transport = List.of(A4, A6, B4, B6);
    Host a = net.start(1, transport, A4, A6);
    Host b = net.start(2, transport, B4, B6);
    meet(a, b);
    net.move(b, B4);
    net.run(Duration.ofSeconds(5));
    assertThat(a.links.send(b.id, bytes("x"), net.now)).extracting(Packet::to).containsExactly(B4);
    b.addresses.add(B6);
    net.route(b, B6);
    net.run(Duration.ofSeconds(5));
    assertThat(a.links.send(b.id, bytes("x"), net.now)).extracting(Packet::to).contains(B4, B6);
  }

  @Test
  void aPeerThatMovesIsFollowedAndItsOldAddressForgotten() {
    Host a = net.start(1, List.of(A4), A4);
    InetSocketAddress first = at("10.0.0.50", 42012);
    InetSocketAddress second = at("10.0.0.51", 42012);
    Host b = net.start(2, List.of(A4), first);
    meet(a, b);
    assertThat(a.links.paths(net.now)).extracting(Path::address).containsExactly(first);
    net.move(b, second);
    meet(a, b);
    assertThat(a.links.paths(net.now)).extracting(Path::address).contains(second);
    net.send(a, a.links.send(b.id, bytes("found"), net.now));
    net.run(SECOND);
    assertThat(b.texts()).contains("found");
    net.run(AddressBook.LEARNED_KEPT.plus(SECOND));
    assertThat(a.links.paths(net.now)).extracting(Path::address).containsExactly(second);
  }

  @Test
  void ourOwnAddressIsFoundOutAndLeftOut() {
    List<InetSocketAddress> transport = List.of(A4, B4, C4);
    Host a = net.start(1, transport, A4);
    Host b = net.start(2, transport, B4);
    meet(a, b);
    assertThat(a.links.broadcast(bytes("x"), net.now))
        .extracting(Packet::to)
        .containsExactly(B4, C4);
    assertThat(a.links.heardFromAllConfigured(net.now, SECOND.multipliedBy(3))).isFalse();
    Host c = net.start(3, transport, C4);
    meet(a, c);
    assertThat(a.links.heardFromAllConfigured(net.now, SECOND.multipliedBy(3))).isTrue();
    net.stop(c);
    net.run(Duration.ofSeconds(5));
    assertThat(a.links.heardFromAllConfigured(net.now, SECOND.multipliedBy(3))).isFalse();
    net.run(Duration.ofSeconds(90));
    assertThat(a.links.broadcast(bytes("x"), net.now)).extracting(Packet::to).contains(B4, C4);
  }

  @Test
  void aPathSaysHowLongItsRoundTripTakes() {
    Host a = net.start(1, TWO, A4);
    Host b = net.start(2, TWO, B4);
    meet(a, b);
    net.run(Duration.ofSeconds(3));
    assertThat(a.links.paths(net.now))
        .singleElement()
        .satisfies(
            path -> {
              assertThat(path.peer()).isEqualTo(b.id);
              assertThat(path.origin()).isEqualTo(Path.Origin.CONFIGURED);
              assertThat(path.roundTrip()).isEqualTo(ROUND_TRIP);
              assertThat(net.now.since(path.heard())).isLessThan(SECOND.plus(ROUND_TRIP));
            });
  }

  @Test
  void aLargeMessageArrivesWhole() {
    Host a = net.start(1, TWO, A4);
    Host b = net.start(2, TWO, B4);
    meet(a, b);
    for (int length : new int[] {Frame.MAX_WHOLE, Frame.MAX_WHOLE + 1, 2 * Frame.CHUNK, 65_536}) {
      byte[] message = new byte[length];
      Arrays.fill(message, (byte) length);
      int before = b.delivered.size();
      net.send(a, a.links.send(b.id, message, net.now));
      net.send(a, a.links.broadcast(message, net.now));
      net.run(ROUND_TRIP);
      assertThat(b.delivered).hasSize(before + 2);
      assertThat(b.delivered.getLast().message()).isEqualTo(message);
    }
    assertThatThrownBy(() -> a.links.send(b.id, new byte[65_537], net.now))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theFirstFragmentLeavesOnAllPathsAndTheOthersOnOne() {
    List<InetSocketAddress> transport = List.of(A4, A6, B4, B6);
    Host a = net.start(1, transport, A4, A6);
    Host b = net.start(2, transport, B4, B6);
    meet(a, b);
    List<Packet> packets = a.links.send(b.id, new byte[3 * Frame.CHUNK], net.now);
    assertThat(packets).extracting(Packet::to).filteredOn(B4::equals).hasSizeBetween(1, 3);
    assertThat(packets).hasSize(4);
    assertThat(packets.get(0).datagram()).isSameAs(packets.get(1).datagram());
  }

  @Test
  void keysAreChangedWithoutAGap() {
    byte[] old = new byte[32];
    byte[] fresh = new byte[32];
    fresh[0] = 1;
    Host a = net.start(1, KeyRing.of(List.of(old)), TWO, A4);
    Host b = net.start(2, KeyRing.of(List.of(fresh, old)), TWO, B4);
    Host c = net.start(3, KeyRing.of(List.of(fresh)), TWO, C4);
    meet(b, a);
    meet(c, b);
    assertThat(b.texts()).contains("hello from " + c.id);
    assertThat(a.texts()).isEmpty();
    assertThat(a.links.strangers()).containsExactly("10.0.0.2:42012", "10.0.0.3:42012");
    assertThat(b.links.strangers()).isEmpty();
  }

  /** Defect 12 of the original: cluster ids over 255 never match. */
  @Test
  void clusterIdsOver255MatchWhole() {
    Host a = net.start(new LinkSettings(70_000, Network.id(1), TWO), Network.RING, A4);
    Host b = net.start(new LinkSettings(70_000, Network.id(2), TWO), Network.RING, B4);
    // The same in its last eight and sixteen bits.
    Host other = net.start(new LinkSettings(70_000 - 65_536, Network.id(3), TWO), Network.RING, C4);
    meet(a, b);
    meet(a, other);
    assertThat(b.texts()).contains("hello from " + a.id);
    assertThat(a.texts()).contains("hello from " + b.id).doesNotContain("hello from " + other.id);
  }

  /** Defect 12 of the original: a password of 60 characters breaks everything. */
  @Test
  void aPasswordOf60CharactersIsOneLikeAnyOther() {
    String password = "0123456789".repeat(6);
    Host a = net.start(1, KeyRing.ofPassword(password, Network.CLUSTER), TWO, A4);
    Host b = net.start(2, KeyRing.ofPassword(password, Network.CLUSTER), TWO, B4);
    Host cut = net.start(3, KeyRing.ofPassword(password.substring(1), Network.CLUSTER), TWO, C4);
    meet(a, b);
    meet(a, cut);
    assertThat(b.texts()).contains("hello from " + a.id);
    assertThat(cut.texts()).isEmpty();
  }

  @Test
  void aForgottenNodeProvesItselfAnew() {
    Host a = net.start(1, TWO, A4);
    Host b = net.start(2, TWO, B4);
    meet(a, b);
    a.links.forget(b.id);
    assertThat(a.links.paths(net.now)).isEmpty();
    assertThat(a.links.send(b.id, bytes("x"), net.now)).isEmpty();
    int before = a.delivered.size();
    meet(a, b);
    assertThat(a.delivered).hasSizeGreaterThan(before);
    assertThat(a.links.paths(net.now)).hasSize(1);
  }

  /** Both say hello twice, so that both are believed. */
  private void meet(Host one, Host other) {
    for (int i = 0; i < 2; i++) {
      net.send(one, one.links.broadcast(bytes("hello from " + one.id), net.now));
      net.send(other, other.links.broadcast(bytes("hello from " + other.id), net.now));
      net.run(SECOND);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
