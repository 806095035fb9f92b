package dev.koi.core.elector;

import dev.koi.core.heard.Heard;
import dev.koi.core.lease.Timing;
import dev.koi.core.name.NodeId;
import java.time.Duration;

/**
 * What a leader needs to know to decide.
 *
 * @param backing what confirms a lease
 * @param timing the lease parameters that it grants with
 * @param firstPromotionWait how long the first grant of all waits for nodes not heard yet
 * @param extraStartWait an additional wait after the daemon's start; zero unless configured
 * @param extraLeadWait an additional wait after the leadership began or got its quorum back; zero
 *     unless configured
 * @param failureMemory how long a runner that failed is chosen only if nobody else is left
 */
public record ElectorSettings(
    NodeId self,
    Backing backing,
    Duration heartbeat,
    Timing timing,
    Duration firstPromotionWait,
    Duration extraStartWait,
    Duration extraLeadWait,
    Duration failureMemory) {

  Duration patience() {
    return Heard.patience(heartbeat);
  }
}
