package dev.koi.node.links;

import dev.koi.wire.frame.Packet;
import java.util.List;

/** What came of a datagram. */
public record Inbound(List<Delivery> deliveries, List<Packet> replies) {

  static final Inbound NOTHING = new Inbound(List.of(), List.of());

  public Inbound {
    deliveries = List.copyOf(deliveries);
    replies = List.copyOf(replies);
  }
}
