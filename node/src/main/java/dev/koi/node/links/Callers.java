package dev.koi.node.links;

import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import dev.koi.node.port.Entropy;
import dev.koi.wire.frame.Assembler;
import dev.koi.wire.frame.ReplayWindow;
import dev.koi.wire.seal.Start;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Who asks from afar: a person's koi that has the key and is no node. It has a start of its own,
 * drawn for one question, and is answered where it asks; it never becomes a peer or a path.
 *
 * <p>A node keeps nothing of a caller that has not proven that it lives. What it must echo is one
 * number for all callers, drawn anew every two seconds and good for four: only the process that
 * drew a start can seal an echo of it, and its counter passes once for as long as the number is
 * good. Starts of the past, replayed, find neither room nor an answer of theirs that fits.
 */
final class Callers {

  /** At 5 KB each; whoever has the key could otherwise fill our memory. */
  static final int MOST = 128;

  /** Who waits for an answer repeats its question twice a second. */
  static final Duration KEPT = Duration.ofSeconds(6);

  static final Duration NUMBER_KEPT = Duration.ofSeconds(4);
  private static final Duration NUMBER_PERIOD = Duration.ofSeconds(2);

  private final Entropy entropy;
  private final Map<NodeId, Caller> proven = new LinkedHashMap<>();
  private @Nullable Drawn current;
  private @Nullable Drawn previous;

  Callers(Entropy entropy) {
    this.entropy = entropy;
  }

  private record Drawn(long nonce, Moment at) {

    boolean fits(long nonce, Moment now) {
      return this.nonce == nonce && now.since(at).compareTo(NUMBER_KEPT) <= 0;
    }
  }

  /** One that has proven that it lives. */
  static final class Caller {

    final Start start;
    final SecretKey key;
    final ReplayWindow window;
    final Assembler assembler = new Assembler();
    private InetSocketAddress from;
    private Moment heard;

    /** Proven by the datagram of this counter: nothing sealed before that is taken. */
    Caller(Start start, SecretKey key, long counter, InetSocketAddress from, Moment now) {
      this.start = start;
      this.key = key;
      this.window = new ReplayWindow(counter);
      this.from = from;
      this.heard = now;
    }

    NodeId id() {
      return start.node();
    }

    /** Where it was heard last. */
    InetSocketAddress from() {
      return from;
    }

    void heard(InetSocketAddress where, Moment now) {
      from = where;
      heard = now;
    }
  }

  @Nullable Caller find(Start start) {
    Caller known = proven.get(start.node());
    return known != null && known.start.equals(start) ? known : null;
  }

  @Nullable Caller find(NodeId id) {
    return proven.get(id);
  }

  Iterable<Caller> all() {
    return proven.values();
  }

  /** What who is not proven must echo. */
  long number(Moment now) {
    Drawn latest = current;
    if (latest == null || now.since(latest.at).compareTo(NUMBER_PERIOD) >= 0) {
      previous = latest;
      latest = new Drawn(entropy.draw(), now);
      current = latest;
    }
    return latest.nonce;
  }

  boolean isProof(long echoed, Moment now) {
    return (current != null && current.fits(echoed, now))
        || (previous != null && previous.fits(echoed, now));
  }

  /** Whether there is room; nobody who may still be replayed gives way. */
  boolean add(Caller caller) {
    if (proven.size() >= MOST) {
      return false;
    }
    proven.put(caller.id(), caller);
    return true;
  }

  void expire(Moment now) {
    proven.values().removeIf(caller -> now.since(caller.heard).compareTo(KEPT) > 0);
  }
}
