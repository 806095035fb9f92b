package dev.koi.core.tenure;

import dev.koi.core.agreed.GroupState;
import dev.koi.core.agreed.Holder;
import dev.koi.core.agreed.Marks;
import dev.koi.core.lease.RunnerLease;
import dev.koi.core.lease.RunnerLease.Stage;
import dev.koi.core.lease.Timing;
import dev.koi.core.message.Message.Released;
import dev.koi.core.message.Message.Revoked;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.Incarnation;
import dev.koi.core.time.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A runner's hold on one group.
 *
 * <pre>
 *   offered ──(highest, held = e on disk)──► leased ──► given up ──(services demoted, confirmed;
 *      ▲                                                             dead = e on disk)──► word
 *      └───────────────────────────── the leader has heard the word ◄────────────────────────┘
 * </pre>
 *
 * <p>Two things wait for the disk (SAFETY R1, R5): no RENEW leaves before the epoch is on disk, and
 * nobody is told of a release before {@code dead} is. A crash between the two loses time, no promise.
 *
 * @param marks what shall be on disk
 * @param durable what is on disk
 * @param offer an epoch that was granted and is not on disk yet, null if none
 * @param lease the epoch that is held, null if none
 * @param givingUp why {@code lease} is given up, null while it is kept
 * @param word the release that is told to the electors until the leader knows, null if none
 */
