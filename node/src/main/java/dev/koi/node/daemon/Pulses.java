package dev.koi.node.daemon;

import dev.koi.core.message.Message;
import dev.koi.core.message.Message.Heartbeat;
import dev.koi.core.message.Message.Pulse;
import dev.koi.core.message.Message.Unheard;
import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says a heartbeat that only repeats the one before in a few bytes, and makes a whole one of such bytes.
 * What decides sees whole heartbeats only. Whoever lacks the one that is repeated asks for it, so that a
 * lost heartbeat costs no more than it did. What it saves stands in docs/performance.md.
 */
final class Pulses {

  /**
   * Whole ones leave this often anyway: then who cannot ask, and what {@link #repeats} does not look at
   * (the card), is a second behind at most.
   */
  private static final Duration WHOLE_EACH = Duration.ofSeconds(1);

  private final Duration heartbeat;

  /** The latest whole heartbeat of each other node. */
  private final Map<NodeId, Heartbeat> bases = new HashMap<>();

  private @Nullable Heartbeat base;
  private Moment based;
  private boolean wanted;

  Pulses(Duration heartbeat, Moment now) {
    this.heartbeat = heartbeat;
    this.based = now;
  }

  /** How this heartbeat is said now. */
  Message words(Heartbeat whole, Moment now) {
    boolean fresh = now.since(based).compareTo(WHOLE_EACH) < 0;
    if (base != null && fresh && !wanted && repeats(whole, base)) {
      return whole.since(base);
    }
    base = whole;
    based = now;
    wanted = false;
    return whole;
  }

  /** A revision tells the copies of one leader apart; here not even two leaders may be mixed up. */
  private static boolean repeats(Heartbeat whole, Heartbeat base) {
    return whole.saysTheSameAs(base) && Objects.equals(whole.agreed(), base.agreed());
  }

  /**
   * Someone lacks a heartbeat.
   *
   * @return whether it is to be said whole at once; not if that one left a moment ago, or a later one
   */
  boolean unheard(Unheard word, Moment now) {
    boolean settled = now.since(based).compareTo(heartbeat.dividedBy(2)) >= 0;
    wanted |= settled && base != null && base.pulse() == word.base();
    return wanted;
  }

  /** A whole heartbeat came. */
  void heard(NodeId from, Heartbeat whole) {
    Heartbeat before = bases.get(from);
    boolean overtaken =
        before != null
            && before.card().incarnation().equals(whole.card().incarnation())
            && before.pulse() > whole.pulse();
    if (!overtaken) {
      bases.put(from, whole);
    }
  }

  /** What a pulse stands for; null if the heartbeat that it repeats is not here. */
  @Nullable Heartbeat whole(NodeId from, Pulse pulse) {
    Heartbeat known = bases.get(from);
    return known == null ? null : known.repeatedBy(pulse);
  }

  /** Whether to ask for it; not if a later one overtook it. */
  boolean lacks(NodeId from, Pulse pulse) {
    Heartbeat known = bases.get(from);
    return known == null
        || known.card().incarnation().start() != pulse.start()
        || known.pulse() < pulse.base();
  }

  void forgetAllBut(Set<NodeId> nodes) {
    bases.keySet().retainAll(nodes);
  }
}
