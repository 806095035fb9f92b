package dev.koi.node.real;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An interface of this machine as it was when somebody looked.
 *
 * @param index by which the kernel knows it: another one after it went and returned
 * @param up and with a carrier
 * @param loopback of Linux says that it cannot multicast, and can
 */
record Card(
    String name,
    int index,
    boolean up,
    boolean multicast,
    boolean loopback,
    Set<InetAddress> addresses) {

  Card {
    addresses = new LinkedHashSet<>(addresses);
  }

  /** Those that are there now. */
  static List<Card> all() throws IOException {
    List<Card> cards = new ArrayList<>();
    for (NetworkInterface card : NetworkInterface.networkInterfaces().toList()) {
      try {
        cards.add(
            new Card(
                card.getName(),
                card.getIndex(),
                card.isUp(),
                card.supportsMulticast(),
                card.isLoopback(),
                new LinkedHashSet<>(card.inetAddresses().toList())));
      } catch (SocketException _) {
        // It went between the list and the look: then it is not there.
      }
    }
    return cards;
  }

  /** Its addresses of one family, the first of which is the one that the kernel would take. */
  List<InetAddress> of(boolean ipv6) {
    return addresses.stream().filter(address -> address instanceof Inet6Address == ipv6).toList();
  }
}
