package dev.koi.node.links;

import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All addresses: those of the configuration, which stay, and those that peers were heard from,
 * which expire. An address belongs to the peer that was heard there last; a multicast group belongs
 * to nobody.
 */
final class AddressBook {

  /** Enough for a machine with several cards and both families; more would be room for a forger. */
  static final int LEARNED_PER_PEER = 8;

  static final Duration LEARNED_KEPT = Duration.ofSeconds(60);
  static final Duration OURS_KEPT = Duration.ofSeconds(60);

  /** With many routes each is probed less often: 200 probes a second at most. */
  private static final Duration PROBE_SPACING = Duration.ofMillis(5);

  private static final Comparator<Route> QUICKEST_FIRST =
      Comparator.comparing(AddressBook::quickness);

  private final Map<InetSocketAddress, Route> routes = new LinkedHashMap<>();
  private final Map<NodeId, Set<Route>> byPeer = new LinkedHashMap<>();

  private final List<Group> groups = new ArrayList<>();
  private final Set<InetSocketAddress> written;
  private boolean everyNameIsKnown = true;
  private long revision;

  /** Probes that may still be answered, in the order of their sending, by number. */
  private final Map<Long, Asked> asked = new LinkedHashMap<>();

  AddressBook(List<InetSocketAddress> transport) {
    written = new LinkedHashSet<>(transport);
    written.forEach(this::configure);
    for (Route route : routes.values()) {
      if (route.isMulticast()) {
        groups.add(new Group(route));
      }
    }
  }

  private record Asked(Route route, Moment at) {}

  /**
   * Where the names of the configuration lead now. An address to which no name leads any more is like
   * a learned one from now on.
   *
   * @param complete whether every name leads somewhere
   */
  void rename(Set<InetSocketAddress> named, boolean complete) {
    everyNameIsKnown = complete;
    for (Route route : routes.values()) {
      route.configured = written.contains(route.address) || named.contains(route.address);
    }
    named.forEach(this::configure);
  }

  private void configure(InetSocketAddress address) {
    routes.putIfAbsent(address, new Route(address, true, Moment.ofNanos(Long.MIN_VALUE / 2)));
  }

  /** A fresh, authentic datagram of the peer came from there; nothing less may call this. */
  void heard(InetSocketAddress from, NodeId peer, Moment now) {
    Route route = routes.get(from);
    if (route == null) {
      route = new Route(from, false, now);
      makeRoom(peer);
      routes.put(from, route);
    }
    assign(route, peer);
    route.hear(now);
  }

  /** The peer answered a probe: it is where we sent that, whatever address the answer came from. */
  void answered(NodeId peer, long nonce, Moment now) {
    Asked probe = asked.get(nonce);
    if (probe == null || now.since(probe.at).compareTo(Route.LIVE) > 0) {
      return;
    }
    Route route = probe.route;
    for (Group group : groups) {
      if (group.route() == route) {
        group.answered(peer, nonce, probe.at, now);
        return;
      }
    }
    if (routes.get(route.address) == route) {
      if (!peer.equals(route.peer)) {
        assign(route, peer);
        route.probes.sent(nonce, probe.at);
      }
      route.probes.answered(nonce, now);
      route.hear(now);
    }
  }

  /**
   * Our own datagram came back from there, or our own probe of another address. From a group
   * everything comes back, which makes it nobody's.
   */
  void claim(InetSocketAddress from, @Nullable Long nonce, Moment now) {
    Asked probe = nonce == null ? null : asked.get(nonce);
    for (Route route : routes.values()) {
      boolean sentThere = probe != null && probe.route == route;
      boolean claimed = sentThere || route.address.equals(from);
      if (route.configured && !route.isMulticast() && claimed) {
        route.claim(now);
      }
    }
  }

  boolean isLive(InetSocketAddress from, NodeId peer, Moment now) {
    Route route = routes.get(from);
    return route != null && peer.equals(route.peer) && route.isLive(now);
  }

  /**
   * Every address but our own. A group is one of them only while some node that is heard has no
   * address that answers, or none is heard at all: then it is the only way, and else it would double
   * every heartbeat.
   */
  List<InetSocketAddress> everywhere(Moment now) {
    List<InetSocketAddress> all = new ArrayList<>(routes.size());
    boolean covered = groups.isEmpty() || isEveryoneReached(now);
    for (Route route : routes.values()) {
      if (route.isMulticast() ? !covered : !route.isOurs(OURS_KEPT, now)) {
        all.add(route.address);
      }
    }
    return all;
  }

  private boolean isEveryoneReached(Moment now) {
    boolean anyone = false;
    for (Set<Route> known : byPeer.values()) {
      boolean heard = known.stream().anyMatch(route -> route.isLive(now));
      if (heard && known.stream().noneMatch(route -> route.isTwoWay(now))) {
        return false;
      }
      anyone |= heard;
    }
    return anyone;
  }

