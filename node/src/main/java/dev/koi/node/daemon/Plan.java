package dev.koi.node.daemon;

import dev.koi.core.agreed.Change;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeId;
import dev.koi.wire.api.Response;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What comes of an order when it is given. */
sealed interface Plan {

  /** Nothing: the answer is this. */
  record Refused(Response response) implements Plan {}

  /**
   * These changes.
   *
   * @param nodes whom it is about, with the number of the last failure that each had told then
   */
  record Accepted(GroupName group, List<Change> changes, SortedMap<NodeId, Long> nodes)
      implements Plan {

    public Accepted {
      changes = List.copyOf(changes);
      nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    }
  }
}
