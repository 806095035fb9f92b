package dev.koi.node.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.node.port.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real sockets in a group on the loopback; interfaces that come and go: {@code test/cluster}. */
@Timeout(30)
class MulticastTest {

  private static final InetAddress GROUP = InetAddress.ofLiteral("239.192.77.13");

  private final Inbox inboxA = new Inbox();
  private final Inbox inboxB = new Inbox();

  @Test
  void twoDaemonsOnOneMachineBothReceiveWhatAThirdSendsFromItsOwnPort() throws IOException {
    int port = freePort();
    try (UdpDatagrams a = open(0, port, true, inboxA);
        UdpDatagrams b = open(0, port, true, inboxB);
        UdpDatagrams c = open(0, port, true, new Inbox())) {
      assertThat(inboxA.await(Event.Joined.class).joined())
          .containsExactly("239.192.77.13:" + port + " on lo");
      c.send(new InetSocketAddress(GROUP, port), new byte[] {1});
      assertThat(inboxA.arrived(a).from().getPort()).isEqualTo(c.port());
      assertThat(inboxB.arrived(b).from().getPort()).isEqualTo(c.port());
      assertThat(a.port()).isNotEqualTo(b.port());
    }
  }

  @Test
  void whatANodeSendsToTheGroupDoesNotComeBackToIt() throws IOException {
    int port = freePort();
    try (UdpDatagrams a = open(0, port, true, inboxA);
        UdpDatagrams b = open(0, port, true, inboxB)) {
      InetSocketAddress group = new InetSocketAddress(GROUP, port);
      a.send(group, new byte[] {1});
      inboxB.arrived(b);
      b.send(group, new byte[] {2});
      assertThat(inboxA.arrived(a).datagram()).containsExactly(2);
    }
  }

  /** The usual case: the port of the group is node.port, and unicast goes to the node's own socket. */
  @Test
  void aGroupMayHaveTheNodesOwnPort() throws IOException {
    int port = freePort();
    try (UdpDatagrams a = open(port, port, true, inboxA);
        UdpDatagrams b = open(0, port, true, inboxB)) {
      b.send(new InetSocketAddress(GROUP, port), new byte[] {1});
      assertThat(inboxA.arrived(a).datagram()).containsExactly(1);
      b.send(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), a.port()), new byte[] {2});
      assertThat(inboxA.arrived(a).datagram()).containsExactly(2);
    }
  }

  /** Defect 12 of the original: two daemons can bind one port. */
  @Test
  void twoDaemonsOnOnePortAreRefusedThoughTheyShareItWithMulticastSockets() throws IOException {
    int port = freePort();
    try (UdpDatagrams first = open(port, port, true, inboxA)) {
      try (UdpDatagrams other = open(0, port, true, inboxB)) {
        assertThatThrownBy(() -> open(port, port, true, new Inbox()))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("UDP port " + port + " is in use");
        assertThatThrownBy(() -> UdpDatagrams.open(new UdpDatagrams.Settings(port, false), inboxB))
            .isInstanceOf(IOException.class);
        assertThat(other.port()).isNotEqualTo(first.port());
      }
    }
  }

  @Test
  void aNodeTakesItsPortAgainThoughAnotherOnesMulticastSocketIsThere() throws IOException {
    int port = freePort();
    UdpDatagrams first = open(port, port, true, inboxA);
    try (UdpDatagrams other = open(0, port, true, inboxB)) {
      first.close();
      try (UdpDatagrams again = open(port, port, true, inboxA)) {
        assertThat(again.port()).isEqualTo(port);
        other.send(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), new byte[] {3});
        assertThat(inboxA.arrived(again).datagram()).containsExactly(3);
      }
    }
  }

  @Test
  void withoutReuseAddressNobodyElseReceivesFromThePort() throws IOException {
    int port = freePort();
    try (UdpDatagrams alone = open(port, port, false, inboxA);
        UdpDatagrams other = open(0, port, true, inboxB)) {
      Event.Joined refused = inboxB.await(Event.Joined.class);
      assertThat(refused.joined()).isEmpty();
      assertThat(refused.complaints())
          .singleElement()
          .asString()
          .contains("239.192.77.13:" + port + " is not joined on lo: Address already in use");
      other.send(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), new byte[] {4});
      assertThat(inboxA.arrived(alone).datagram()).containsExactly(4);
      assertThat(alone.port()).isEqualTo(port);
    }
  }

  private static UdpDatagrams open(int port, int groupPort, boolean share, Inbox inbox)
      throws IOException {
    MulticastGroup group =
        new MulticastGroup(new InetSocketAddress(GROUP, groupPort), Set.of("lo"));
    return UdpDatagrams.open(
        new UdpDatagrams.Settings(port, false, List.of(group), share), inbox);
  }

  private static int freePort() throws IOException {
    try (UdpDatagrams any =
        UdpDatagrams.open(new UdpDatagrams.Settings(0, false), _ -> {})) {
      return any.port();
    }
  }
}
