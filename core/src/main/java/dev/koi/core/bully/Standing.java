package dev.koi.core.bully;

import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;

/** Where a node stands in the election. */
public sealed interface Standing {

  Moment since();

  /** It waits whether a leader is there before it claims anything. */
  record Listening(Moment since) implements Standing {}

  /** It claims the leadership, and has it unless someone better is heard in time. */
  record Candidate(Moment since) implements Standing {}

  /**
   * It follows.
   *
   * @param named the leader was named by the one before and need not be heard leading yet
   */
  record Following(NodeId leader, Moment since, boolean named) implements Standing {}

  /** It leads. */
  record Leading(Moment since) implements Standing {}
}
