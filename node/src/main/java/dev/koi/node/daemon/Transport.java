package dev.koi.node.daemon;

import dev.koi.wire.config.Configuration.Endpoint;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Where this node is, and where the others may be.
 *
 * @param port that is bound: node.port, or a later one where that was taken
 * @param addresses of cluster.transport, multicast groups among them
 * @param hosts of cluster.transport: names, each of which is to be resolved
 */
public record Transport(int port, List<InetSocketAddress> addresses, List<Endpoint> hosts) {

  public Transport {
    addresses = List.copyOf(addresses);
    hosts = List.copyOf(hosts);
  }
}