public record Tenure(
    GroupName group,
    Incarnation self,
    Marks marks,
    Marks durable,
    @Nullable Offer offer,
    @Nullable RunnerLease lease,
    @Nullable GiveUp givingUp,
    @Nullable Word word) {

  /** An epoch that was granted. */
  public record Offer(Epoch epoch, Timing timing) {}

  /** A release and since when it is told. */
  public record Word(Released released, Duration until, Moment since) {}

  /** Begins with what an earlier run left on disk. */
  public static Tenure begin(GroupName group, Incarnation self, Marks durable) {
    return new Tenure(group, self, durable, durable, null, null, null, null);
  }

  /**
   * The leader's word about the group: a hint (SAFETY E9). Authority is an answered nonce.
   *
   * @param free nothing of an earlier epoch is promoted here, and the node may take one
   */
  public Tenure told(GroupState state, boolean free, Moment now) {
    Holder holder = state.holder();
    if (word != null && isKnown(word.released(), state)) {
      return withWord(null).told(state, free, now);
    }
    if (holder == null || !holder.incarnation().node().equals(self.node())) {
      return this;
    }
    Epoch epoch = state.epoch();
    if (!epoch.isAfter(durable.dead())) {
      // Also of an earlier run, whose release nobody may have heard: an epoch that maintenance has pinned
      // ends by no time (M3), and would have no other end than this.
      return word == null ? tell(epoch, holder, now) : this;
    }
    if (!holder.incarnation().equals(self)) {
      return this;
    }
    if (lease != null && lease.epoch().equals(epoch)) {
      return state.recall() == null ? this : giveUp(GiveUp.RECALLED);
    }
    // R1: neither an epoch that was given up, though that is not on disk yet, nor one that this
    // node knows was passed over by a higher one is taken any more.
    boolean past = !epoch.isAfter(marks.dead()) || marks.highest().isAfter(epoch);
    if (past || lease != null || offer != null || !free) {
      return this;
    }
    Marks wanted = new Marks(epoch, marks.dead(), epoch);
    Offer next = new Offer(epoch, holder.timing());
    return new Tenure(group, self, wanted, durable, next, null, null, null);
  }

  /** These marks are on disk now. */
  public Tenure onDisk(Marks saved, Moment now) {
    Tenure next = new Tenure(group, self, marks, saved, offer, lease, givingUp, word);
    if (offer != null && saved.held().equals(offer.epoch())) {
      RunnerLease fresh = RunnerLease.take(offer.epoch(), offer.timing(), now);
      return new Tenure(group, self, marks, saved, null, fresh, null, word);
    }
    if (lease != null && !lease.epoch().isAfter(saved.dead())) {
      return new Tenure(group, self, marks, saved, offer, null, null, null)
          .tell(lease.epoch(), new Holder(self, lease.timing()), now);
    }
    return next;
  }

  /**
   * Time has passed: an unanswered lease lapses (SAFETY R4), an old word falls silent. An epoch that
   * was never answered within W is given up too: electors may be bound to a higher one that its
   * leader does not know, and no other rule would ever end it.
   */
  public Tenure tick(Moment now) {
    Tenure next = this;
    if (word != null && now.waitedSince(word.since()).compareTo(word.until()) > 0) {
      next = next.withWord(null);
    }
    if (lease == null || lease.ended() || lease.isDisarmed()) {
      return next;
    }
    return switch (lease.stage(now)) {
      case ASKING -> {
        Duration asking = now.heldSince(lease.taken());
        boolean inVain = asking.compareTo(lease.timing().electorWait()) > 0;
        yield inVain ? next.withLease(lease.end()).giveUp(GiveUp.LAPSED) : next;
      }
      case LIVE -> next;
      case LAPSED, OVER -> next.withLease(lease.end()).giveUp(GiveUp.LAPSED);
    };
  }

  /** The first reason stands, but a breach overrides: it is the only one that cuts. */
  public Tenure giveUp(GiveUp why) {
    boolean first = givingUp == null || why == GiveUp.REVOKED;
    return lease == null || !first
        ? this
        : new Tenure(group, self, marks, durable, offer, lease, why, word);
  }

  /** A quorum answered for maintenance. */
  public Tenure disarm() {
    return lease == null ? this : withLease(lease.disarm());
  }

  /** Maintenance is over. */
  public Tenure rearm(Moment now) {
    return lease == null || !lease.isDisarmed() ? this : withLease(lease.rearm(now));
  }

  /**
   * Another epoch is in force. Not while this one is disarmed: a quorum has pinned it, so the other is
   * a grant that was never confirmed. Should it be true after all, the first RENEW after maintenance
   * is answered so too.
   */
  public Tenure revoked(Revoked word) {
    return lease != null
            && !lease.isDisarmed()
            && lease.epoch().equals(word.epoch()) && word.holder().equals(self)
        ? withLease(lease.end()).giveUp(GiveUp.REVOKED)
        : this;
  }

  /**
   * The demotion is confirmed: the epoch shall be dead. Once that is on disk, the word goes out.
   *
   * @throws IllegalStateException if there is nothing to give up
   */
  public Tenure release() {
    if (lease == null || givingUp == null) {
      throw new IllegalStateException("released what is not given up: " + this);
    }
    Marks wanted = new Marks(marks.highest(), marks.dead().max(lease.epoch()), Epoch.NONE);
    return new Tenure(group, self, wanted, durable, offer, lease, givingUp, word);
  }

  /**
   * The leftovers of an earlier run of this node are demoted: what it held is dead too.
   *
   * @throws IllegalStateException if this run has taken an epoch: then {@code held} is its own, and
   *     would be released without a demotion
   */
  public Tenure buryEarlierRun() {
    if (offer != null || lease != null) {
      throw new IllegalStateException("buried what this run holds: " + this);
    }
    Marks wanted = new Marks(marks.highest(), marks.dead().max(marks.held()), Epoch.NONE);
    return new Tenure(group, self, wanted, durable, offer, lease, givingUp, word);
  }

  /**
   * That is on disk: the electors are told for it (SAFETY R7).
   *
   * @param until how long they are told unless the leader knows before: W of that epoch
   */
  public Tenure tellForEarlierRun(Released released, Duration until, Moment now) {
    return withWord(new Word(released, until, now));
  }

  /** A higher epoch was seen, in whatever role: it must be on disk before it is confirmed. */
  public Tenure saw(Epoch epoch) {
    Marks wanted = new Marks(marks.highest().max(epoch), marks.dead(), marks.held());
    return new Tenure(group, self, wanted, durable, offer, lease, givingUp, word);
  }

  public Tenure withLease(@Nullable RunnerLease next) {
    return new Tenure(group, self, marks, durable, offer, next, givingUp, word);
  }

  /** Whether the disk is behind. */
  public boolean wantsSave() {
    return !marks.equals(durable);
  }

  /** What must happen to the services because of the lease. */
  public Standing standing(Moment now) {
    if (lease == null) {
      return Standing.NONE;
    }
    if (lease.isDisarmed()) {
      return Standing.AT_REST;
    }
    if (givingUp == GiveUp.REVOKED || lease.stage(now) == Stage.OVER) {
      return Standing.CUT;
    }
    if (lease.stage(now) == Stage.LAPSED) {
      return Standing.DEMOTE_AT_ONCE;
    }
    if (givingUp != null) {
      return Standing.DEMOTE;
    }
    return lease.stage(now) == Stage.LIVE ? Standing.MASTER : Standing.NONE;
  }

  /** What a lease allows or demands. */
  public enum Standing {
    /** No lease, or none answered yet: nothing may be promoted. */
    NONE,
    /** The lease is answered: promote, or stay promoted. */
    MASTER,
    /** Maintenance: whatever is promoted stays so, and no script begins. */
    AT_REST,
    /** Demote in good order; the lease is renewed meanwhile. */
    DEMOTE,
    /** The lease was lost: demote within what is left of it. */
    DEMOTE_AT_ONCE,
    /** Too late for that: kill. */
    CUT,
  }

  /** Whether the leader knows of a release: what it agreed to is past it. */
  private static boolean isKnown(Released released, GroupState state) {
    Holder holder = state.holder();
    boolean held = holder != null && holder.incarnation().equals(released.holder());
    return state.epoch().isAfter(released.epoch())
        || (state.epoch().equals(released.epoch()) && !held);
  }

  private Tenure tell(Epoch epoch, Holder holder, Moment now) {
    Released released = new Released(group, epoch, holder.incarnation());
    return withWord(new Word(released, holder.timing().electorWait(), now));
  }

  private Tenure withWord(@Nullable Word next) {
    return new Tenure(group, self, marks, durable, offer, lease, givingUp, next);
  }
}
