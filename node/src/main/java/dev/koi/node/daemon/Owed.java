package dev.koi.node.daemon;

import dev.koi.core.name.NodeId;

/** Who waits for an answer that is given after this inside has ended: by the next one. */
public sealed interface Owed {

  /** A connection of the local socket. */
  record Caller(long connection) implements Owed {}

  /** Another node, which repeats its question until it is answered. */
  record Node(NodeId node, long question) implements Owed {}
}
