package dev.koi.node.links;

import static dev.koi.node.links.Network.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.node.links.Network.Host;
import dev.koi.wire.frame.Packet;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Addresses that names lead to, and no more. */
class NamedAddressesTest {

  private static final InetSocketAddress A = at("10.0.0.1", 42012);
  private static final InetSocketAddress B = at("10.0.0.2", 42012);
  private static final InetSocketAddress C = at("10.0.0.3", 42012);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Network net = new Network(8);
  private final Host a = net.start(1, List.of(A), A);

  @Test
  void aNamedAddressIsSentToAndProbedAtOnce() {
    net.run(SECOND);
    assertThat(destinations()).isEmpty();
    a.links.rename(Set.of(B, C), true);
    assertThat(destinations()).containsExactlyInAnyOrder(B, C);
    assertThat(a.links.nextWake(net.now)).isEqualTo(net.now);
    assertThat(a.links.tick(net.now)).extracting(Packet::to).contains(B, C);
  }

  @Test
  void notAllAreHeardWhileANameLeadsNowhere() {
    net.run(SECOND);
    assertThat(a.links.heardFromAllConfigured(net.now, SECOND)).isTrue();
    a.links.rename(Set.of(), false);
    assertThat(a.links.heardFromAllConfigured(net.now, SECOND)).isFalse();
    a.links.rename(Set.of(), true);
    assertThat(a.links.heardFromAllConfigured(net.now, SECOND)).isTrue();
  }

  @Test
  void anAddressThatANameLeftIsForgottenOnceItIsSilentAndAWrittenOneStays() {
    a.links.rename(Set.of(A, B, C), true);
    Host b = net.start(2, List.of(A), B);
    net.run(SECOND);
    net.send(b, b.links.broadcast("I am b".getBytes(UTF_8), net.now));
    net.run(SECOND);
    a.links.rename(Set.of(C), true);
    net.run(SECOND);
    assertThat(destinations()).as("b is still heard there").containsExactlyInAnyOrder(B, C);
    assertThat(a.links.paths(net.now)).extracting(Path::origin).containsExactly(Path.Origin.LEARNED);
    net.stop(b);
    net.run(AddressBook.LEARNED_KEPT.plus(SECOND));
    assertThat(destinations()).containsExactlyInAnyOrder(C);
    assertThat(a.links.isHeardOrOurs(A, net.now)).isTrue();
    assertThat(a.links.isHeardOrOurs(C, net.now)).isFalse();
  }

  private List<InetSocketAddress> destinations() {
    return a.links.broadcast(new byte[1], net.now).stream().map(Packet::to).toList();
  }
}
