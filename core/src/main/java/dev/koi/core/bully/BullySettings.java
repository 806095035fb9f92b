package dev.koi.core.bully;

import dev.koi.core.heard.Heard;
import dev.koi.core.name.NodeId;
import java.time.Duration;

/**
 * What a node needs to know to take part in the election.
 *
 * @param elector whether it may lead; others only follow
 * @param quorum electors that must confirm a lease, this one included; 0: it alone suffices
 * @param heartbeat how often everyone says that it is there
 */
public record BullySettings(NodeId self, boolean elector, int quorum, Duration heartbeat) {

  /** Silence after which a leader counts as lost, and how long a candidate claims. */
  Duration patience() {
    return Heard.patience(heartbeat);
  }

  /** How recently another must have heard the leader to vouch for it. */
  Duration vouching() {
    return Duration.ofNanos(heartbeat.toNanos() * 5 / 2);
  }

  int needed() {
    return Math.max(1, quorum);
  }
}
