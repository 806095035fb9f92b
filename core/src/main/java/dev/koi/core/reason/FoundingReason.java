package dev.koi.core.reason;

import dev.koi.core.name.NodeName;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/** Why an elector belongs to a cluster, or does not yet (SAFETY E1a). */
public sealed interface FoundingReason extends Reason {

  /** All listed electors agreed. */
  record Founded(UUID cluster, SortedSet<NodeName> founders) implements FoundingReason {

    public Founded {
      founders = Collections.unmodifiableSortedSet(new TreeSet<>(founders));
    }
  }

  /** There is a cluster already. */
  record Joining(UUID cluster) implements FoundingReason {}

  /** Listed electors that are not heard, or run without a store. */
  record Missing(List<NodeName> names) implements FoundingReason {

    public Missing {
      names = List.copyOf(names);
    }
  }

  /** Another elector would found with others than this one: just now, or because its list is another. */
  record NotYetAgreed(NodeName other) implements FoundingReason {}

  /** Two nodes go by one name. */
  record NamedTwice(NodeName name) implements FoundingReason {}

  /** This elector is not listed, and nobody has a cluster that it could join. */
  record NotListed() implements FoundingReason {}

  /** Electors of two clusters are heard. */
  record TwoClusters(UUID one, UUID other) implements FoundingReason {}
}
