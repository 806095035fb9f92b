package dev.koi.node.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.node.real.Memberships.Membership;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which interfaces a group is joined on. */
class MembershipsTest {

  private static final Card LO = card("lo", 1, "127.0.0.1", "::1");
  private static final Card LAN = card("lan", 2, "10.0.0.1", "fe80::1");
  private static final Card SAN = card("san", 3, "10.1.0.1");
  private static final Card BARE = card("bare", 4);

  @Test
  void withoutANameItIsEveryInterfaceThatIsUpAndCanMulticastButTheLoopback() {
    assertThat(joined(group("239.192.0.13"), LO, LAN, SAN, BARE)).containsExactly("lan", "san");
    assertThat(joined(group("ff05::13"), LO, LAN, SAN, BARE)).containsExactly("lan");
  }

  @Test
  void theLoopbackIsTakenWhenThereIsNothingElseOrItIsNamed() {
    assertThat(joined(group("239.192.0.13"), LO, BARE)).containsExactly("lo");
    assertThat(joined(group("239.192.0.13", "lo"), LO, LAN)).containsExactly("lo");
  }

  @Test
  void anInterfaceThatIsNamedIsTheOnlyOne() {
    assertThat(joined(group("239.192.0.13", "san"), LO, LAN, SAN)).containsExactly("san");
  }

  @Test
  void whatIsDownOrCannotMulticastOrHasNoAddressIsSaidOfANamedOne() {
    Card down = new Card("lan", 2, false, true, false, LAN.addresses());
    Card point = new Card("ppp", 5, true, false, false, LAN.addresses());
    assertThat(complaint(group("239.192.0.13", "lan"), down)).endsWith("is not joined on lan: it is down");
    assertThat(complaint(group("239.192.0.13", "ppp"), point)).endsWith("ppp: it cannot multicast");
    assertThat(complaint(group("239.192.0.13", "bare"), BARE)).endsWith("bare: it has no IPv4 address");
    assertThat(complaint(group("ff05::13", "san"), SAN))
        .isEqualTo("[ff05::13]:5000 is not joined on san: it has no IPv6 address");
    assertThat(complaint(group("ff05::13", "wan"), LAN)).endsWith("is not joined on wan: there is none");
  }

  @Test
  void aGroupThatCanBeJoinedNowhereIsSaid() {
    assertThat(complaint(group("239.192.0.13"), BARE))
        .isEqualTo(
            "239.192.0.13:5000 is joined nowhere: no interface is up, can multicast and has an IPv4"
                + " address");
  }

  @Test
  void anInterfaceThatReturnsOrGetsAnotherIpv4AddressIsJoinedAnew() {
    Card returned = card("lan", 9, "10.0.0.1", "fe80::1");
    Card moved = card("lan", 2, "10.0.0.7", "fe80::1");
    Set<Membership> before = wanted(group("239.192.0.13"), LAN);
    assertThat(wanted(group("239.192.0.13"), returned)).isNotEqualTo(before);
    assertThat(wanted(group("239.192.0.13"), moved)).isNotEqualTo(before);
    assertThat(wanted(group("ff05::13"), moved)).isEqualTo(wanted(group("ff05::13"), LAN));
  }

  private static List<String> joined(MulticastGroup group, Card... cards) {
    return wanted(group, cards).stream().map(Membership::card).toList();
  }

  private static Set<Membership> wanted(MulticastGroup group, Card... cards) {
    Memberships memberships = Memberships.of(List.of(group), List.of(cards));
    assertThat(memberships.complaints()).isEmpty();
    return memberships.wanted();
  }

  private static String complaint(MulticastGroup group, Card... cards) {
    Memberships memberships = Memberships.of(List.of(group), List.of(cards));
    assertThat(memberships.wanted()).isEmpty();
    assertThat(memberships.complaints()).hasSize(1);
    return memberships.complaints().getFirst();
  }

  private static MulticastGroup group(String address, String... interfaces) {
    InetSocketAddress at = new InetSocketAddress(InetAddress.ofLiteral(address), 5000);
    return new MulticastGroup(at, Set.of(interfaces));
  }

  private static Card card(String name, int index, String... addresses) {
    Set<InetAddress> all = new LinkedHashSet<>();
    for (String address : addresses) {
      all.add(InetAddress.ofLiteral(address));
    }
    boolean loopback = name.equals("lo");
    return new Card(name, index, true, !loopback, loopback, all);
  }
}
