package dev.koi.core.heard;

import dev.koi.core.message.Card;
import dev.koi.core.message.GroupReport;
import dev.koi.core.message.Message.Heartbeat;
import dev.koi.core.message.Message.Report;
import dev.koi.core.message.Promise;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The last that was heard of a node; of this node itself too, so that no rule needs a special case.
 *
 * @param heardAt when its latest heartbeat arrived
 * @param report its latest report, null before the first of this start
 * @param reportedAt when that arrived; null before the first
 */
public record Peer(
    Heartbeat heartbeat, Moment heardAt, @Nullable Report report, @Nullable Moment reportedAt) {

  public Card card() {
    return heartbeat.card();
  }

  public NodeId id() {
    return card().id();
  }

  public boolean isFresh(Moment now, Duration patience) {
    return now.since(heardAt).compareTo(patience) <= 0;
  }

  /** What it said about a group, null if nothing. */
  public @Nullable GroupReport group(GroupName name) {
    if (report == null) {
      return null;
    }
    for (GroupReport group : report.groups()) {
      if (group.group().equals(name)) {
        return group;
      }
    }
    return null;
  }

  /** Its promise for a group, null if it made none since it started. */
  public @Nullable Promise promise(GroupName name) {
    for (Promise promise : heartbeat.promises()) {
      if (promise.group().equals(name)) {
        return promise;
      }
    }
    return null;
  }

  /**
   * Whether this elector would confirm a new holder of the group, as far as can be known from what
   * it said. Only spares useless rounds: the elector decides by its own book.
   */
  public boolean isFreeFor(GroupName group, Moment now) {
    if (isMute(now)) {
      return false;
    }
    Promise promise = promise(group);
    return promise == null
        || promise.released()
        || (!promise.pinned()
            && promise.age().plus(now.waitedSince(heardAt)).compareTo(promise.timing().electorWait()) > 0);
  }

  /** Whether this elector started too short a time ago to confirm anybody (SAFETY B1). */
  public boolean isMute(Moment now) {
    return heartbeat.mute().compareTo(now.waitedSince(heardAt)) > 0;
  }

  /** How long its daemon has been up by now. */
  public Duration uptime(Moment now) {
    return card().uptime().plus(now.since(heardAt));
  }

  /** Time since a service of the group failed there, null if none did. */
  public @Nullable Duration sinceFailure(GroupName name, Moment now) {
    GroupReport group = group(name);
    if (group == null || group.sinceFailure() == null || reportedAt == null) {
      return null;
    }
    return group.sinceFailure().plus(now.since(reportedAt));
  }
}
