package dev.koi.node.start;

import dev.koi.node.real.MulticastGroup;
import dev.koi.wire.config.Configuration.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The configured endpoints by what they are.
 *
 * @param nodes addresses of nodes
 * @param groups multicast groups, each once
 * @param hosts what has to be resolved: names, and IPv6 addresses with an interface, since that may
 *     come later or be another one after a while
 */
record Addresses(
    List<InetSocketAddress> nodes, List<MulticastGroup> groups, List<Endpoint> hosts) {

  static Addresses of(List<Endpoint> endpoints) {
    Set<InetSocketAddress> nodes = new LinkedHashSet<>();
    Map<InetSocketAddress, Set<String>> groups = new LinkedHashMap<>();
    List<Endpoint> hosts = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      int percent = endpoint.host().indexOf('%');
      if (endpoint.multicast()) {
        String group = percent < 0 ? endpoint.host() : endpoint.host().substring(0, percent);
        String card = percent < 0 ? "" : endpoint.host().substring(percent + 1);
        InetSocketAddress address =
            new InetSocketAddress(InetAddress.ofLiteral(group), endpoint.port());
        groups.computeIfAbsent(address, _ -> new TreeSet<>()).add(card);
        continue;
      }
      InetAddress literal = percent < 0 ? literal(endpoint.host()) : null;
      if (literal == null) {
        hosts.add(endpoint);
      } else {
        nodes.add(new InetSocketAddress(literal, endpoint.port()));
      }
    }
    List<MulticastGroup> merged = new ArrayList<>();
    // Who wants a group somewhere and everywhere wants it everywhere.
    groups.forEach(
        (address, cards) ->
            merged.add(new MulticastGroup(address, cards.contains("") ? Set.of() : cards)));
    return new Addresses(List.copyOf(nodes), merged, hosts);
  }

  /** What links send to: nodes and groups. */
  List<InetSocketAddress> all() {
    List<InetSocketAddress> all = new ArrayList<>();
    groups.forEach(group -> all.add(group.address()));
    all.addAll(nodes);
    return all;
  }

  /** An address that the configuration has checked; null if it is a name. */
  private static @Nullable InetAddress literal(String host) {
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
