package dev.koi.wire.api;

import java.util.Locale;

/** How a path is known. */
public enum PathKind {
  /** Its address stands in cluster.transport, or a name that stands there leads to it. */
  CONFIGURED,
  /** A datagram of the node came from there. */
  LEARNED,
  /** A multicast group of cluster.transport, in which the node answers. */
  MULTICAST;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
