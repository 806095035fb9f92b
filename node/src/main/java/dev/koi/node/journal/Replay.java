package dev.koi.node.journal;

import dev.koi.core.raft.Ballot;
import dev.koi.core.raft.Entry;
import dev.koi.core.raft.Members;
import dev.koi.core.raft.Snapshot;
import dev.koi.wire.journal.Note;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the notes of a journal come to. Kept while the journal is open, too: a new journal begins with what
 * the one before came to. The entries are the very objects that Raft holds, so that costs a list.
 */
final class Replay {

  private Note.@Nullable Identity identity;
  private Ballot ballot = Ballot.BLANK;
  private Snapshot.Head head = Snapshot.founding(Members.NOBODY).head();
  private final List<Entry> entries = new ArrayList<>();

  Note.@Nullable Identity identity() {
    return identity;
  }

  Ballot ballot() {
    return ballot;
  }

  Snapshot.Head head() {
    return head;
  }

  List<Entry> entries() {
    return entries;
  }

  /**
   * One more note.
   *
   * @throws IllegalArgumentException if it cannot follow those before
   */
  void add(Note note) {
    switch (note) {
      case Note.Identity i -> identity = i;
      case Note.Voted v -> ballot = v.ballot();
      case Note.Truncated t -> truncate(t.after());
      case Note.Snapshotted s -> head = s.head();
      case Note.Appended a -> a.entries().forEach(this::append);
      case Note.Piece _ ->
          throw new IllegalArgumentException("a piece of a snapshot has no place in a journal");
    }
  }

  private void append(Entry entry) {
    long next = entries.isEmpty() ? entry.index() : entries.getLast().index() + 1;
    if (entry.index() != next) {
      throw new IllegalArgumentException("entry " + entry.index() + " where " + next + " goes");
    }
    entries.add(entry);
  }

  private void truncate(long after) {
    int keep = entries.isEmpty() ? 0 : keep(after - entries.getFirst().index() + 1);
    entries.subList(keep, entries.size()).clear();
  }

  /** Entries through this index may go. */
  void forget(long through) {
    int gone = entries.isEmpty() ? 0 : keep(through - entries.getFirst().index() + 1);
    entries.subList(0, gone).clear();
  }

  void forgetAll() {
    entries.clear();
  }

  private int keep(long count) {
    return (int) Math.max(0, Math.min(entries.size(), count));
  }
}
