package dev.koi.core.elector;

import dev.koi.core.lease.Arming;
import dev.koi.core.lease.Timing;
import dev.koi.core.message.Message.Lease;
import dev.koi.core.message.Message.Renew;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import dev.koi.core.time.RoundTrip;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The port through which a lease is confirmed: a RENEW goes in, and after {@code needed} electors
 * have confirmed its holder in a round that was <em>sent after the RENEW arrived</em> (SAFETY E3, B1),
 * a LEASE comes out. A round that began earlier proves nothing about now: since then another leader
 * may have got the electors. One round a group, which is left alone while its answer can still serve:
 * holders repeat an unanswered RENEW sooner than a slow network answers a round, so a round for each
 * RENEW would never be completed.
 *
 * @param last the number of the latest round; replies to others are ignored
 * @param open the round of each group
 * @param roundTrip smoothed, from the asks to the completing reply
 */
public record Rounds(long last, SortedMap<GroupName, Round> open, RoundTrip roundTrip) {

  public Rounds {
    open = Collections.unmodifiableSortedMap(new TreeMap<>(open));
  }

  /**
   * One round.
   *
   * @param via who passed the RENEW on: the LEASE goes back the same way
   * @param hold what the electors are asked to promise; pinned as soon as one says that it is
   */
  public record Round(
      long number,
      Renew renew,
      NodeId via,
      Timing timing,
      Arming hold,
      SortedSet<NodeId> confirmed,
      Moment begun,
      Moment asked) {

    public Round {
      confirmed = Collections.unmodifiableSortedSet(new TreeSet<>(confirmed));
    }

    public Lease lease() {
      return new Lease(
          renew.group(), renew.epoch(), renew.holder(), renew.nonce(), timing, hold.pinned());
    }

    /** Whether the answer to its own RENEW, an earlier one of the holder, still allows a promotion. */
    private boolean serves(Renew later, Moment now) {
      return renew.epoch().equals(later.epoch())
          && renew.holder().equals(later.holder())
          && renew.arming() == later.arming()
          && now.since(begun).compareTo(timing.latestPromotion()) <= 0;
    }

    /** Whether its electors were asked for at least this. */
    private boolean promises(Arming wanted) {
      return hold.pinned() || !wanted.pinned();
    }

    private Round confirmedBy(NodeId elector, boolean pinned) {
      SortedSet<NodeId> next = new TreeSet<>(confirmed);
      next.add(elector);
      Arming held = new Arming(hold.number(), hold.pinned() || pinned);
      return new Round(number, renew, via, timing, held, next, begun, asked);
    }

    private Round askedAgain(Moment now) {
      return new Round(number, renew, via, timing, hold, confirmed, begun, now);
    }
  }

  /**
   * No round yet.
   *
   * @param start below the numbers of this process: drawn, so that the delayed reply to a round of an
   *     earlier process of this node is not taken for one to a round of this
   */
  public static Rounds none(long start) {
    return new Rounds(start, new TreeMap<>(), RoundTrip.UNKNOWN);
  }

  /**
   * A RENEW of the granted epoch and holder arrived just now. Whether this begins a round or leaves
   * the one under way, its asks leave now.
   *
   * @param maintenance whether the electors' promise shall outlive W
   */
  public Rounds begin(
      Renew renew, NodeId via, Timing timing, boolean maintenance, Moment now) {
    Arming hold = Arming.of(renew.arming(), maintenance);
    Round earlier = open.get(renew.group());
    if (earlier != null && earlier.promises(hold) && earlier.serves(renew, now)) {
      return askedAgain(renew.group(), now);
    }
    Round round = new Round(last + 1, renew, via, timing, hold, new TreeSet<>(), now, now);
    SortedMap<GroupName, Round> next = new TreeMap<>(open);
    next.put(renew.group(), round);
    return new Rounds(last + 1, next, roundTrip);
  }

  /** An elector confirmed a round; of a round that is not open any more it means nothing. */
  public Rounds confirmed(GroupName group, long number, NodeId elector, boolean pinned) {
    Round round = open.get(group);
    return round == null || round.number() != number
        ? this
        : with(group, round.confirmedBy(elector, pinned));
  }

  /** The group's round if enough electors have confirmed it. */
  public @Nullable Round complete(GroupName group, int needed) {
    Round round = open.get(group);
    return round != null && round.confirmed().size() >= needed ? round : null;
  }

  /** The group's round is over. */
  public Rounds close(GroupName group, Moment now) {
    Round round = open.get(group);
    if (round == null) {
      return this;
    }
    SortedMap<GroupName, Round> next = new TreeMap<>(open);
    next.remove(group);
    if (round.begun().isBefore(round.asked())) {
      return new Rounds(last, next, roundTrip); // asked twice: which ask was answered? (Karn)
    }
    return new Rounds(last, next, roundTrip.measured(now.since(round.begun())));
  }

  /** The group is vacant: its round means nothing any more. */
  public Rounds dropped(GroupName group) {
    SortedMap<GroupName, Round> next = new TreeMap<>(open);
    next.remove(group);
    return new Rounds(last, next, roundTrip);
  }

  /** Nobody may be answered any more: the leadership is over. */
  public Rounds dropped() {
    return new Rounds(last, new TreeMap<>(), roundTrip);
  }

  /** Rounds that want their asks repeated now. */
  public List<Round> due(Moment now) {
    return open.values().stream().filter(r -> !now.isBefore(r.asked().plus(retry()))).toList();
  }

  public Rounds askedAgain(GroupName group, Moment now) {
    Round round = open.get(group);
    return round == null ? this : with(group, round.askedAgain(now));
  }

  /** When to look again; null if no round is open. */
  public @Nullable Moment nextRetry() {
    Moment next = null;
    for (Round round : open.values()) {
      Moment retry = round.asked().plus(retry());
      next = next == null ? retry : next.min(retry);
    }
    return next;
  }

  /** How long to wait for replies before the asks are repeated. */
  public Duration retry() {
    return roundTrip.retry();
  }

  private Rounds with(GroupName group, Round round) {
    SortedMap<GroupName, Round> next = new TreeMap<>(open);
    next.put(group, round);
    return new Rounds(last, next, roundTrip);
  }
}
