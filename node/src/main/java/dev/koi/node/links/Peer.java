package dev.koi.node.links;

import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import dev.koi.wire.frame.Assembler;
import dev.koi.wire.frame.ReplayWindow;
import dev.koi.wire.seal.Salt;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Another node: the one start of it that is believed, those that must prove themselves, the past.
 */
final class Peer {

  /** More than one at a time is someone replaying the past; the oldest gives way. */
  static final int PENDING = 4;

  /** Starts that are known to be over. One that is forgotten still cannot echo a challenge. */
  static final int RETIRED = 16;

  static final Duration PENDING_KEPT = Duration.ofSeconds(2);

  final NodeId id;
  private @Nullable Session session;
  private final Map<Salt, Pending> pending = new LinkedHashMap<>();
  private final Set<Salt> retired = new LinkedHashSet<>();

  Peer(NodeId id) {
    this.id = id;
  }

  @Nullable Session session() {
    return session;
  }

  boolean isRetired(Salt salt) {
    return retired.contains(salt);
  }

  @Nullable Pending pending(Salt salt, Moment now) {
    Pending known = pending.get(salt);
    return known == null || known.isOver(now) ? null : known;
  }

  /** A start that is new to us; its number is drawn afresh each time, so that no old echo fits. */
  Pending begin(Salt salt, SecretKey key, long nonce, Moment now) {
    pending.remove(salt);
    if (pending.size() >= PENDING) {
      pending.remove(pending.keySet().iterator().next());
    }
    Pending begun = new Pending(salt, key, nonce, now);
    pending.put(salt, begun);
    return begun;
  }

  /**
   * The start has proven that it lives, with the datagram of this counter: the one before is over.
   * Nothing sealed before that datagram is taken: it may have been delivered to an earlier start of
   * ours. Other candidates lose their numbers, so that a late echo of the past proves nothing.
   */
  void prove(Pending proven, long counter) {
    if (session != null) {
      retired.add(session.salt);
      if (retired.size() > RETIRED) {
        retired.remove(retired.iterator().next());
      }
    }
    session = new Session(proven.salt, proven.key, counter);
    pending.clear();
  }

  void expire(Moment now) {
    pending.values().removeIf(old -> old.isOver(now));
  }

  boolean isUnknown() {
    return session == null && pending.isEmpty();
  }

  /** The believed start. */
  static final class Session {

    final Salt salt;
    final SecretKey key;
    final ReplayWindow window;
    final Assembler assembler = new Assembler();

    Session(Salt salt, SecretKey key, long counter) {
      this.salt = salt;
      this.key = key;
      window = new ReplayWindow(counter);
    }
  }

  /** A start that was asked to echo {@link #nonce}. */
  static final class Pending {

    private static final Duration AGAIN = Duration.ofMillis(10);
    private static final int ADDRESSES = 8;

    final Salt salt;
    final SecretKey key;
    final long nonce;
    private final Moment begun;
    private final Map<InetSocketAddress, Moment> asked = new LinkedHashMap<>();

    private Pending(Salt salt, SecretKey key, long nonce, Moment begun) {
      this.salt = salt;
      this.key = key;
      this.nonce = nonce;
      this.begun = begun;
    }

    private boolean isOver(Moment now) {
      return now.since(begun).compareTo(PENDING_KEPT) > 0;
    }

    /** Whether to ask there now: on each path once, and again when the answer does not come. */
    boolean ask(InetSocketAddress from, Moment now) {
      Moment before = asked.get(from);
      boolean first = before == null && asked.size() < ADDRESSES;
      boolean again = before != null && now.since(before).compareTo(AGAIN) >= 0;
      if (first || again) {
        asked.put(from, now);
      }
      return first || again;
    }
  }
}
