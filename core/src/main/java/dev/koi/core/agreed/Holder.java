package dev.koi.core.agreed;

import dev.koi.core.lease.Timing;
import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeId;

/**
 * Who was granted a group, and with which lease parameters.
 *
 * @param incarnation the run of the runner that was granted; a later run of the same node is no holder
 * @param timing the P of this epoch, fixed for as long as it lasts
 */
public record Holder(Incarnation incarnation, Timing timing) {

  public NodeId node() {
    return incarnation.node();
  }
}
