package dev.koi.core.raft;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What members say to each other. */
public sealed interface RaftMessage {

  /**
   * The leader wants an answer at once, whatever the disk does: for a round, or because none came.
   *
   * @param round the latest round (thesis 6.4); an answer confirms it and all before it
   * @param echo the leader's clock, to measure the way there and back by the answer
   */
  record Ask(long round, long echo) {}

  /** Would you vote for me in that term? Nothing is changed or written for it (thesis 9.6). */
  record PreVote(long lastIndex, long lastTerm) implements RaftMessage {}

  record PreVoted(boolean granted) implements RaftMessage {}

  /**
   * Vote for me (section 5.2).
   *
   * @param bidden the leader itself said so, so that a living leader is no objection (thesis 3.10)
   */
  record Vote(long lastIndex, long lastTerm, boolean bidden) implements RaftMessage {}

  /**
   * The answer.
   *
   * @param sinceConfirmed time since the voter last confirmed any leader (SAFETY E5b); after a restart,
   *     since its process began
   */
  record Voted(boolean granted, Duration sinceConfirmed) implements RaftMessage {}

  /**
   * Entries, and the leader's sign of life (section 5.3).
   *
   * @param prevIndex the entry before the first of these
   * @param commit the leader's commit index
   * @param ask null if an answer is wanted only when the entries are on disk
   */
  record Append(
      long prevIndex, long prevTerm, List<Entry> entries, long commit, @Nullable Ask ask)
      implements RaftMessage {

    public Append {
      entries = List.copyOf(entries);
    }
  }

  /**
   * The follower's log is the leader's, so far.
   *
   * @param received through here it has it: not to be sent again
   * @param match through here it is on disk: what may be counted for a commit
   * @param answered the ask that this answers, null if the disk was the occasion
   */
  record Accepted(long received, long match, @Nullable Ask answered) implements RaftMessage {}

  /**
   * The follower does not have the entry before these.
   *
   * @param prevIndex which; tells an old refusal from a new one
   * @param hintIndex where the logs agree at the latest, and the term there: at most as the leader's
   */
  record Rejected(long prevIndex, long hintIndex, long hintTerm, @Nullable Ask answered)
      implements RaftMessage {}

  /** A piece of a snapshot (section 7). */
  record Chunk(Snapshot.Head head, int offset, Bytes piece, Ask ask) implements RaftMessage {}

  /** The pieces came, without a hole, up to {@code next}. */
  record ChunkTaken(long index, int next, Ask answered) implements RaftMessage {}

  /** Stand for election now: the leader hands over (thesis 3.10). */
  record TimeoutNow() implements RaftMessage {}

  /** To one who believes that it leads: its term is over, this message carries the present one. */
  record Outdated() implements RaftMessage {}
}
