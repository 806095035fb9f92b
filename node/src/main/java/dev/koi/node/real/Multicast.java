package dev.koi.node.real;

import dev.koi.node.port.Event;
import dev.koi.node.real.Memberships.Membership;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The multicast groups: joined on interfaces that come and go. A thread looks at the interfaces every
 * few seconds, and when a datagram could not be sent; what the kernel would say by itself (rtnetlink)
 * the JVM does not pass on, and the look costs some 0.2 ms.
 *
 * <p>Each group on each interface is a socket of its own, for receiving only. It is bound to the
 * group's address: so it never takes what is sent to the node's own one, though both may have the same
 * port, and it can be closed without a word to the others.
 */
final class Multicast implements AutoCloseable {

  private static final Duration LOOKS = Duration.ofSeconds(3);

  /** Failed sends come in crowds, and one look is enough for all of them. */
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final List<MulticastGroup> groups;
  private final Sharing sharing;
  private final Door door;
  private final Semaphore pokes = new Semaphore(0);
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Touched by one look at a time. */
  private final Map<Membership, DatagramChannel> joined = new LinkedHashMap<>();

  private Event.@Nullable Joined said;
  private volatile Sight sight = new Sight(Map.of(), Set.of());

  /** Where the sockets and the news go. */
  interface Door {

    /** Receives from it until it is closed. */
    void receiveFrom(DatagramChannel channel) throws IOException;

    /** Some that it receives from were closed. */
    void closed();

    void accept(Event event);
  }

  /** An interface that a group's datagrams leave by, and their address there. */
  record Outlet(NetworkInterface card, InetSocketAddress to) {}

  /**
   * What the last look saw.
   *
   * @param own all addresses of this machine
   */
  private record Sight(Map<InetSocketAddress, List<Outlet>> outlets, Set<InetAddress> own) {}

  private Multicast(List<MulticastGroup> groups, Sharing sharing, Door door) {
    this.groups = groups;
    this.sharing = sharing;
    this.door = door;
  }

  /** Joins what can be joined now, and goes on looking if there is any group at all. */
  static Multicast begin(List<MulticastGroup> groups, Sharing sharing, Door door) {
    Multicast multicast = new Multicast(groups, sharing, door);
    if (!groups.isEmpty()) {
      multicast.look();
      // Of its own: to list the interfaces is a native call, which would hold a virtual one's carrier.
      Thread.ofPlatform().name("koi-multicast").daemon().start(multicast::lookOnAndOn);
    }
    return multicast;
  }

  List<Outlet> outlets(InetSocketAddress group) {
    return sight.outlets.getOrDefault(group, List.of());
  }

  /** Whether the address is one of this machine. */
  boolean isOwn(InetAddress address) {
    return sight.own.contains(address);
  }

  /** Something could not be sent: perhaps an interface has gone. */
  void poke() {
    pokes.release();
  }

  private void lookOnAndOn() {
    try {
      while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        pokes.tryAcquire(LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        pokes.drainPermits();
        look();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void look() {
    if (closed.getCount() == 0) {
      return;
    }
    List<String> complaints = new ArrayList<>();
    List<Card> cards = List.of();
    try {
      cards = Card.all();
    } catch (IOException e) {
      complaints.add("the interfaces cannot be listed: " + e.getMessage());
    }
    Memberships memberships = Memberships.of(groups, cards);
    complaints.addAll(memberships.complaints());
    leaveAllBut(memberships.wanted(), complaints);
    for (Membership membership : memberships.wanted()) {
      if (!joined.containsKey(membership)) {
        join(membership, complaints);
      }
    }
    see(cards);
    say(complaints);
  }

  private void leaveAllBut(Set<Membership> wanted, List<String> complaints) {
    Map<Membership, DatagramChannel> over = new HashMap<>(joined);
    over.keySet().removeAll(wanted);
    for (Map.Entry<Membership, DatagramChannel> entry : over.entrySet()) {
      joined.remove(entry.getKey());
      try {
        sharing.close(entry.getValue());
      } catch (IOException e) {
        complaints.add(entry.getKey().group().text() + " cannot be left: " + e.getMessage());
      }
    }
    if (!over.isEmpty()) {
      door.closed();
    }
  }

  private void join(Membership membership, List<String> complaints) {
    MulticastGroup group = membership.group();
    String what = group.text() + " is not joined on " + membership.card() + ": ";
    try {
      NetworkInterface card = NetworkInterface.getByIndex(membership.index());
      if (card == null) {
        complaints.add(what + "it has just gone");
        return;
      }
      DatagramChannel channel = open(group);
      try {
        sharing.bind(channel, on(group, card));
        channel.join(group.address().getAddress(), card);
        door.receiveFrom(channel);
        joined.put(membership, channel);
      } catch (IOException | RuntimeException e) {
        sharing.close(channel);
        throw e;
      }
    } catch (IOException | UnsupportedOperationException e) {
      complaints.add(what + e.getMessage());
    }
  }

  private static DatagramChannel open(MulticastGroup group) throws IOException {
    DatagramChannel channel =
        DatagramChannel.open(
            group.isIpv6() ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
    channel.configureBlocking(false);
    return channel;
  }

  /** A group of link-local scope means nothing without its interface. */
  private static InetSocketAddress on(MulticastGroup group, NetworkInterface card)
      throws IOException {
    InetAddress address = group.address().getAddress();
    InetAddress there =
        group.isIpv6() ? Inet6Address.getByAddress(null, address.getAddress(), card) : address;
    return new InetSocketAddress(there, group.address().getPort());
  }

  private void see(List<Card> cards) {
    Map<InetSocketAddress, List<Outlet>> outlets = new HashMap<>();
    for (Membership membership : joined.keySet()) {
      try {
        NetworkInterface card = NetworkInterface.getByIndex(membership.index());
        if (card != null) {
          outlets
              .computeIfAbsent(membership.group().address(), _ -> new ArrayList<>())
              .add(new Outlet(card, on(membership.group(), card)));
        }
      } catch (IOException _) {
        // It went meanwhile; the next look leaves it.
      }
    }
    Set<InetAddress> own = new HashSet<>();
    cards.forEach(card -> own.addAll(card.addresses()));
    sight = new Sight(outlets, own);
  }

  private void say(List<String> complaints) {
    Map<String, List<String>> where = new TreeMap<>();
    for (Membership membership : joined.keySet()) {
      where.computeIfAbsent(membership.group().text(), _ -> new ArrayList<>()).add(membership.card());
    }
    List<String> texts = new ArrayList<>();
    where.forEach((group, cards) -> texts.add(group + " on " + String.join(", ", cards)));
    Event.Joined now = new Event.Joined(texts, complaints);
    if (!now.equals(said)) {
      said = now;
      door.accept(now);
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    pokes.release();
    synchronized (this) {
      for (DatagramChannel channel : joined.values()) {
        sharing.close(channel);
      }
      joined.clear();
    }
  }
}
