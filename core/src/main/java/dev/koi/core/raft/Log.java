package dev.koi.core.raft;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries that are not forgotten yet, after a base of which only index and term are known (paper,
 * section 7). A value: every change gives another log, and the two share what they have in common.
 */
public final class Log {

  private final long baseIndex;
  private final long baseTerm;
  private final Chunks<Entry> entries;

  private Log(long baseIndex, long baseTerm, Chunks<Entry> entries) {
    this.baseIndex = baseIndex;
    this.baseTerm = baseTerm;
    this.entries = entries;
  }

  static Log after(long baseIndex, long baseTerm) {
    return new Log(baseIndex, baseTerm, Chunks.empty());
  }

  /** The last index whose entry is forgotten; its term is still known. */
  public long base() {
    return baseIndex;
  }

  public long last() {
    return baseIndex + entries.size();
  }

  public long lastTerm() {
    return term(last());
  }

  /** The term of an entry from {@link #base} to {@link #last}. */
  public long term(long index) {
    return index == baseIndex ? baseTerm : entry(index).term();
  }

  public Entry entry(long index) {
    return entries.get(Math.toIntExact(index - baseIndex - 1));
  }

  /** Whether it is known to have this entry. */
  boolean matches(long index, long term) {
    return index >= baseIndex && index <= last() && term(index) == term;
  }

  /** Both ends included. */
  List<Entry> slice(long from, long to) {
    List<Entry> slice = new ArrayList<>(Math.toIntExact(Math.max(0, to - from + 1)));
    for (long index = from; index <= to; index++) {
      slice.add(entry(index));
    }
    return slice;
  }

  /** As many as fit into so many bytes, but one at least if there is one. */
  List<Entry> batch(long from, int bytes) {
    List<Entry> batch = new ArrayList<>();
    int left = bytes;
    for (long index = from; index <= last(); index++) {
      Entry entry = entry(index);
      left -= entry.bytes();
      if (left < 0 && !batch.isEmpty()) {
        break;
      }
      batch.add(entry);
    }
    return batch;
  }

  Log append(List<Entry> more) {
    long expected = last() + 1;
    for (Entry entry : more) {
      if (entry.index() != expected++) {
        throw new IllegalArgumentException("a hole in the log: " + entry + " after " + last());
      }
    }
    return new Log(baseIndex, baseTerm, entries.plus(more));
  }

  /** Without what comes after {@code index}. */
  Log truncate(long index) {
    return new Log(baseIndex, baseTerm, entries.take(Math.toIntExact(index - baseIndex)));
  }

  /** Entries through {@code index} are forgotten. */
  Log compact(long index) {
    return index <= baseIndex
        ? this
        : new Log(index, term(index), entries.drop(Math.toIntExact(index - baseIndex)));
  }

  /**
   * Where two logs may agree at the latest, if one has {@code term} at {@code index}: terms never fall
   * along a log, so what has a higher term here cannot be there. Skips a whole term for each question,
   * as the end of section 5.3 proposes; -1 if that lies before the base.
   */
  long agreesAtMost(long index, long term) {
    for (long i = Math.min(index, last()); i >= baseIndex; i--) {
      if (term(i) <= term) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Log log
        && baseIndex == log.baseIndex
        && baseTerm == log.baseTerm
        && entries.equals(log.entries);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(last()) + 31 * entries.hashCode();
  }

  @Override
  public String toString() {
    return "(" + baseIndex + ".." + last() + "]";
  }
}
