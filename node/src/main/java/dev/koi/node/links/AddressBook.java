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
 * which expire. An address belongs to the peer that was heard there last.
 */
final class AddressBook {

  /** Enough for a machine with several cards and both families; more would be room for a forger. */
  static final int LEARNED_PER_PEER = 8;

  static final Duration LEARNED_KEPT = Duration.ofSeconds(60);
  static final Duration OURS_KEPT = Duration.ofSeconds(60);

  /** With many routes each is probed less often: 200 probes a second at most. */
  private static final Duration PROBE_SPACING = Duration.ofMillis(5);

  private final Map<InetSocketAddress, Route> routes = new LinkedHashMap<>();
  private final Map<NodeId, Set<Route>> byPeer = new LinkedHashMap<>();

  AddressBook(List<InetSocketAddress> transport) {
    for (InetSocketAddress address : transport) {
      routes.putIfAbsent(address, new Route(address, true, Moment.ofNanos(Long.MIN_VALUE / 2)));
    }
  }

  /** Another configuration. An address that it lacks is kept only as long as a peer is heard there. */
  void configure(List<InetSocketAddress> transport) {
    routes.values().forEach(route -> route.configured = transport.contains(route.address));
    for (InetSocketAddress address : transport) {
      routes.putIfAbsent(address, new Route(address, true, Moment.ofNanos(Long.MIN_VALUE / 2)));
    }
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
    for (Route route : routes.values()) {
      if (route.isProbe(nonce)) {
        route.answered(now);
        assign(route, peer);
        route.hear(now);
        return;
      }
    }
  }

  /** Our own datagram came back from there, or our own probe of another address. */
  void claim(InetSocketAddress from, @Nullable Long nonce, Moment now) {
    for (Route route : routes.values()) {
      boolean sentThere = nonce != null && route.isProbe(nonce);
      if (route.configured && (sentThere || route.address.equals(from))) {
        route.claim(now);
      }
    }
  }

  boolean isLive(InetSocketAddress from, NodeId peer, Moment now) {
    Route route = routes.get(from);
    return route != null && peer.equals(route.peer) && route.isLive(now);
  }

  /** Every address but our own. */
  List<InetSocketAddress> everywhere(Moment now) {
    List<InetSocketAddress> all = new ArrayList<>(routes.size());
    for (Route route : routes.values()) {
      if (!route.isOurs(OURS_KEPT, now)) {
        all.add(route.address);
      }
    }
    return all;
  }

  /** The live addresses of a peer, the quickest first; if none is live, all that it ever had. */
  List<InetSocketAddress> of(NodeId peer, Moment now) {
    Set<Route> known = byPeer.getOrDefault(peer, Set.of());
    List<Route> live = known.stream().filter(route -> route.isLive(now)).toList();
    return (live.isEmpty() ? known.stream() : live.stream())
        .sorted(Comparator.comparing(AddressBook::quickness))
        .map(route -> route.address)
        .toList();
  }

  boolean heardFromAllConfigured(Moment now, Duration within) {
    return routes.values().stream()
        .filter(route -> route.configured && !route.isMulticast())
        .allMatch(route -> route.isOurs(OURS_KEPT, now) || route.isHeardWithin(within, now));
  }

  List<Path> paths() {
    List<Path> paths = new ArrayList<>();
    byPeer.forEach(
        (peer, known) -> {
          for (Route route : known) {
            if (route.heard != null) {
              paths.add(
                  new Path(peer, route.address, route.configured, route.heard, route.roundTrip));
            }
          }
        });
    return paths;
  }

  /** The routes that are to be probed now; the caller probes each. */
  List<Route> dueProbes(Moment now) {
    return routes.values().stream()
        .filter(route -> isProbed(route, now) && !now.isBefore(route.nextProbe))
        .toList();
  }

  Duration longestProbeInterval() {
    Duration spaced = PROBE_SPACING.multipliedBy(routes.size());
    return spaced.compareTo(Route.PROBE_INTERVAL) > 0 ? spaced : Route.PROBE_INTERVAL;
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
  }

  void forget(NodeId peer) {
    for (Route route : List.copyOf(byPeer.getOrDefault(peer, Set.of()))) {
      if (route.configured) {
        route.peer = null;
        route.heard = null;
        route.roundTrip = null;
      } else {
        remove(route);
      }
    }
    byPeer.remove(peer);
  }

  /** A multicast address answers for nobody, and our own needs no probe. */
  private static boolean isProbed(Route route, Moment now) {
    return !route.isMulticast() && !route.isOurs(OURS_KEPT, now);
  }

  private static Duration quickness(Route route) {
    return route.roundTrip == null ? Duration.ofDays(1) : route.roundTrip;
  }

  private void assign(Route route, NodeId peer) {
    if (peer.equals(route.peer)) {
      return;
    }
    leave(route);
    route.peer = peer;
    route.roundTrip = null;
    byPeer.computeIfAbsent(peer, _ -> new LinkedHashSet<>()).add(route);
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
      if (known != null) {
        known.remove(route);
      }
    }
  }
}
