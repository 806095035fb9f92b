package dev.koi.node.start;

import dev.koi.node.port.Journal;
import dev.koi.node.port.Journal.Level;
import dev.koi.wire.config.Configuration.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The configured endpoints as addresses. A name may stand for several, each of which is a path. */
final class Addresses {

  private Addresses() {}

  /** Resolves, and says which names could not be: one that is down today must not keep us down. */
  static List<InetSocketAddress> resolve(List<Endpoint> endpoints, Journal journal) {
    Set<InetSocketAddress> found = new LinkedHashSet<>();
    for (Endpoint endpoint : endpoints) {
      try {
        for (InetAddress address : InetAddress.getAllByName(endpoint.host())) {
          if (!address.isMulticastAddress()) {
            found.add(new InetSocketAddress(address, endpoint.port()));
          }
        }
      } catch (UnknownHostException e) {
        journal.say(
            Level.WARN,
            "cluster.transport: " + endpoint.host() + " cannot be resolved; it is left out");
      }
    }
    return List.copyOf(found);
  }
}
