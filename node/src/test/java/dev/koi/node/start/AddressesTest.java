package dev.koi.node.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.node.real.MulticastGroup;
import dev.koi.wire.config.Configuration.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AddressesTest {

  private static final InetSocketAddress V4 = at("239.192.0.13", 42012);
  private static final InetSocketAddress V6 = at("ff05::13", 5000);

  @Test
  void nodesGroupsAndNamesAreToldApart() {
    Addresses addresses =
        Addresses.of(
            List.of(
                new Endpoint("239.192.0.13", 42012, true),
                new Endpoint("10.0.0.3", 42012),
                new Endpoint("db-1", 42012),
                new Endpoint("ff05::13%eth0", 5000, true),
                new Endpoint("fd00::3", 7)));
    assertThat(addresses.nodes()).containsExactly(at("10.0.0.3", 42012), at("fd00::3", 7));
    assertThat(addresses.groups())
        .containsExactly(
            new MulticastGroup(V4, Set.of()), new MulticastGroup(V6, Set.of("eth0")));
    assertThat(addresses.hosts()).containsExactly(new Endpoint("db-1", 42012));
    assertThat(addresses.all()).contains(V4, V6, at("10.0.0.3", 42012)).hasSize(4);
  }

  @Test
  void aGroupOnSeveralInterfacesIsOneGroupAndOneOnAllIsOnAll() {
    Endpoint one = new Endpoint("239.192.0.13%eth0", 42012, true);
    Endpoint other = new Endpoint("239.192.0.13%eth1", 42012, true);
    Endpoint all = new Endpoint("239.192.0.13", 42012, true);
    assertThat(Addresses.of(List.of(one, other)).groups())
        .containsExactly(new MulticastGroup(V4, Set.of("eth0", "eth1")));
    assertThat(Addresses.of(List.of(one, all)).groups())
        .containsExactly(new MulticastGroup(V4, Set.of()));
  }

  /** Defect 12 of the original: host names become 0.0.0.0:0. */
  @Test
  void aHostNameIsNeverTakenForAnAddress() {
    Addresses addresses = Addresses.of(List.of(new Endpoint("localhost", 1), new Endpoint("a.b", 2)));
    assertThat(addresses.all()).isEmpty();
    assertThat(addresses.hosts()).hasSize(2);
  }

  /** An interface may come later, or with another index: as a name, it is looked up again. */
  @Test
  void aLinkLocalAddressIsResolvedLikeAName() {
    Endpoint linkLocal = new Endpoint("fe80::1%eth7", 42012);
    assertThat(Addresses.of(List.of(linkLocal)).hosts()).containsExactly(linkLocal);
  }

  private static InetSocketAddress at(String literal, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
  }
}
