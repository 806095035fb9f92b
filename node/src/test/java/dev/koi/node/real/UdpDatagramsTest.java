package dev.koi.node.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.node.port.Event;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class UdpDatagramsTest {

  private final Inbox inbox = new Inbox();

  private Event.Arrived arrived(UdpDatagrams at) {
    at.await(Duration.ofSeconds(10).toNanos());
    return inbox.await(Event.Arrived.class);
  }

  @Test
  void bothFamiliesArriveAtOnePortFromTheSendersPort() throws IOException {
    try (UdpDatagrams a = open(0, false, _ -> {});
        UdpDatagrams b = open(0, false, inbox)) {
      for (String host : new String[] {"127.0.0.1", "::1"}) {
        InetAddress address = InetAddress.ofLiteral(host);
        a.send(new InetSocketAddress(address, b.port()), new byte[] {1, 2, 3});
        Event.Arrived arrived = arrived(b);
        assertThat(arrived.from()).isEqualTo(new InetSocketAddress(address, a.port()));
        assertThat(arrived.datagram()).containsExactly(1, 2, 3);
      }
    }
  }

  @Test
  void anIpv4MappedAddressIsTheIpv4Address() throws IOException {
    try (UdpDatagrams a = open(0, false, _ -> {});
        UdpDatagrams b = open(0, false, inbox)) {
      a.send(new InetSocketAddress(InetAddress.ofLiteral("::ffff:127.0.0.1"), b.port()), new byte[1]);
      assertThat(arrived(b).from().getAddress()).isInstanceOf(Inet4Address.class);
    }
  }

  /** Defect 12 of the original: two daemons can bind one port. */
  @Test
  void aTakenPortIsRefusedByNumberUnlessTheNextOneWillDo() throws IOException {
    try (UdpDatagrams first = open(0, false, inbox)) {
      assertThatThrownBy(() -> open(first.port(), false, inbox))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("UDP port " + first.port() + " is in use");
      try (UdpDatagrams second = open(first.port(), true, inbox)) {
        assertThat(second.port()).isGreaterThan(first.port());
      }
    }
  }

  @Test
  void aDatagramThatIsTooLongForUsIsDropped() throws IOException {
    try (UdpDatagrams a = open(0, false, _ -> {});
        UdpDatagrams b = open(0, false, inbox)) {
      InetSocketAddress to = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), b.port());
      a.send(to, new byte[2049]);
      a.send(to, new byte[2048]);
      assertThat(arrived(b).datagram()).hasSize(2048);
    }
  }

  @Test
  void aSleepEndsWhenToldTo() throws IOException {
    try (UdpDatagrams a = open(0, false, inbox)) {
      a.end();
      long begun = System.nanoTime();
      a.await(Duration.ofSeconds(15).toNanos());
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void aSleepIsNeverTooShortSinceWhatIsDueMustBeDueAfterIt() throws IOException {
    try (UdpDatagrams a = open(0, false, inbox)) {
      long begun = System.nanoTime();
      a.await(1_500_000);
      assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(1_500_000);
    }
  }

  @Test
  void whatCannotBeSentIsCountedAndStopsNothing() throws IOException {
    try (UdpDatagrams a = open(0, false, inbox)) {
      a.send(InetSocketAddress.createUnresolved("nowhere", 1), new byte[1]);
      a.send(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), a.port()), new byte[65_530]);
      assertThat(a.unsent()).isEqualTo(2);
      assertThat(a.whyUnsent()).contains("127.0.0.1");
      a.send(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), a.port()), new byte[1]);
      arrived(a);
    }
  }

  private static UdpDatagrams open(int port, boolean increment, Consumer<Event> inbox)
      throws IOException {
    return UdpDatagrams.open(new UdpDatagrams.Settings(port, increment), inbox);
  }
}
