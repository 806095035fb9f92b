package dev.koi.node.port;

import dev.koi.core.founding.Draft;
import dev.koi.core.name.MemberId;
import dev.koi.core.raft.Bytes;
import dev.koi.core.raft.RaftOutput.Persist;
import dev.koi.core.raft.Stored;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a member of the store keeps its journal. The loop never waits for it: what became of a call comes in
 * as {@link Event.Kept}.
 */
public interface Ledger {

  /**
   * A journal.
   *
   * @param cluster to which its member belongs
   * @param stored what was in it when the process began
   */
  record Found(UUID cluster, MemberId member, Stored stored) {}

  /** The journal, as the process began; null: there is none yet. */
  @Nullable Found found();

  /** What was kept while there was none, as the process began; null if nothing was. */
  @Nullable Draft draft();

  /** Replaces the draft, durably; then {@link Word.Drafted}, or {@link Word.Failed} with ticket 0. */
  void draft(Draft next);

  /** Begins the journal of a new member, durably; then {@link Word.Begun}, or {@link Word.Failed} with 0. */
  void begin(Found blank);

  /** Has this on the disk; then {@link Word.Persisted} or {@link Word.Failed}, in the order of the calls. */
  void persist(Persist persist);

  /**
   * After {@link Word.Full}: looks whether there is room again, now; then {@link Word.Reopened}, or {@link
   * Word.Full} again.
   */
  void reopen();

  /** Makes bytes of a state; then {@link Word.Frozen}. */
  void encode(long index, Supplier<Bytes> state);

  /** What became of it. */
  sealed interface Word {

    /** The draft is on the disk. */
    record Drafted() implements Word {}

    /** The journal is begun. */
    record Begun() implements Word {}

    /** Everything up to this ticket is on the disk. */
    record Persisted(long ticket) implements Word {}

    /**
     * From this ticket on nothing is, or nobody knows; nothing more is written.
     *
     * @param why for a person
     */
    record Failed(long ticket, String why) implements Word {}

    /**
     * From this ticket on nothing is on the disk, for it is full; nothing that was is lost. The member may
     * go on with what is there (SAFETY E1).
     */
    record Full(long ticket, String why) implements Word {}

    /** There is room again, and this is in the journal. */
    record Reopened(Found found) implements Word {}

    /** The bytes of the state that was after this entry. */
    record Frozen(long index, Bytes state) implements Word {}
  }
}
