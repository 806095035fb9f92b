package dev.koi.node.consensus;

import dev.koi.core.reason.RaftReason;

/**
 * What became of something that was asked of the consensus.
 *
 * @param <R> what comes of a command
 */
public sealed interface Fate<R> {

  /** It was agreed and applied; of a read: the state may be looked at now. */
  record Done<R>(R result) implements Fate<R> {}

  /** It never happened and never will by this. */
  record Refused<R>(RaftReason.Refusal why) implements Fate<R> {}

  /** Too much is under way already; it never happened. */
  record Busy<R>() implements Fate<R> {}

  /**
   * This member led, and does not any more: whether the others will agree on it nobody can say here. Who
   * asks again must see to it that it happens once.
   */
  record Unsure<R>() implements Fate<R> {}
}
