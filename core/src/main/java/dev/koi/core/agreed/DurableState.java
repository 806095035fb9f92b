package dev.koi.core.agreed;

import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.Incarnation;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a daemon keeps on its disk.
 *
 * @param nodeId drawn once, when there was no state
 * @param clean whether the last run ended in good order; an unclean end is cleaned up after
 * @param lastRun the last run, null before the first
 * @param longestWait the longest W of any epoch that this node confirmed: how long it stays mute
 *     after a start (SAFETY B1)
 * @param maintenance whether it was in maintenance when it last heard a leader: no script may run after
 *     a start either
 * @param pins promises that do not end by time
 */
public record DurableState(
    UUID nodeId,
    boolean clean,
    @Nullable Incarnation lastRun,
    Duration longestWait,
    boolean maintenance,
    SortedMap<GroupName, Marks> groups,
    SortedMap<GroupName, Pin> pins) {

  public DurableState {
    pins = Collections.unmodifiableSortedMap(new TreeMap<>(pins));
    groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
  }

  /** The highest epoch seen of each group. */
  public SortedMap<GroupName, Epoch> highest() {
    SortedMap<GroupName, Epoch> highest = new TreeMap<>();
    groups.forEach((group, marks) -> highest.put(group, marks.highest()));
    return highest;
  }
}
