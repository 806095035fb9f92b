package dev.koi.node.daemon;

import dev.koi.core.message.Message;
import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;

/** A follower passes on to the leader what a holder itself sent (SAFETY E3a): once, never in a circle. */
final class Relay {

  private final Self self;
  private final Post post;

  Relay(Self self, Post post) {
    this.self = self;
    this.post = post;
  }

  void passOn(ElectionSide election, NodeId from, Incarnation holder, Message message, Moment now) {
    NodeId leader = election.leader();
    if (self.isElector() && leader != null && from.equals(holder.node())) {
      post.to(leader, message, now);
    }
  }
}
