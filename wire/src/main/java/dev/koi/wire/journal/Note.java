package dev.koi.wire.journal;

import dev.koi.core.name.MemberId;
import dev.koi.core.raft.Ballot;
import dev.koi.core.raft.Bytes;
import dev.koi.core.raft.Entry;
import dev.koi.core.raft.Snapshot;
import java.util.List;
import java.util.UUID;

/** One record of a member's journal. Later ones replace earlier ones of their kind. */
public sealed interface Note {

  /** Whose journal it is: the first record of each. */
  record Identity(UUID cluster, MemberId member) implements Note {}

  /** Term and vote. */
  record Voted(Ballot ballot) implements Note {}

  /** Entries of the log, behind those that are there. */
  record Appended(List<Entry> entries) implements Note {

    public Appended {
      entries = List.copyOf(entries);
    }
  }

  /** Entries after this index are void. */
  record Truncated(long after) implements Note {}

  /** What stands in place of the entries before; the state itself is in a file of its own. */
  record Snapshotted(Snapshot.Head head) implements Note {}

  /** Of a snapshot's file: the next bytes of the state. */
  record Piece(Bytes bytes) implements Note {}
}
