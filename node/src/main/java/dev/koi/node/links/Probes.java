package dev.koi.node.links;

import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The probes of the last minute on one path: which of them were answered, and how quickly. */
final class Probes {

  static final Duration KEPT = Duration.ofMinutes(1);

  /** Until then an answer may still be under way, so that the probe is not yet called lost. */
  static final Duration UNDER_WAY = Duration.ofSeconds(1);

  private final Deque<Probe> sent = new ArrayDeque<>();
  private @Nullable Duration roundTrip;
  private @Nullable Moment answered;

  void sent(long nonce, Moment now) {
    while (!sent.isEmpty() && now.since(sent.getFirst().at).compareTo(KEPT) > 0) {
      sent.removeFirst();
    }
    sent.addLast(new Probe(nonce, now));
  }

  /**
   * An answer came; the first one counts, and one that comes too late counts as none. The round trip
   * is smoothed by an eighth, as TCP does (RFC 6298).
   */
  void answered(long nonce, Moment now) {
    Probe probe = find(nonce);
    if (probe == null || probe.answered || now.since(probe.at).compareTo(Route.LIVE) > 0) {
      return;
    }
    probe.answered = true;
    answered = now;
    Duration sample = now.since(probe.at);
    roundTrip = roundTrip == null ? sample : roundTrip.plus(sample.minus(roundTrip).dividedBy(8));
  }

  /** Another node is there now: what was measured says nothing of it. */
  void clear() {
    sent.clear();
    roundTrip = null;
    answered = null;
  }

  @Nullable Duration roundTrip() {
    return roundTrip;
  }

  /** When the last answer came, null for never. */
  @Nullable Moment answeredAt() {
    return answered;
  }

  boolean isAnsweredWithin(Duration within, Moment now) {
    return answered != null && now.since(answered).compareTo(within) <= 0;
  }

  /** Of those that can have been answered by now how many were not; null if there are none. */
  @Nullable Integer lossPercent(Moment now) {
    int counted = 0;
    int lost = 0;
    for (Probe probe : sent) {
      Duration age = now.since(probe.at);
      if (age.compareTo(KEPT) <= 0 && (probe.answered || age.compareTo(UNDER_WAY) >= 0)) {
        counted++;
        lost += probe.answered ? 0 : 1;
      }
    }
    // Rounded up: a loss that shows as none would not be looked for.
    return counted == 0 ? null : Math.ceilDiv(100 * lost, counted);
  }

  /** From the end: it is nearly always the last one. */
  private @Nullable Probe find(long nonce) {
    var latest = sent.descendingIterator();
    while (latest.hasNext()) {
      Probe probe = latest.next();
      if (probe.nonce == nonce) {
        return probe;
      }
    }
    return null;
  }

  private static final class Probe {

    private final long nonce;
    private final Moment at;
    private boolean answered;

    private Probe(long nonce, Moment at) {
      this.nonce = nonce;
      this.at = at;
    }
  }
}
