package dev.koi.core.raft;

import dev.koi.core.name.MemberId;
import dev.koi.core.time.Moment;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a member is told. Ids are the caller's own; answers bear them. */
public sealed interface RaftInput {

  /** Time has passed; due at {@link RaftState#wake}. */
  record Tick() implements RaftInput {}

  /** An envelope came. The moment of the step is read after it did (SAFETY, Clocks). */
  record Received(Envelope envelope) implements RaftInput {}

  /** Everything up to this ticket is on disk. */
  record Persisted(long ticket) implements RaftInput {}

  /** That could not be saved: the member ends (SAFETY E1). */
  record PersistFailed(long ticket, String why) implements RaftInput {}

  /** Shall be agreed, one after the other and next to each other. */
  record Propose(long id, List<Bytes> commands) implements RaftInput {

    public Propose {
      if (commands.isEmpty()) {
        throw new IllegalArgumentException("nothing is proposed");
      }
      commands = List.copyOf(commands);
    }
  }

  /**
   * May a read be answered, a lease be confirmed? Yes after a round that is sent after this (thesis 6.4,
   * SAFETY E3).
   */
  record Read(long id) implements RaftInput {}

  /**
   * That leader was heard as the leader of that term in something that is no message of Raft's. For who
   * follows it that is a heartbeat: see {@link Beside}.
   */
  record LeaderHeard(MemberId leader, long term) implements RaftInput {}

  /**
   * This leader just said to all that it leads in its term, in something that is no message of Raft's.
   *
   * @param next when it does so again at the latest
   * @param followers when each was heard last that said, as its last word, that it follows in this term
   */
  record Beat(Moment next, Map<MemberId, Moment> followers) implements RaftInput {

    public Beat {
      followers = Collections.unmodifiableSortedMap(new TreeMap<>(followers));
    }
  }

  /** The members shall change by one. */
  record ChangeMembers(long id, MembersChange change) implements RaftInput {}

  /** Someone else shall lead; null: who is best placed. */
  record Transfer(long id, @Nullable MemberId to) implements RaftInput {}

  /**
   * The process of this member is gone, and will not come back as what it was (SAFETY G4). It moves the
   * election and nothing else: whom it is not true of finds a later term, as after any time-out.
   */
  record Gone(MemberId member) implements RaftInput {}

  /** The state machine as it was after the entry of this index, which was committed. */
  record SnapshotTaken(long index, Bytes state) implements RaftInput {}
}