  /** The live addresses of a peer, the quickest first; if none is live, all that it ever had. */
  List<InetSocketAddress> of(NodeId peer, Moment now) {
    Set<Route> known = byPeer.getOrDefault(peer, Set.of());
    List<Route> live = new ArrayList<>(known.size());
    for (Route route : known) {
      if (route.isLive(now)) {
        live.add(route);
      }
    }
    List<Route> some = live.isEmpty() ? new ArrayList<>(known) : live;
    if (some.size() > 1) {
      some.sort(QUICKEST_FIRST);
    }
    List<InetSocketAddress> addresses = new ArrayList<>(some.size());
    for (Route route : some) {
      addresses.add(route.address);
    }
    return addresses;
  }

  /** Every address of a peer, live or not. */
  List<InetSocketAddress> known(NodeId peer) {
    return byPeer.getOrDefault(peer, Set.of()).stream().map(route -> route.address).toList();
  }

  /** Grows when {@link #known} changes for anyone. */
  long revision() {
    return revision;
  }

  /** Who is behind a group, or a name that leads nowhere, cannot be known: never all, then. */
  boolean heardFromAllConfigured(Moment now, Duration within) {
    boolean all = groups.isEmpty() && everyNameIsKnown;
    for (Route route : routes.values()) {
      all &= !route.configured || route.isOurs(OURS_KEPT, now) || route.isHeardWithin(within, now);
    }
    return all;
  }

  boolean isHeardOrOurs(InetSocketAddress address, Moment now) {
    Route route = routes.get(address);
    return route != null && (route.isOurs(OURS_KEPT, now) || route.isLive(now));
  }

  List<Path> paths(Moment now) {
    List<Path> paths = new ArrayList<>();
    for (Map.Entry<NodeId, Set<Route>> known : byPeer.entrySet()) {
      for (Route route : known.getValue()) {
        if (route.heard != null) {
          paths.add(
              new Path(
                  known.getKey(),
                  route.address,
                  route.configured ? Path.Origin.CONFIGURED : Path.Origin.LEARNED,
                  route.heard,
                  route.probes.roundTrip(),
                  route.probes.lossPercent(now)));
        }
      }
    }
    groups.forEach(group -> paths.addAll(group.paths(now)));
    return paths;
  }

  /** The routes that are to be probed now; the caller does so, and says it. */
  List<Route> dueProbes(Moment now) {
    return routes.values().stream()
        .filter(route -> isProbed(route, now) && !now.isBefore(route.nextProbe))
        .toList();
  }

  /** A probe with this number leaves on the route. */
  void probed(Route route, long nonce, Moment now) {
    Duration spaced = PROBE_SPACING.multipliedBy(routes.size());
    boolean many = spaced.compareTo(Route.PROBE_INTERVAL) > 0;
    route.probed(nonce, many ? spaced : Route.PROBE_INTERVAL, now);
    asked.put(nonce, new Asked(route, now));
    for (Group group : groups) {
      if (group.route() == route) {
        group.probed(nonce, now);
      }
    }
  }

  Moment nextProbe(Moment now) {
    Moment next = now.plus(Route.PROBE_INTERVAL);
    for (Route route : routes.values()) {
      if (isProbed(route, now)) {
        next = next.min(route.nextProbe);
      }
    }
    return next;
  }

  void expire(Moment now) {
    List<Route> stale =
        routes.values().stream()
            .filter(route -> !route.configured && !route.isHeardWithin(LEARNED_KEPT, now))
            .toList();
    stale.forEach(this::remove);
    groups.forEach(group -> group.expire(now));
    asked.values().removeIf(probe -> now.since(probe.at).compareTo(Route.LIVE) > 0);
  }

  void forget(NodeId peer) {
    for (Route route : List.copyOf(byPeer.getOrDefault(peer, Set.of()))) {
      if (route.configured) {
        route.peer = null;
        route.heard = null;
        route.probes.clear();
      } else {
        remove(route);
      }
    }
    revision += byPeer.remove(peer) == null ? 0 : 1;
    groups.forEach(group -> group.forget(peer));
  }

  /** Our own needs no probe. */
  private static boolean isProbed(Route route, Moment now) {
    return !route.isOurs(OURS_KEPT, now);
  }

  private static Duration quickness(Route route) {
    Duration roundTrip = route.probes.roundTrip();
    return roundTrip == null ? Duration.ofDays(1) : roundTrip;
  }

  private void assign(Route route, NodeId peer) {
    if (peer.equals(route.peer)) {
      return;
    }
    leave(route);
    route.peer = peer;
    route.probes.clear();
    byPeer.computeIfAbsent(peer, _ -> new LinkedHashSet<>()).add(route);
    revision++;
  }

  private void makeRoom(NodeId peer) {
    List<Route> learned =
        byPeer.getOrDefault(peer, Set.of()).stream().filter(route -> !route.configured).toList();
    if (learned.size() >= LEARNED_PER_PEER) {
      Route stalest = learned.getFirst();
      for (Route route : learned) {
        if (heardBefore(route, stalest)) {
          stalest = route;
        }
      }
      remove(stalest);
    }
  }

  private static boolean heardBefore(Route route, Route other) {
    return route.heard != null && other.heard != null && route.heard.isBefore(other.heard);
  }

  private void remove(Route route) {
    leave(route);
    routes.remove(route.address);
  }

  private void leave(Route route) {
    if (route.peer != null) {
      Set<Route> known = byPeer.get(route.peer);
      if (known != null && known.remove(route)) {
        revision++;
      }
    }
  }
}
