package dev.koi.node.links;

import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A way to a peer.
 *
 * @param configured whether it stands in cluster.transport; if not, it was learned from a datagram
 * @param heard when the peer was last heard there
 * @param roundTrip smoothed over the last probes; null before the first answer
 */
public record Path(
    NodeId peer,
    InetSocketAddress address,
    boolean configured,
    Moment heard,
    @Nullable Duration roundTrip) {}
