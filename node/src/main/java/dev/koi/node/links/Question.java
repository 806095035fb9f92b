package dev.koi.node.links;

import dev.koi.core.name.NodeId;
import java.net.InetSocketAddress;

/** What a caller asks, who has the key and is no node; {@code from} is for the log alone. */
@SuppressWarnings("ArrayRecordComponent") // decoded once and never compared
public record Question(NodeId caller, InetSocketAddress from, byte[] message) {}
