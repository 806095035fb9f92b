package dev.koi.core.raft;

import dev.koi.core.reason.RaftReason;
import dev.koi.core.time.Moment;
import java.util.List;

/**
 * What shall happen, in this order. What waits for the disk is not among it yet: it comes out of the step
 * that is told {@link RaftInput.Persisted}.
 */
public sealed interface RaftOutput {

  /**
   * Onto the disk, in this order, and flushed; then {@link RaftInput.Persisted}. At most one a step, and
   * the first of its outputs. Several may be flushed together; none may overtake another.
   *
   * @param ticket grows by one each time
   */
  record Persist(long ticket, List<Write> writes) implements RaftOutput {

    public Persist {
      writes = List.copyOf(writes);
    }
  }

  /** To another member. May be lost, doubled, late. */
  record Send(Envelope envelope) implements RaftOutput {}

  /** Agreed for ever: for the state machine, in this order. Follows the one before without a hole. */
  record Commit(List<Entry> entries) implements RaftOutput {

    public Commit {
      entries = List.copyOf(entries);
    }
  }

  /** The state machine is replaced by this; what is committed follows it. */
  record Restore(Snapshot snapshot) implements RaftOutput {}

  /**
   * This member leads. It may act on its state machine only once an entry of this term has been committed
   * and applied (SAFETY E2).
   *
   * @param confirmed the latest moment at which a voter of its majority can have confirmed any leader
   *     (SAFETY E5b)
   */
  record Elected(long term, Moment confirmed) implements RaftOutput {}

  /** This member does not lead any more. */
  record Deposed(long term, RaftReason why) implements RaftOutput {}

  /** In the log, at these places; agreed when a {@link Commit} has them with this term. */
  record Proposed(long id, long term, long first, long last) implements RaftOutput {}

  /** The read may be answered once everything through this index is applied. */
  record ReadReady(long id, long index) implements RaftOutput {}

  /** It will not happen by this. Of a proposal it says that it never entered the log. */
  record Refused(long id, RaftReason.Refusal why) implements RaftOutput {}

  /** It takes part no more; it may come back as a learner with a new identity. */
  record Ended(RaftReason why) implements RaftOutput {}
}
