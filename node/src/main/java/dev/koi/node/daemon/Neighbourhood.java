package dev.koi.node.daemon;

import dev.koi.core.time.Moment;
import dev.koi.node.links.AddressText;
import dev.koi.node.links.Links;
import dev.koi.node.port.Event;
import dev.koi.node.port.Names;
import dev.koi.wire.config.Configuration.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What of {@code cluster.transport} has to be found out while the node runs: where host names lead,
 * and whether multicast groups are joined.
 *
 * <p>A name is asked for at the start, and again while it leads nowhere or to an address where nobody
 * is heard. One that answered before and does not now keeps its addresses: a name server that is down
 * is no news of the node.
 */
final class Neighbourhood {

  /** A name server is somebody else's machine. */
  static final Duration AGAIN = Duration.ofSeconds(30);

  private static final Duration LOOKS = Duration.ofSeconds(1);

  private final Names names;
  private final Links links;
  private final Diary diary;
  private final Map<String, Host> hosts = new LinkedHashMap<>();
  private @Nullable Moment looked;
  private List<String> joined = List.of();
  private List<String> unjoined = List.of();

  Neighbourhood(List<Endpoint> endpoints, Names names, Links links, Diary diary) {
    this.names = names;
    this.links = links;
    this.diary = diary;
    for (Endpoint endpoint : endpoints) {
      hosts.computeIfAbsent(endpoint.host(), _ -> new Host()).ports.add(endpoint.port());
    }
    if (!hosts.isEmpty()) {
      links.rename(Set.of(), false);
    }
  }

  private static final class Host {

    private final Set<Integer> ports = new TreeSet<>();
    private List<InetAddress> addresses = List.of();
    private @Nullable Moment asked;
    private boolean waiting;
    private @Nullable String why;

    private List<InetSocketAddress> places() {
      List<InetSocketAddress> places = new ArrayList<>();
      for (InetAddress address : addresses) {
        ports.forEach(port -> places.add(new InetSocketAddress(address, port)));
      }
      return places;
    }
  }

  /** Asks for what is due. Called with every event, so that nobody has to wake for it. */
  void step(Moment now) {
    if (hosts.isEmpty() || (looked != null && now.since(looked).compareTo(LOOKS) < 0)) {
      return;
    }
    looked = now;
    hosts.forEach(
        (name, host) -> {
          if (isDue(host, now)) {
            host.asked = now;
            host.waiting = true;
            names.resolve(name);
          }
        });
  }

  void resolved(Event.Resolved event) {
    Host host = hosts.get(event.host());
    if (host == null) {
      return;
    }
    host.waiting = false;
    if (event.why() != null) {
      complain(event.host(), host, event.why());
      return;
    }
    if (host.why != null) {
      diary.info("cluster.transport: " + event.host() + " can be resolved again");
    }
    host.why = null;
    if (!Set.copyOf(host.addresses).equals(Set.copyOf(event.addresses()))) {
      host.addresses = event.addresses();
      diary.info("cluster.transport: " + event.host() + " is " + text(host.addresses));
      rename();
    }
  }

  void joined(Event.Joined event) {
    if (!event.joined().equals(joined) && !event.joined().isEmpty()) {
      diary.info("multicast: joined " + String.join("; ", event.joined()));
    }
    for (String complaint : event.complaints()) {
      if (!unjoined.contains(complaint)) {
        diary.warn("multicast: " + complaint);
      }
    }
    joined = event.joined();
    unjoined = event.complaints();
  }

  /** Multicast groups that are not joined as they should be, and why. */
  List<String> unjoined() {
    return unjoined;
  }

  /** Names that cannot be resolved now, and why. */
  Map<String, String> unresolved() {
    Map<String, String> unresolved = new LinkedHashMap<>();
    hosts.forEach(
        (name, host) -> {
          if (host.why != null) {
            unresolved.put(name, host.why);
          }
        });
    return unresolved;
  }

  /** Once, until it succeeds: it is tried for as long as the node runs. */
  private void complain(String name, Host host, String why) {
    if (host.why == null) {
      String so = host.addresses.isEmpty() ? "it is left out" : "its last addresses stay";
      diary.warn("cluster.transport: " + name + " cannot be resolved, " + so + ": " + why);
    }
    host.why = why;
  }

  private boolean isDue(Host host, Moment now) {
    if (host.waiting) {
      return false;
    }
    if (host.asked == null) {
      return true;
    }
    return now.since(host.asked).compareTo(AGAIN) >= 0
        && (host.why != null
            || host.places().stream().anyMatch(place -> !links.isHeardOrOurs(place, now)));
  }

  private void rename() {
    Set<InetSocketAddress> named = new LinkedHashSet<>();
    boolean complete = true;
    for (Host host : hosts.values()) {
      named.addAll(host.places());
      complete &= !host.addresses.isEmpty();
    }
    links.rename(named, complete);
  }

  private static String text(List<InetAddress> addresses) {
    return String.join(", ", addresses.stream().map(AddressText::of).toList());
  }
}
