package dev.koi.node.links;

import dev.koi.core.name.NodeId;
import dev.koi.wire.frame.Frame;
import dev.koi.wire.seal.KeyRing;
import dev.koi.wire.seal.Sealer;
import dev.koi.wire.seal.Start;
import java.util.List;

/**
 * Seals tickets (SAFETY G4): what whoever outlives this process may send for it. A ticket is outside
 * replay window and challenge, for its sender has no session to answer in: the receiver opens it whenever
 * it comes, and relies on nothing but that this start sealed these words for it. A relay that keeps a
 * session alive for the dead would need a key outside the process that drew it.
 */
public final class Tickets {

  private final Sealer sealer;
  private final AddressBook addresses;

  Tickets(KeyRing ring, int cluster, Start start, AddressBook addresses) {
    this.sealer = Sealer.ofTickets(ring, cluster, start);
    this.addresses = addresses;
  }

  /**
   * The same bytes to each address where the node is known, live or not: when they are sent, another one
   * may be. Nothing if it was never heard.
   */
  public List<Ticket> of(NodeId to, byte[] message) {
    byte[] datagram = sealer.seal(Frame.write(to, new Frame.Whole(message)));
    return addresses.known(to).stream().map(address -> new Ticket(address, datagram)).toList();
  }

  /** Grows when some node is known at other addresses than before. */
  public long revision() {
    return addresses.revision();
  }
}
