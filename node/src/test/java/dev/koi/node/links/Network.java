package dev.koi.node.links;

import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import dev.koi.node.port.SeededEntropy;
import dev.koi.wire.frame.Packet;
import dev.koi.wire.seal.KeyRing;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Nodes, a clock, and datagrams under way: everything takes a millisecond, and what is asked for.
 */
final class Network {

  static final int CLUSTER = 13;
  static final KeyRing RING = ring(1);
  private static final Duration LATENCY = Duration.ofMillis(1);

  final List<Flight> recorded = new ArrayList<>();
  Moment now = Moment.ofMillis(1000);
  double loss;
  double repeats;
  Duration jitter = Duration.ZERO;

  private final Random random;
  private final Map<InetSocketAddress, Host> hosts = new LinkedHashMap<>();
  private final Map<InetSocketAddress, Set<Host>> groups = new LinkedHashMap<>();
  private final PriorityQueue<Flight> flights =
      new PriorityQueue<>(
          Comparator.comparingLong((Flight f) -> f.at().monotonic())
              .thenComparingLong(Flight::order));
  private final Set<InetSocketAddress> blocked = new LinkedHashSet<>();
  private long order;

  Network(long seed) {
    random = new Random(seed);
  }

  /** A datagram under way. */
  @SuppressWarnings("ArrayRecordComponent") // compared by order only
  record Flight(
      Moment at, long order, InetSocketAddress from, InetSocketAddress to, byte[] datagram) {}

  /** A start of a node on this network: its links, its addresses, what it was told. */
  static final class Host {

    final NodeId id;
    final Links links;
    final List<InetSocketAddress> addresses;
    final List<Delivery> delivered = new ArrayList<>();

    Host(LinkSettings settings, KeyRing ring, long seed, List<InetSocketAddress> addresses) {
      id = settings.self();
      links = new Links(settings, ring, new SeededEntropy(seed));
      this.addresses = new ArrayList<>(addresses);
    }

    List<String> texts() {
      return delivered.stream().map(d -> new String(d.message(), StandardCharsets.UTF_8)).toList();
    }
  }

  Host start(int node, List<InetSocketAddress> transport, InetSocketAddress... addresses) {
    return start(node, RING, transport, addresses);
  }

  Host start(
      int node, KeyRing ring, List<InetSocketAddress> transport, InetSocketAddress... addresses) {
    return start(new LinkSettings(CLUSTER, id(node), transport), ring, addresses);
  }

  Host start(LinkSettings settings, KeyRing ring, InetSocketAddress... addresses) {
    Host host = new Host(settings, ring, random.nextLong(), List.of(addresses));
    host.addresses.forEach(address -> route(host, address));
    return host;
  }

  /** From now on datagrams to the address reach the host. */
  void route(Host host, InetSocketAddress address) {
    hosts.put(address, host);
  }

  /** From now on datagrams to the group reach the host, its own too. */
  void join(Host host, InetSocketAddress group) {
    groups.computeIfAbsent(group, _ -> new LinkedHashSet<>()).add(host);
  }

  void leave(Host host, InetSocketAddress group) {
    groups.getOrDefault(group, Set.of()).remove(host);
  }

  /** What is sent to the address is lost from now on; what is sent from there arrives. */
  void block(InetSocketAddress address) {
    blocked.add(address);
  }

  void unblock(InetSocketAddress address) {
    blocked.remove(address);
  }

  /** The host has this address now, and no other. */
  void move(Host host, InetSocketAddress address) {
    stop(host);
    host.addresses.clear();
    host.addresses.add(address);
    route(host, address);
  }

  void stop(Host host) {
    hosts.values().removeIf(other -> other == host);
  }

  void send(Host from, List<Packet> packets) {
    for (Packet packet : packets) {
      InetSocketAddress source = sourceFor(from, packet.to());
      if (random.nextDouble() >= loss) {
        fly(source, packet);
      }
      if (random.nextDouble() < repeats) {
        fly(source, packet);
      }
    }
  }

  /** Lets time pass; each host ticks when it wants to. */
  void run(Duration duration) {
    Moment end = now.plus(duration);
    while (now.isBefore(end)) {
      Moment next = end;
      for (Host host : List.copyOf(hosts.values())) {
        send(host, host.links.tick(now));
        next = next.min(host.links.nextWake(now));
      }
      Flight flight = flights.peek();
      if (flight != null) {
        next = next.min(flight.at());
      }
      now = now.max(next);
      deliverDue();
    }
  }

  /** Hands a datagram over, out of the blue; what comes of it. */
  Inbound inject(Host to, InetSocketAddress from, byte[] datagram) {
    Inbound inbound = to.links.receive(from, datagram, now);
    to.delivered.addAll(inbound.deliveries());
    return inbound;
  }

  static NodeId id(int node) {
    return new NodeId(new UUID(node, node));
  }

  /** The first seed is the key that seals. */
  static KeyRing ring(int... seeds) {
    List<byte[]> secrets = new ArrayList<>();
    for (int seed : seeds) {
      byte[] secret = new byte[KeyRing.SECRET_BYTES];
      Arrays.fill(secret, (byte) seed);
      secrets.add(secret);
    }
    return KeyRing.of(secrets);
  }

  static InetSocketAddress at(String host, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private void fly(InetSocketAddress source, Packet packet) {
    Duration late = Duration.ofNanos((long) (random.nextDouble() * jitter.toNanos()));
    Moment arrival = now.plus(LATENCY).plus(late);
    Flight flight = new Flight(arrival, order++, source, packet.to(), packet.datagram());
    flights.add(flight);
    recorded.add(flight);
  }

  private void deliverDue() {
    while (true) {
      Flight flight = flights.peek();
      if (flight == null || now.isBefore(flight.at())) {
        return;
      }
      flights.remove();
      for (Host host : receivers(flight.to())) {
        Inbound inbound = inject(host, flight.from(), flight.datagram());
        send(host, inbound.replies());
      }
    }
  }

  private List<Host> receivers(InetSocketAddress to) {
    if (to.getAddress().isMulticastAddress()) {
      return List.copyOf(groups.getOrDefault(to, Set.of()));
    }
    Host host = hosts.get(to);
    return host == null || blocked.contains(to) ? List.of() : List.of(host);
  }

  /** The address of the sender in the family and net of the receiver, as a kernel would choose. */
  private static InetSocketAddress sourceFor(Host from, InetSocketAddress to) {
    InetSocketAddress best = null;
    for (InetSocketAddress own : from.addresses) {
      if (own.equals(to) || (best == null && net(own).equals(net(to)))) {
        best = own;
      }
    }
    return best == null ? from.addresses.getFirst() : best;
  }

  private static String net(@Nullable InetSocketAddress address) {
    return address == null
        ? ""
        : Arrays.toString(Arrays.copyOf(address.getAddress().getAddress(), 3));
  }
}
