package dev.koi.node.daemon;

import org.jspecify.annotations.Nullable;

/**
 * What one side of a daemon decided that concerns the other.
 *
 * @param revision of what is agreed
 * @param report the number of this node's own
 * @param mail whether something is on its way to this node itself
 */
record Marker(long revision, long report, boolean mail) {

  // By hand for the same reason as NodeId's.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Marker marker
        && revision == marker.revision
        && report == marker.report
        && mail == marker.mail;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(revision) * 31 + Long.hashCode(report);
  }
}
