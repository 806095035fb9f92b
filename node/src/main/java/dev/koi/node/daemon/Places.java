package dev.koi.node.daemon;

import dev.koi.core.heard.Heard;
import dev.koi.core.heard.Peer;
import dev.koi.core.message.Seat;
import dev.koi.core.name.MemberId;
import dev.koi.core.name.NodeId;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** At which node a member of the store is: by its heartbeats, or where its letters came from. */
final class Places {

  private final Map<UUID, NodeId> nodes = new HashMap<>();

  void learn(Heard heard) {
    for (Peer peer : heard.peers().values()) {
      Seat seat = peer.heartbeat().seat();
      if (seat != null) {
        nodes.put(seat.member(), peer.id());
      }
    }
  }

  void learn(MemberId member, NodeId node) {
    nodes.put(member.drawn(), node);
  }

  /** Null while nothing came from it. */
  @Nullable NodeId of(MemberId member) {
    return nodes.get(member.drawn());
  }
}
