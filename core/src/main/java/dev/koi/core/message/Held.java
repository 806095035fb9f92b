package dev.koi.core.message;

import dev.koi.core.lease.Timing;
import dev.koi.core.name.Epoch;

/** What a runner does with the epoch that it holds. */
public record Held(Epoch epoch, Timing timing, Phase phase) {

  /** How far it is. */
  public enum Phase {
    /** It renews, and nothing has been promoted yet. */
    GRANTED,
    PROMOTING,
    PROMOTED,
    DEMOTING,
    /** The lease was lost and the demotion is not confirmed. */
    UNCONFIRMED,
  }
}
