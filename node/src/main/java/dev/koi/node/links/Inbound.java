package dev.koi.node.links;

import dev.koi.wire.frame.Packet;
import java.util.List;

/**
 * What came of a datagram.
 *
 * @param deliveries what nodes said
 * @param tickets what daemons sealed in advance, for their guards to send: by whom, perhaps long ago
 * @param questions what callers from afar ask
 */
public record Inbound(
    List<Delivery> deliveries,
    List<Delivery> tickets,
    List<Question> questions,
    List<Packet> replies) {

  static final Inbound NOTHING = new Inbound(List.of(), List.of());

  public Inbound {
    deliveries = List.copyOf(deliveries);
    tickets = List.copyOf(tickets);
    questions = List.copyOf(questions);
    replies = List.copyOf(replies);
  }

  Inbound(List<Delivery> deliveries, List<Packet> replies) {
    this(deliveries, List.of(), List.of(), replies);
  }
}
