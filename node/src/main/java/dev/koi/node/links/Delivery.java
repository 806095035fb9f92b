package dev.koi.node.links;

import dev.koi.core.name.NodeId;

/** A message that {@code from} sealed, not long ago, for us or for everyone. */
@SuppressWarnings("ArrayRecordComponent") // decoded once and never compared
public record Delivery(NodeId from, byte[] message) {}
