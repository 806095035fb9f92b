package dev.koi.core.raft;

import java.util.List;

/** What shall be on disk. */
public sealed interface Write {

  /** Term and vote, in place of those before. */
  record Vote(Ballot ballot) implements Write {}

  /** Entries after this index are void. */
  record Truncate(long after) implements Write {}

  /** Entries, right after those that are there. */
  record Append(List<Entry> entries) implements Write {

    public Append {
      entries = List.copyOf(entries);
    }
  }

  /** A leader's snapshot; once it is safe, the whole log before it is void (see {@link Stored#log}). */
  record Install(Snapshot snapshot) implements Write {}

  /** A snapshot of one's own; once it is safe, entries through this index may go. */
  record Compact(Snapshot snapshot, long through) implements Write {}
}
