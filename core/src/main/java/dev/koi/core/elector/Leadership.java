package dev.koi.core.elector;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.agreed.Change;
import dev.koi.core.agreed.GroupState;
import dev.koi.core.message.Promise;
import dev.koi.core.name.GroupName;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One term of a leader: since when, and a desk for each held group.
 *
 * @param began when this daemon began
 * @param since when it began to lead; later, when it had too few followers last, if anyone asks
 * @param freed the latest release of each group that this leader committed: its asks tell electors
 * @param pulses when each of its latest heartbeats left, to date an echo
 */
public record Leadership(
    Moment began,
    Moment since,
    SortedMap<GroupName, Desk> desks,
    SortedMap<GroupName, Change.Released> freed,
    SortedMap<Long, Moment> pulses) {

  public Leadership {
    desks = Collections.unmodifiableSortedMap(new TreeMap<>(desks));
    freed = Collections.unmodifiableSortedMap(new TreeMap<>(freed));
    pulses = Collections.unmodifiableSortedMap(new TreeMap<>(pulses));
  }

  /**
   * Takes over what is agreed.
   *
   * @param daemonBegan when this daemon did
   * @param confirmed from here every held group counts (SAFETY E5): now, or the latest moment at which a
   *     leader before this one can have answered a holder (E5b)
   */
  public static Leadership begin(
      Agreed agreed, Moment daemonBegan, Moment confirmed, Moment now) {
    SortedMap<GroupName, Desk> desks = new TreeMap<>();
    for (var entry : agreed.groups().entrySet()) {
      if (entry.getValue().holder() != null) {
        desks.put(entry.getKey(), Desk.inherited(entry.getValue().epoch(), confirmed));
      }
    }
    return new Leadership(daemonBegan, now, desks, new TreeMap<>(), new TreeMap<>());
  }

  /** Follows a change that this leader committed. */
  public Leadership replay(Change change, Moment now) {
    SortedMap<GroupName, Desk> next = new TreeMap<>(desks);
    SortedMap<GroupName, Change.Released> released = new TreeMap<>(freed);
    switch (change) {
      case Change.Granted g -> next.put(g.group(), Desk.granted(g.epoch(), now));
      case Change.Adopted a -> next.put(a.group(), Desk.inherited(a.epoch(), now));
      case Change.Released r -> {
        next.remove(r.group());
        released.put(r.group(), r);
      }
      case Change.Lapsed l -> next.remove(l.group());
      case Change.Unconfirmed _, Change.Recalled _, Change.Steered _, Change.Armed _ -> {}
      case Change.Maintained _, Change.Wished _ -> {}
    }
    return new Leadership(began, since, next, released, pulses);
  }

  /** Too few follow now. */
  Leadership countedFrom(Moment now) {
    return new Leadership(began, now, desks, freed, pulses);
  }

  /** A RENEW of exactly the granted epoch and holder arrived. */
  public Leadership renewed(GroupName group, Moment now) {
    Desk desk = desks.get(group);
    return desk == null ? this : with(group, desk.heardRenew(now));
  }

  /** A quorum confirmed the group's holder. */
  public Leadership confirmed(GroupName group) {
    Desk desk = desks.get(group);
    return desk == null ? this : with(group, desk.heardQuorum());
  }

  /** A heartbeat of this number leaves now. */
  public Leadership pulsed(long pulse, Moment now, Duration memory) {
    SortedMap<Long, Moment> next = new TreeMap<>(pulses);
    next.values().removeIf(sent -> now.waitedSince(sent).compareTo(memory) > 0);
    next.put(pulse, now);
    return new Leadership(began, since, desks, freed, next);
  }

  /** Whether this promise ends as soon as its elector is asked: the ask names the release. */
  boolean frees(@Nullable Promise promise) {
    if (promise == null) {
      return false;
    }
    Change.Released word = freed.get(promise.group());
    return word != null
        && word.epoch().equals(promise.epoch())
        && word.incarnation().equals(promise.holder());
  }

  /** Whether an echo proves a way there and back within {@code within}. */
  boolean isRecent(long echo, Duration within, Moment now) {
    Moment sent = pulses.get(echo);
    return sent != null && now.since(sent).compareTo(within) <= 0;
  }

  public @Nullable Desk desk(GroupName group, GroupState state) {
    Desk desk = desks.get(group);
    return desk != null && desk.epoch().equals(state.epoch()) ? desk : null;
  }

  private Leadership with(GroupName group, Desk desk) {
    SortedMap<GroupName, Desk> next = new TreeMap<>(desks);
    next.put(group, desk);
    return new Leadership(began, since, next, freed, pulses);
  }
}
