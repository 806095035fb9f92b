package dev.koi.core.name;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One run of a node's lease-keeping. Two runs of the same node never share it, so a release or a
 * promise names exactly the process that held the lease.
 *
 * @param node the node
 * @param boot the kernel's boot id: another one means that nothing of the earlier run can live
 * @param start drawn when the daemon started
 */
public record Incarnation(NodeId node, UUID boot, long start) {

  // By hand for the same reason as NodeId's.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Incarnation run
        && start == run.start
        && node.equals(run.node)
        && boot.equals(run.boot);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(start);
  }

  @Override
  public String toString() {
    return node + "/" + boot + "/" + Long.toHexString(start);
  }
}
