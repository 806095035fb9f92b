package dev.koi.core.lease;

import dev.koi.core.name.Epoch;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The holder's side of one epoch (SAFETY R2 to R4). The lease counts from the moment <em>before</em>
 * the answered RENEW was sealed, never from the receipt of the answer: an answer may be as old as the
 * network likes.
 *
 * @param taken when this runner took the epoch
 * @param answered t0: the latest send moment of a nonce that was answered; null before the first
 * @param trusted answers to nonces sent before this moment allow nothing new: the daemon was not
 *     running all the time since (SAFETY R4, gap)
 * @param asked nonces under way, with the moment before each was sealed
 * @param lastSent when the last RENEW left; null before the first
 * @param ended no RENEW of this epoch leaves any more
 * @param arming as {@link Arming#number}: odd while maintenance lifts the deadlines
 */
public record RunnerLease(
    Epoch epoch,
    Timing timing,
    Moment taken,
    @Nullable Moment answered,
    Moment trusted,
    SortedMap<Long, Moment> asked,
    @Nullable Moment lastSent,
    boolean ended,
    int arming) {

  public RunnerLease {
    asked = Collections.unmodifiableSortedMap(new TreeMap<>(asked));
  }

  /** How far a lease has run. */
  public enum Stage {
    /** Granted, but no RENEW was answered. */
    ASKING,
    /** Before Lsoft. */
    LIVE,
    /** Past Lsoft: demote. */
    LAPSED,
    /** Past Lhard: cut. */
    OVER,
  }

  public static RunnerLease take(Epoch epoch, Timing timing, Moment now) {
    return new RunnerLease(epoch, timing, now, null, now, new TreeMap<>(), null, false, 0);
  }

  public Stage stage(Moment now) {
    if (answered == null) {
      return ended ? Stage.LAPSED : Stage.ASKING;
    }
    Duration age = now.heldSince(answered);
    if (age.compareTo(timing.hard()) >= 0) {
      return Stage.OVER;
    }
    return ended || age.compareTo(timing.soft()) >= 0 ? Stage.LAPSED : Stage.LIVE;
  }

  /** R3: whether a promotion may begin now. */
  public boolean mayBegin(Moment now) {
    return !ended
        && !isDisarmed()
        && answered != null
        && !answered.isBefore(trusted)
        && now.heldSince(answered).compareTo(timing.latestPromotion()) <= 0;
  }

  /** When the next RENEW is due: every I, sooner while unanswered. */
  public Moment renewAt(Duration retry) {
    if (lastSent == null) {
      return taken;
    }
    boolean waiting = asked.containsValue(lastSent);
    Duration pause = waiting && retry.compareTo(timing.renew()) < 0 ? retry : timing.renew();
    return lastSent.plus(pause);
  }

  /** A RENEW with this nonce is about to be sealed. */
  public RunnerLease sent(long nonce, Moment before) {
    SortedMap<Long, Moment> next = new TreeMap<>(asked);
    // An answer that comes later than Lsoft extends nothing, so such nonces are forgotten.
    next.values().removeIf(sent -> before.heldSince(sent).compareTo(timing.soft()) > 0);
    next.put(nonce, before);
    return new RunnerLease(epoch, timing, taken, answered, trusted, next, before, ended, arming);
  }

  /** A LEASE came: t0 moves forward if the nonce is one of ours. */
  public RunnerLease answered(long nonce) {
    Moment sent = asked.get(nonce);
    if (sent == null || ended) {
      return this;
    }
    SortedMap<Long, Moment> next = new TreeMap<>(asked);
    // Older ones are settled too: their answers could not move t0 forward any more.
    next.values().removeIf(other -> !sent.isBefore(other));
    Moment latest = answered == null ? sent : answered.max(sent);
    return new RunnerLease(epoch, timing, taken, latest, trusted, next, lastSent, ended, arming);
  }

  /** How long the answer to this nonce took, null if it is none of ours. */
  public @Nullable Duration roundTrip(long nonce, Moment now) {
    Moment sent = asked.get(nonce);
    return sent == null ? null : now.since(sent);
  }

  /** The daemon stood still until now: nothing that promotes begins before a fresh answer. */
  public RunnerLease afterGap(Moment now) {
    return new RunnerLease(epoch, timing, taken, answered, now, asked, lastSent, ended, arming);
  }

  /** It lapsed or was given up: nothing renews it any more. */
  public RunnerLease end() {
    return new RunnerLease(
        epoch, timing, taken, answered, trusted, new TreeMap<>(), lastSent, true, arming);
  }

  /** Whether maintenance lifts the deadlines (SAFETY M2). */
  public boolean isDisarmed() {
    return Arming.isDisarmed(arming);
  }

  /** A quorum has promised that time will not end this epoch: the deadlines are lifted. */
  public RunnerLease disarm() {
    return isDisarmed() ? this : withArming(arming + 1);
  }

  /**
   * Maintenance is over: from now on the deadlines hold again (SAFETY M3). They count from here, since
   * the promises are pinned until electors confirm a RENEW of the new number, which leaves later than
   * this. What is not answered in time lapses as ever; and nothing new is promoted without an answer.
   */
  public RunnerLease rearm(Moment now) {
    if (!isDisarmed()) {
      return this;
    }
    Moment later = now.plus(Duration.ofNanos(1));
    return new RunnerLease(
        epoch, timing, taken, now, later, new TreeMap<>(), null, ended, arming + 1);
  }

  private RunnerLease withArming(int next) {
    return new RunnerLease(
        epoch, timing, taken, answered, trusted, asked, lastSent, ended, next);
  }

  /** The next moment at which its stage changes by itself; null before the first answer. */
  public @Nullable Moment deadline(Moment now) {
    if (answered == null || isDisarmed()) {
      return null;
    }
    return switch (stage(now)) {
      case ASKING, LIVE -> answered.plus(timing.soft());
      case LAPSED -> answered.plus(timing.hard());
      case OVER -> null;
    };
  }
}
