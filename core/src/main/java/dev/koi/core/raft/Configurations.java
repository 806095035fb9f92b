package dev.koi.core.raft;

import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The configurations that the log names, by index, and the one before. The last one is in force, agreed
 * or not (thesis 4.1); if its entry is voided, the one before is in force again.
 */
record Configurations(NavigableMap<Long, Members> byIndex) {

  Configurations {
    byIndex = Collections.unmodifiableNavigableMap(new TreeMap<>(byIndex));
  }

  static Configurations begin(Snapshot snapshot, Log log) {
    NavigableMap<Long, Members> configurations = new TreeMap<>();
    configurations.put(snapshot.index(), snapshot.head().members());
    Configurations begun = new Configurations(configurations);
    return begun.append(log.slice(Math.max(log.base(), snapshot.index()) + 1, log.last()));
  }

  Members latest() {
    return byIndex.lastEntry().getValue();
  }

  /** Since which entry that is in force. */
  long since() {
    return byIndex.lastKey();
  }

  Members at(long index) {
    return byIndex.floorEntry(index).getValue();
  }

  Configurations append(List<Entry> entries) {
    NavigableMap<Long, Members> next = null;
    for (Entry entry : entries) {
      if (entry.content() instanceof Content.Configuration configuration) {
        next = next == null ? new TreeMap<>(byIndex) : next;
        next.put(entry.index(), configuration.members());
      }
    }
    return next == null ? this : new Configurations(next);
  }

  Configurations truncate(long after) {
    return byIndex.lastKey() <= after ? this : new Configurations(byIndex.headMap(after, true));
  }

  /** What was in force before this index is forgotten. */
  Configurations compact(long index) {
    return new Configurations(byIndex.tailMap(byIndex.floorKey(index), true));
  }
}
