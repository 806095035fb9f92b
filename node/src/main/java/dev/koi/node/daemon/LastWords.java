package dev.koi.node.daemon;

import dev.koi.core.heard.Heard;
import dev.koi.core.heard.Peer;
import dev.koi.core.message.Message;
import dev.koi.core.name.NodeId;
import dev.koi.node.links.Ticket;
import dev.koi.node.links.Tickets;
import dev.koi.wire.datagram.TicketCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What this daemon says in advance to every elector, for its guards to send when it cannot speak any more
 * (SAFETY G4, G5). Not to itself: the elector on this node is gone with its daemon, and the next one hears
 * it from its own guards (R7).
 */
final class LastWords {

  private final NodeId self;
  private final Tickets tickets;
  private final Supplier<Heard> heard;
  private List<NodeId> electors = List.of();
  private long changes;

  LastWords(NodeId self, Tickets tickets, Supplier<Heard> heard) {
    this.self = self;
    this.tickets = tickets;
    this.heard = heard;
  }

  /** To each elector that is known, at each of its addresses. Sealed afresh with every call. */
  List<Ticket> of(Message.InAdvance message) {
    byte[] bytes = TicketCodec.encode(message);
    List<Ticket> sealed = new ArrayList<>();
    for (NodeId elector : electors()) {
      sealed.addAll(tickets.of(elector, bytes));
    }
    return sealed;
  }

  /**
   * Grows when {@link #of} would be other than before: an elector more or less, or another address. The key
   * that seals stays for as long as the daemon does.
   */
  long revision() {
    List<NodeId> now = electors();
    if (!now.equals(electors)) {
      electors = now;
      changes++;
    }
    return changes + tickets.revision();
  }

  private List<NodeId> electors() {
    return heard.get().peers().values().stream()
        .filter(peer -> peer.card().elector() && !peer.id().equals(self))
        .map(Peer::id)
        .toList();
  }
}
