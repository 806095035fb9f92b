package dev.koi.node.links;

import static dev.koi.node.links.Network.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.node.links.Network.Host;
import dev.koi.wire.frame.Packet;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three nodes that have only a multicast group in their configuration. */
class MulticastLinksTest {

  private static final InetSocketAddress GROUP = at("239.192.0.13", 5000);
  private static final List<InetSocketAddress> ONLY_GROUP = List.of(GROUP);
  private static final InetSocketAddress A = at("10.0.0.1", 42012);
  private static final InetSocketAddress B = at("10.0.0.2", 42012);
  private static final InetSocketAddress C = at("10.0.0.3", 42012);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Network net = new Network(7);
  private final Host a = net.start(1, ONLY_GROUP, A);
  private final Host b = net.start(2, ONLY_GROUP, B);
  private final Host c = net.start(3, ONLY_GROUP, C);

  @BeforeEach
  void join() {
    List.of(a, b, c).forEach(host -> net.join(host, GROUP));
  }

  @Test
  void theyFindEachOtherOneRoundTripAfterTheFirstBroadcast() {
    broadcast(a, "hello");
    net.run(Duration.ofMillis(3).plusNanos(1));
    assertThat(b.texts()).containsExactly("hello");
    assertThat(c.texts()).containsExactly("hello");
  }

  @Test
  void whoSaysNothingIsFoundByItsProbes() {
    net.run(SECOND.multipliedBy(2));
    broadcast(a, "now");
    assertThat(a.links.paths(net.now)).extracting(Path::address).contains(B, C);
    net.run(SECOND);
    assertThat(b.texts()).containsExactly("now");
  }

  @Test
  void whatWeSendToTheGroupAndHearOurselvesIsNoPeerAndDoesNotSilenceTheGroup() {
    for (Host other : List.of(b, c)) {
      net.leave(other, GROUP);
      net.stop(other);
    }
    for (int i = 0; i < 20; i++) {
      broadcast(a, "alone");
      net.run(Duration.ofMillis(200));
    }
    assertThat(a.texts()).isEmpty();
    assertThat(a.links.paths(net.now)).isEmpty();
    assertThat(a.links.counts().impostors()).isZero();
    assertThat(a.links.broadcast(bytes("x"), net.now)).extracting(Packet::to).containsExactly(GROUP);
  }

  @Test
  void theGroupCarriesNoBroadcastThatReachesEveryoneAnyway() {
    meet();
    assertThat(destinations(a)).containsExactlyInAnyOrder(B, C);
  }

  @Test
  void theGroupCarriesEveryBroadcastAgainWhenAnAddressDoesNotAnswerAnyMore() {
    meet();
    net.block(B);
    chat(5);
    assertThat(destinations(a)).as("b is heard and hears nothing by unicast").contains(GROUP);
    b.delivered.clear();
    broadcast(a, "by multicast");
    net.run(SECOND);
    assertThat(b.texts()).containsExactly("by multicast");
    net.unblock(B);
    chat(3);
    assertThat(destinations(a)).containsExactlyInAnyOrder(B, C);
  }

  @Test
  void aGroupThatDiesCostsNothing() {
    meet();
    List.of(a, b, c).forEach(host -> net.leave(host, GROUP));
    for (int i = 0; i < 50; i++) {
      b.delivered.clear();
      broadcast(a, "beat");
      net.run(Duration.ofMillis(100));
      assertThat(b.texts()).containsExactly("beat");
    }
  }

  @Test
  void aPathSaysHowManyProbesAreLostThere() {
    meet();
    net.run(Duration.ofSeconds(20));
    assertThat(a.links.paths(net.now)).hasSize(4).extracting(Path::lossPercent).containsOnly(0);
    assertThat(path(GROUP).origin()).isEqualTo(Path.Origin.MULTICAST);
    assertThat(path(GROUP).roundTrip()).isEqualTo(Duration.ofMillis(2));
    assertThat(path(B).origin()).isEqualTo(Path.Origin.LEARNED);
    net.leave(b, GROUP);
    net.run(Duration.ofSeconds(22));
    assertThat(path(GROUP).lossPercent()).isBetween(40, 60);
    assertThat(net.now.since(path(GROUP).heard())).isGreaterThan(Duration.ofSeconds(20));
    assertThat(path(B).lossPercent()).isZero();
    net.run(Duration.ofSeconds(45));
    assertThat(a.links.paths(net.now))
        .filteredOn(path -> path.address().equals(GROUP))
        .extracting(Path::peer)
        .containsExactly(c.id);
  }

  @Test
  void nobodyKnowsWhetherAllBehindAGroupWereHeard() {
    meet();
    assertThat(a.links.heardFromAllConfigured(net.now, SECOND.multipliedBy(30))).isFalse();
  }

  @Test
  void otherClustersInTheGroupAreCountedAndOfOursOnlyTheWrongKeyIsNamed() {
    meet();
    LinkSettings settings = new LinkSettings(99, Network.id(8), ONLY_GROUP);
    Host other = net.start(settings, Network.RING, at("10.0.0.8", 42012));
    Host key = net.start(9, Network.ring(2), ONLY_GROUP, at("10.0.0.9", 42012));
    net.join(other, GROUP);
    net.join(key, GROUP);
    List<Path> paths = a.links.paths(net.now);
    long foreign = a.links.counts().foreign();
    for (int i = 0; i < 10; i++) {
      broadcast(other, "other id");
      broadcast(key, "other key");
      net.run(Duration.ofMillis(50));
    }
    assertThat(a.links.counts().foreign()).isGreaterThanOrEqualTo(foreign + 10);
    assertThat(a.links.strangers()).containsExactly("10.0.0.9:42012");
    assertThat(a.links.paths(net.now)).hasSameSizeAs(paths);
    assertThat(a.texts()).doesNotContain("other id", "other key");
    assertThat(other.links.strangers()).isEmpty();
    assertThat(key.delivered).isEmpty();
  }

  private Path path(InetSocketAddress address) {
    return a.links.paths(net.now).stream()
        .filter(path -> path.address().equals(address) && path.peer().equals(b.id))
        .findFirst()
        .orElseThrow();
  }

  private List<InetSocketAddress> destinations(Host from) {
    return from.links.broadcast(bytes("x"), net.now).stream().map(Packet::to).toList();
  }

  private void meet() {
    chat(3);
    assertThat(a.links.paths(net.now)).hasSize(4);
  }

  private void chat(int seconds) {
    for (int i = 0; i < 5 * seconds; i++) {
      List.of(a, b, c).forEach(host -> broadcast(host, "hello"));
      net.run(SECOND.dividedBy(5));
    }
  }

  private void broadcast(Host host, String text) {
    net.send(host, host.links.broadcast(bytes(text), net.now));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
