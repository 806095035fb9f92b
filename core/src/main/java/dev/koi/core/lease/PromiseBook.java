package dev.koi.core.lease;

import dev.koi.core.agreed.Pin;
import dev.koi.core.message.Message.ConfirmAsk;
import dev.koi.core.message.Message.Released;
import dev.koi.core.message.Message.Unconfirmed;
import dev.koi.core.message.Promise;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one elector has promised (SAFETY B1): for each group it confirms one (epoch, holder) at a
 * time, and another only after that one was released, or after it has not confirmed it for more than
 * W (for ever, if it was confirmed for maintenance, or its holder may still be promoted). This book,
 * not the leader, is what makes two masters impossible: two leaders may both believe that they lead,
 * but they cannot both get {@code quorum} electors of fewer than {@code 2 * quorum} to confirm
 * different holders.
 *
 * @param opened when this process began; what it promised before, it has forgotten
 * @param mute how long after {@code opened} it confirms nothing: the longest W it may have promised
 * @param floors of each group the highest epoch that was on disk when it opened: it may have been
 *     promised, so nothing below is confirmed. Else a majority that restarts could confirm an epoch
 *     of the past, and the fencing token would fall (B2)
 */
public record PromiseBook(
    Moment opened,
    Duration mute,
    SortedMap<GroupName, Epoch> floors,
    SortedMap<GroupName, Kept> kept) {

  public PromiseBook {
    floors = Collections.unmodifiableSortedMap(new TreeMap<>(floors));
    kept = Collections.unmodifiableSortedMap(new TreeMap<>(kept));
  }

  /**
   * A fresh process.
   *
   * @param pins promises that outlived the process before
   */
  public static PromiseBook open(
      Moment now,
      Duration mute,
      SortedMap<GroupName, Epoch> floors,
      SortedMap<GroupName, Pin> pins) {
    SortedMap<GroupName, Kept> kept = new TreeMap<>();
    pins.forEach(
        (group, pin) -> {
          Arming arming = new Arming(pin.arming(), true);
          kept.put(
              group, new Kept(pin.epoch(), pin.holder(), pin.timing(), false, now, arming));
        });
    return new PromiseBook(now, mute, floors, kept);
  }

  /** A promise as it is kept: {@code confirmed} is read after the ask arrived. */
  public record Kept(
      Epoch epoch,
      Incarnation holder,
      Timing timing,
      boolean released,
      Moment confirmed,
      Arming arming) {

    private boolean isFor(Epoch otherEpoch, @Nullable Incarnation other) {
      return epoch.equals(otherEpoch) && holder.equals(other);
    }

    private boolean isOver(Moment now) {
      boolean lapsed = now.waitedSince(confirmed).compareTo(timing.electorWait()) > 0;
      return lapsed && !arming.pinned();
    }
  }

  /** The answer to an ask. */
  public sealed interface Verdict {

    /** It confirms, and remembers that it did. */
    record Confirmed(PromiseBook book) implements Verdict {}

    /** Another promise stands in the way; null: one of an earlier process, of a higher epoch. */
    record Refused(@Nullable Promise standing) implements Verdict {}

    /** It started too short a time ago to know what it promised. */
    record Mute(Duration remaining) implements Verdict {}
  }

  /** Confirms, or says why not. The caller has the ask's epoch on disk before it answers yes. */
  public Verdict ask(ConfirmAsk ask, Moment now) {
    Duration remaining = muteAt(now);
    if (remaining.isPositive()) {
      return new Verdict.Mute(remaining);
    }
    Kept standing = kept.get(ask.group());
    if (standing == null) {
      if (floors.getOrDefault(ask.group(), Epoch.NONE).isAfter(ask.epoch())) {
        return new Verdict.Refused(null);
      }
    } else {
      boolean released = standing.released() || standing.isFor(ask.freed(), ask.freedFrom());
      boolean same = standing.isFor(ask.epoch(), ask.holder()) && !released;
      boolean next = ask.epoch().isAfter(standing.epoch()) && (released || standing.isOver(now));
      if (!same && !next) {
        return new Verdict.Refused(view(ask.group(), standing, now));
      }
    }
    Arming arming =
        standing != null && standing.isFor(ask.epoch(), ask.holder())
            ? standing.arming().asked(ask.hold())
            : ask.hold();
    Kept promise = new Kept(ask.epoch(), ask.holder(), ask.timing(), false, now, arming);
    return new Verdict.Confirmed(with(ask.group(), promise));
  }

  /** The promise for a group if time cannot end it, else null. */
  public @Nullable Pin pin(GroupName group) {
    Kept promise = kept.get(group);
    return promise == null || promise.released() || !promise.arming().pinned()
        ? null
        : new Pin(
            promise.epoch(), promise.holder(), promise.timing(), promise.arming().number());
  }

  /** The holder gave the epoch up: a tombstone, so that it is never confirmed again. */
  public PromiseBook released(Released word) {
    Kept standing = kept.get(word.group());
    if (standing == null || !standing.isFor(word.epoch(), word.holder())) {
      return this;
    }
    Kept buried =
        new Kept(
            standing.epoch(),
            standing.holder(),
            standing.timing(),
            true,
            standing.confirmed(),
            standing.arming());
    return with(word.group(), buried);
  }

  /**
   * The holder's time is over and it may still be promoted (SAFETY E4): time does not end this promise any
   * more. Of another epoch, or after the release of this one, it says nothing: an elector that promised
   * nothing of the kind is not bound by a word that may be old.
   */
  public PromiseBook unconfirmed(Unconfirmed word) {
    Kept standing = kept.get(word.group());
    if (standing == null || !standing.isFor(word.epoch(), word.holder()) || standing.released()) {
      return this;
    }
    Kept pinned =
        new Kept(
            standing.epoch(),
            standing.holder(),
            standing.timing(),
            false,
            standing.confirmed(),
            standing.arming().asked(new Arming(standing.arming().number(), true)));
    return with(word.group(), pinned);
  }

  /**
   * A node has told which epochs it gave up. The word of a release is told for W, which is enough for a
   * promise that ends by time; one that does not could miss it, and would stand for ever.
   */
  public PromiseBook dead(GroupName group, NodeId node, Epoch dead) {
    Kept standing = kept.get(group);
    return standing == null || !standing.holder().node().equals(node) || standing.epoch().isAfter(dead)
        ? this
        : released(new Released(group, standing.epoch(), standing.holder()));
  }

  /** How long it still confirms nothing; zero or negative: it does. */
  public Duration muteAt(Moment now) {
    // Strictly more than W must have passed, hence the nanosecond.
    return mute.plusNanos(1).minus(now.waitedSince(opened));
  }

  /** What it tells the others. */
  public List<Promise> promises(Moment now) {
    return kept.entrySet().stream().map(e -> view(e.getKey(), e.getValue(), now)).toList();
  }

  private PromiseBook with(GroupName group, Kept promise) {
    SortedMap<GroupName, Kept> next = new TreeMap<>(kept);
    next.put(group, promise);
    return new PromiseBook(opened, mute, floors, next);
  }

  private static Promise view(GroupName group, Kept k, Moment now) {
    Duration age = now.waitedSince(k.confirmed());
    boolean pinned = k.arming().pinned();
    return new Promise(group, k.epoch(), k.holder(), k.timing(), k.released(), age, pinned);
  }
}
