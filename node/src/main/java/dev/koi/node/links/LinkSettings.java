package dev.koi.node.links;

import dev.koi.core.name.NodeId;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.UUID;

/**
 * Who we are and where the others may be.
 *
 * @param clusterId of every datagram; those of other clusters are dropped silently
 * @param self must not be all zeros, which means everyone
 * @param transport all addresses of all nodes, our own among them or not, resolved
 */
public record LinkSettings(int clusterId, NodeId self, List<InetSocketAddress> transport) {

  public LinkSettings {
    transport = List.copyOf(transport);
    if (self.uuid().equals(new UUID(0, 0))) {
      throw new IllegalArgumentException("a node id of zeros means everyone");
    }
    for (InetSocketAddress address : transport) {
      if (address.isUnresolved()) {
        throw new IllegalArgumentException("not resolved: " + address);
      }
    }
  }
}
