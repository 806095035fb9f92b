package dev.koi.node.daemon;

import dev.koi.core.message.Message;
import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import dev.koi.node.links.Links;
import dev.koi.node.port.Datagrams;
import dev.koi.wire.datagram.MessageCodec;
import dev.koi.wire.frame.Packet;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Outgoing messages. What a node says to itself takes the same way as what it says to others, but for
 * the network: it is delivered after the event at hand, so no rule is entered twice at once.
 */
final class Post {

  private final NodeId self;
  private final Links links;
  private final Datagrams datagrams;
  private final Queue<Message> toSelf = new ArrayDeque<>();

  Post(NodeId self, Links links, Datagrams datagrams) {
    this.self = self;
    this.links = links;
    this.datagrams = datagrams;
  }

  void to(NodeId node, Message message, Moment now) {
    if (node.equals(self)) {
      toSelf.add(message);
    } else {
      send(links.send(node, MessageCodec.encode(message), now));
    }
  }

  /** To everyone but oneself, also to addresses where nobody was heard yet. */
  void toOthers(Message message, Moment now) {
    send(links.broadcast(MessageCodec.encode(message), now));
  }

  void send(List<Packet> packets) {
    for (Packet packet : packets) {
      datagrams.send(packet.to(), packet.datagram());
    }
  }

  boolean hasMailForSelf() {
    return !toSelf.isEmpty();
  }

  /** The next message to oneself, null if there is none. */
  @Nullable Message nextToSelf() {
    return toSelf.poll();
  }
}
