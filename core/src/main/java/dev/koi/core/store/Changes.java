package dev.koi.core.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Predicate;

/**
 * Which keys changed lately, for whoever watches. A help, not a state: it follows from the commands as the
 * rest does, but a snapshot does not hold it, so that two members may remember differently far back. What
 * is not remembered counts as changed: who asks looks once too often, never once too seldom.
 */
final class Changes {

  /** Enough for the time between two questions of a watcher; 100 KiB with long keys. */
  static final int KEPT = 1_024;

  /** Oldest first. */
  private final Deque<Change> kept = new ArrayDeque<>();

  /** Later changes than this one are all kept. */
  private long horizon;

  private long last;

  private record Change(long index, String path) {}

  void add(long index, String path) {
    if (kept.size() == KEPT) {
      horizon = kept.removeFirst().index();
    }
    kept.addLast(new Change(index, path));
    last = index;
  }

  /** The index of the latest. */
  long last() {
    return last;
  }

  /** Everything up to here may have changed. */
  void forget(long index) {
    kept.clear();
    horizon = index;
    last = index;
  }

  /**
   * Whether something that matters may have changed after this index. One that is not reached yet comes
   * from a state that this one does not follow, as of a cluster that was begun anew: all is different.
   */
  boolean since(long seen, Predicate<String> matters) {
    if (seen < horizon || seen > last) {
      return true;
    }
    Iterator<Change> latestFirst = kept.descendingIterator();
    while (latestFirst.hasNext()) {
      Change change = latestFirst.next();
      if (change.index() <= seen) {
        return false;
      }
      if (matters.test(change.path())) {
        return true;
      }
    }
    return false;
  }

  Changes copy() {
    Changes copy = new Changes();
    copy.kept.addAll(kept);
    copy.horizon = horizon;
    copy.last = last;
    return copy;
  }
}
