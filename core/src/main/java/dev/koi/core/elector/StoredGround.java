package dev.koi.core.elector;

import dev.koi.core.agreed.GroupState;
import dev.koi.core.heard.Peer;
import dev.koi.core.message.GroupReport;
import dev.koi.core.message.Seat;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.reason.ElectorReason.Obstacle;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The voters of a store confirm its leader, and it knows by its log who holds what. */
record StoredGround(Situation at, UUID cluster) implements Ground {

  /** Nothing is granted here before it is agreed, so an epoch that is not was granted elsewhere. */
  @Override
  public boolean adopts() {
    return false;
  }

  @Override
  public boolean isPinned(GroupName name, GroupState group, Desk desk) {
    return group.hold().pinned();
  }

  /** It was said with the votes, so the desk was opened with it. */
  @Override
  public Moment inheritedSign(GroupName name, Desk desk) {
    return desk.applied();
  }

  /** Without a majority it would not lead any more (check-quorum). */
  @Override
  public @Nullable Obstacle tooFew() {
    return null;
  }

  /**
   * E11: of what was granted before this store knew the group nobody here can tell but those who are
   * heard, so time must have ended it for certain.
   */
  @Override
  public @Nullable Obstacle bound(GroupName name, GroupState group) {
    List<Peer> fresh = at.heard().fresh(at.now(), at.settings().patience());
    Duration longest = at.settings().timing().electorWait();
    for (Peer peer : fresh) {
      Obstacle stranger = stranger(peer);
      if (stranger != null) {
        return stranger;
      }
      GroupReport report = peer.group(name);
      if (report != null && report.held() != null) {
        if (report.held().epoch().isAfter(group.epoch())) {
          return new Obstacle.HeldBefore(peer.id(), report.held().epoch());
        }
        Duration theirs = report.held().timing().electorWait();
        longest = theirs.compareTo(longest) > 0 ? theirs : longest;
      }
    }
    Duration left = longest.minus(at.now().waitedSince(at.leadership().since()));
    return group.epoch().equals(Epoch.NONE) && !left.isNegative()
        ? new Obstacle.LeaseBefore(left)
        : null;
  }

  private @Nullable Obstacle stranger(Peer peer) {
    Seat seat = peer.heartbeat().seat();
    if (seat == null) {
      return peer.card().elector() ? new Obstacle.OtherMode(peer.id()) : null;
    }
    UUID home = seat.home();
    return home == null || home.equals(cluster) ? null : new Obstacle.OtherStore(peer.id(), home);
  }

  /** E11: the counters of the time before may have been lost. */
  @Override
  public Epoch next(GroupState group, Epoch highest) {
    return group.epoch().equals(Epoch.NONE)
        ? Epoch.of(highest.generation() + 1, 1)
        : highest.next();
  }
}
