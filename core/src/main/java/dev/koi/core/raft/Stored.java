package dev.koi.core.raft;

import java.util.ArrayList;
import java.util.List;

/**
 * What a member finds on its disk.
 *
 * @param entries without holes; they may begin before the snapshot's end, not after it
 */
public record Stored(Ballot ballot, Snapshot snapshot, List<Entry> entries) {

  public Stored {
    entries = List.copyOf(entries);
  }

  /** A member of a cluster that begins. Every founder must be given the same members. */
  public static Stored founder(Members members) {
    return new Stored(Ballot.BLANK, Snapshot.founding(members), List.of());
  }

  /** A member that is to join a cluster: it knows nothing, not even who the others are. */
  public static Stored joiner() {
    return founder(Members.NOBODY);
  }

  /** What is there after one more write. */
  public Stored after(Write write) {
    return switch (write) {
      case Write.Vote vote -> new Stored(vote.ballot(), snapshot, entries);
      case Write.Truncate truncate ->
          new Stored(
              ballot, snapshot, entries.stream().filter(e -> e.index() <= truncate.after()).toList());
      case Write.Append append -> {
        List<Entry> more = new ArrayList<>(entries);
        more.addAll(append.entries());
        yield new Stored(ballot, snapshot, more);
      }
      case Write.Install install -> new Stored(ballot, install.snapshot(), List.of());
      case Write.Compact compact ->
          new Stored(
              ballot,
              compact.snapshot(),
              entries.stream().filter(e -> e.index() > compact.through()).toList());
    };
  }

  /**
   * The log. A snapshot that a leader sent replaces a log that does not contain its last entry (paper,
   * section 7: "discard the entire log"); a crash can leave both on the disk, so the same is said again
   * here. To keep the entries behind it would be wrong: they follow another history.
   */
  Log log() {
    Log fresh = Log.after(snapshot.index(), snapshot.term());
    List<Entry> later = new ArrayList<>(entries);
    later.removeIf(e -> e.index() <= snapshot.index());
    if (entries.isEmpty() || entries.getFirst().index() == snapshot.index() + 1) {
      return fresh.append(later);
    }
    Entry first = entries.getFirst();
    if (first.index() > snapshot.index()) {
      throw new IllegalArgumentException(
          "a hole between the snapshot of " + snapshot.index() + " and entry " + first.index());
    }
    Log known =
        Log.after(first.index(), first.term()).append(entries.subList(1, entries.size()));
    return known.matches(snapshot.index(), snapshot.term()) ? known : fresh;
  }
}
