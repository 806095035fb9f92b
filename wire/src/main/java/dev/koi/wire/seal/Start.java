package dev.koi.wire.seal;

import dev.koi.core.name.NodeId;

/** One start of one node's daemon: what has a key of its own. */
public record Start(NodeId node, Salt salt) {}
