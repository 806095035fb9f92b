package dev.koi.core.raft;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A sequence that never changes and yet grows cheaply at its end: an append copies half a chunk on the
 * average, and the list of chunks once in 64 times. Elements leave at either end. A plain list would be
 * copied whole for each entry of the log; a tree as in Clojure's vectors is no faster at the sizes here
 * (some ten thousand entries between two snapshots) and three times as long.
 */
final class Chunks<E> {

  static final int WIDTH = 64;

  private static final Object[][] NO_CHUNKS = new Object[0][];
  private static final Object[] NOTHING = new Object[0];

  /** Full chunks, then what is left over; the first so many elements of all these are gone. */
  private final Object[][] full;

  private final Object[] tail;
  private final int gone;

  private Chunks(Object[][] full, Object[] tail, int gone) {
    this.full = full;
    this.tail = tail;
    this.gone = gone;
  }

  static <E> Chunks<E> empty() {
    return new Chunks<>(NO_CHUNKS, NOTHING, 0);
  }

  int size() {
    return full.length * WIDTH + tail.length - gone;
  }

  @SuppressWarnings("unchecked") // only plus puts anything in
  E get(int index) {
    Objects.checkIndex(index, size());
    int at = index + gone;
    Object[] chunk = at / WIDTH < full.length ? full[at / WIDTH] : tail;
    return (E) chunk[at % WIDTH];
  }

  List<E> toList() {
    List<E> all = new ArrayList<>(size());
    for (int i = 0; i < size(); i++) {
      all.add(get(i));
    }
    return all;
  }

  Chunks<E> plus(List<? extends E> more) {
    int total = tail.length + more.size();
    int fresh = total / WIDTH;
    Object[][] known = fresh == 0 ? full : Arrays.copyOf(full, full.length + fresh);
    Object[] rest = new Object[total % WIDTH];
    for (int i = 0; i < total; i++) {
      Object element = i < tail.length ? tail[i] : more.get(i - tail.length);
      if (i % WIDTH == 0 && i / WIDTH < fresh) {
        known[full.length + i / WIDTH] = new Object[WIDTH];
      }
      Object[] chunk = i / WIDTH < fresh ? known[full.length + i / WIDTH] : rest;
      chunk[i % WIDTH] = element;
    }
    return new Chunks<>(known, rest, gone);
  }

  /** The first so many. */
  Chunks<E> take(int count) {
    Objects.checkIndex(count, size() + 1);
    if (count == 0) {
      return empty();
    }
    int end = count + gone;
    int whole = end / WIDTH;
    Object[] last = whole < full.length ? full[whole] : tail;
    return new Chunks<>(Arrays.copyOf(full, whole), Arrays.copyOf(last, end % WIDTH), gone);
  }

  /** All but the first so many. Of a chunk that is partly gone all elements are kept in memory. */
  Chunks<E> drop(int count) {
    Objects.checkIndex(count, size() + 1);
    if (count == size()) {
      return empty();
    }
    int begin = count + gone;
    int whole = Math.min(begin / WIDTH, full.length);
    Object[][] rest = Arrays.copyOfRange(full, whole, full.length);
    return new Chunks<>(rest, tail, begin - whole * WIDTH);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Chunks<?> chunks) || chunks.size() != size()) {
      return false;
    }
    for (int i = 0; i < size(); i++) {
      if (!get(i).equals(chunks.get(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return size() == 0 ? 0 : 31 * size() + get(size() - 1).hashCode();
  }
}
