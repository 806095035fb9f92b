package dev.koi.node.links;

import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A way to a peer.
 *
 * @param address the peer's own, or that of a multicast group in which it answers
 * @param heard when the peer was last heard there; in a group, when it last answered
 * @param roundTrip smoothed over the last probes; null before the first answer
 * @param lossPercent of the probes of the last minute; null before the first
 */
public record Path(
    NodeId peer,
    InetSocketAddress address,
    Origin origin,
    Moment heard,
    @Nullable Duration roundTrip,
    @Nullable Integer lossPercent) {

  /** Where we have the address from. */
  public enum Origin {
    /** It stands in cluster.transport, or a name that stands there leads to it. */
    CONFIGURED,
    /** A datagram came from there. */
    LEARNED,
    /** It is a group of cluster.transport. */
    MULTICAST,
  }
}
