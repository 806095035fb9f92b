package dev.koi.core.reason;

import dev.koi.core.name.NodeId;
import java.time.Duration;

/** Why the leadership moved, or did not. */
public sealed interface BullyReason extends Reason {

  /** This daemon stood still; what it knew of the others is old. */
  record WasPaused(Duration gap) implements BullyReason {}

  /** A leader is heard. */
  record HeardLeader(NodeId leader) implements BullyReason {}

  /** The leader is not heard here, but {@code witness} hears it. */
  record LeaderVouchedFor(NodeId leader, NodeId witness) implements BullyReason {}

  /** Nobody leads, so it claims. */
  record NobodyLeads(Duration silence) implements BullyReason {}

  /** The leader was not heard for too long. */
  record LeaderSilent(NodeId leader, Duration silence) implements BullyReason {}

  /** The leader is there, and does not lead any more. */
  record LeaderGaveUp(NodeId leader) implements BullyReason {}

  /** The leader is heard, but has no quorum and does not hear this node: nobody can follow it. */
  record LeaderDeaf(NodeId leader) implements BullyReason {}

  /** Another candidate comes first, by priority, then id. */
  record BetterCandidate(NodeId other) implements BullyReason {}

  /** It claimed long enough and nobody better was heard. */
  record Unopposed(Duration claimed) implements BullyReason {}

  /** Another leader comes first: by quorum, then followers, then priority, then id. */
  record BetterLeader(NodeId other) implements BullyReason {}

  /** The leader's daemon is gone, and this is whom it would have named. */
  record LeaderGone(NodeId leader, NodeId successor) implements BullyReason {}

  /** The leader stopped in good order and named its successor. */
  record Named(NodeId successor, NodeId by) implements BullyReason {}
}
