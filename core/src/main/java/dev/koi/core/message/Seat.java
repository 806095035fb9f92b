package dev.koi.core.message;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an elector of a cluster with listed electors says of its state (SAFETY E1a). Who says nothing of
 * the kind keeps promises (Bully), and is no member of anything.
 *
 * @param member the id that was drawn when its journal was made, on disk before it was told
 * @param cluster the uuid of the cluster that it belongs to; while it belongs to none, of the one that it
 *     would found with those whom it hears; null if it hears too few
 * @param founded whether it belongs to it; once said, it is never taken back by this member
 * @param follows the term of the leader that it follows in the log, 0 if it follows none. In a term there is
 *     one leader, who need not be named
 */
public record Seat(UUID member, @Nullable UUID cluster, boolean founded, long follows) {

  /** Of one that follows nobody. */
  public Seat(UUID member, @Nullable UUID cluster, boolean founded) {
    this(member, cluster, founded, 0);
  }

  // By hand for the same reason as NodeId's.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Seat seat
        && member.equals(seat.member)
        && Objects.equals(cluster, seat.cluster)
        && founded == seat.founded
        && follows == seat.follows;
  }

  @Override
  public int hashCode() {
    return member.hashCode();
  }

  /** The cluster that it belongs to, null if to none. */
  public @Nullable UUID home() {
    return founded ? cluster : null;
  }
}
