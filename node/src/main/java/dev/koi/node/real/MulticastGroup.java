package dev.koi.node.real;

import dev.koi.node.links.AddressText;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.TreeSet;

/**
 * A group of {@code cluster.transport}.
 *
 * @param address without an interface
 * @param interfaces on which it is to be joined, by name; empty: on all that can
 */
public record MulticastGroup(InetSocketAddress address, Set<String> interfaces) {

  public MulticastGroup {
    interfaces = Set.copyOf(interfaces);
    if (!address.getAddress().isMulticastAddress()) {
      throw new IllegalArgumentException("no multicast address: " + address);
    }
  }

  boolean isIpv6() {
    return address.getAddress() instanceof Inet6Address;
  }

  /** As in the configuration. */
  String text() {
    return AddressText.of(address);
  }

  Set<String> sorted() {
    return new TreeSet<>(interfaces);
  }
}
