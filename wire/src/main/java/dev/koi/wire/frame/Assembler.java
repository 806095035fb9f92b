package dev.koi.wire.frame;

import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the fragments of one start of one peer together, and asks for those that do not come. At
 * most {@link #OPEN} messages at a time, so 512 KiB; the oldest gives way.
 */
public final class Assembler {

  static final int OPEN = 8;

  /** From the first fragment on. */
  public static final Duration GIVE_UP = Duration.ofSeconds(2);

  /** Fragments leave together: after a gap like this the next one was lost, not delayed. */
  private static final Duration QUIET = Duration.ofMillis(10);

  private static final Duration REPEAT = Duration.ofMillis(20);
  private static final Duration LONGEST_REPEAT = Duration.ofMillis(200);

  private final Map<Long, Assembly> open = new LinkedHashMap<>();

  /** Messages that are complete or given up: a late fragment must not begin them again. */
  private final ReplayWindow closed = new ReplayWindow(0);

  private long abandoned;

  /** Takes a fragment; the message if it was the last one that was missing, else null. */
  public byte @Nullable [] add(Frame.Fragment fragment, Moment now) {
    if (!closed.isFresh(fragment.id())) {
      return null;
    }
    Assembly assembly = open.get(fragment.id());
    if (assembly == null) {
      makeRoom();
      assembly = new Assembly(fragment.count(), now);
      open.put(fragment.id(), assembly);
    }
    if (!assembly.add(fragment, now)) {
      return null;
    }
    open.remove(fragment.id());
    closed.use(fragment.id());
    return assembly.whole();
  }

  /** What is to be asked for now. What has waited too long is given up. */
  public List<Frame.Missing> due(Moment now) {
    List<Frame.Missing> due = new ArrayList<>();
    for (Iterator<Map.Entry<Long, Assembly>> all = open.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Long, Assembly> entry = all.next();
      Assembly assembly = entry.getValue();
      if (now.since(assembly.begun).compareTo(GIVE_UP) >= 0) {
        all.remove();
        close(entry.getKey());
      } else if (!now.isBefore(assembly.nextAsk)) {
        assembly.asked(now);
        due.add(new Frame.Missing(entry.getKey(), assembly.missing));
      }
    }
    return due;
  }

  /** When {@link #due} is to be called next; null if nothing is open. */
  public @Nullable Moment next() {
    Moment next = null;
    for (Assembly assembly : open.values()) {
      Moment at = assembly.nextAsk.min(assembly.begun.plus(GIVE_UP));
      next = next == null ? at : next.min(at);
    }
    return next;
  }

  /** Messages that never became complete. */
  public long abandoned() {
    return abandoned;
  }

  private void makeRoom() {
    if (open.size() >= OPEN) {
      Long oldest = open.keySet().iterator().next();
      open.remove(oldest);
      close(oldest);
    }
  }

  private void close(long id) {
    abandoned++;
    // Other ids may have moved the window past it; then it is closed as it is.
    if (closed.isFresh(id)) {
      closed.use(id);
    }
  }

  /** One message that is not complete yet. */
  private static final class Assembly {

    final Moment begun;
    Moment nextAsk;
    long missing;
    private final byte[][] pieces;
    private Duration repeat = REPEAT;

    Assembly(int count, Moment now) {
      begun = now;
      nextAsk = now;
      pieces = new byte[count][];
      missing = -1L >>> (Long.SIZE - count);
    }

    /** Whether it is complete now. A fragment that contradicts the first one is no part of it. */
    boolean add(Frame.Fragment fragment, Moment now) {
      long bit = 1L << fragment.index();
      if (fragment.count() == pieces.length && (missing & bit) != 0) {
        pieces[fragment.index()] = fragment.chunk();
        missing &= ~bit;
        nextAsk = now.plus(QUIET);
        repeat = REPEAT;
      }
      return missing == 0;
    }

    void asked(Moment now) {
      nextAsk = now.plus(repeat);
      Duration doubled = repeat.multipliedBy(2);
      repeat = doubled.compareTo(LONGEST_REPEAT) < 0 ? doubled : LONGEST_REPEAT;
    }

    byte[] whole() {
      int length = 0;
      for (byte[] piece : pieces) {
        length += piece.length;
      }
      byte[] whole = new byte[length];
      int at = 0;
      for (byte[] piece : pieces) {
        System.arraycopy(piece, 0, whole, at, piece.length);
        at += piece.length;
      }
      return whole;
    }
  }
}
