package dev.koi.node.journal;

import dev.koi.core.name.MemberId;
import dev.koi.core.name.NodeName;
import dev.koi.core.raft.Ballot;
import dev.koi.core.raft.Members;
import dev.koi.core.raft.Stored;
import dev.koi.core.raft.Write;
import dev.koi.wire.journal.Note;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** Fills the small file system that it is given, in its own process; ends with 0 if all is as it must be. */
final class FilledTmpfs {

  private static final MemberId A = new MemberId(new NodeName("a"), new UUID(1, 1));

  private FilledTmpfs() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    long flushed = 0;
    try (JournalFolder journal = JournalFolder.open(folder)) {
      journal.begin(new Note.Identity(new UUID(9, 9), A), Stored.founder(Members.of(List.of(A))));
      for (long next = 1; ; next += 500) {
        journal.write(List.of(new Write.Append(FullDiskTest.entries(next, next + 499))));
        journal.flush();
        flushed = next + 499;
      }
    } catch (FullDisk e) {
      System.out.println("full after " + flushed + ": " + e.getMessage());
    }
    try (JournalFolder journal = JournalFolder.open(folder)) {
      check(journal.stored().entries().size() >= flushed, "all that was flushed is there");
      check(flushed > 1_000, "much was written before");
      for (long term = 2; journal.hasRoom() || term < 50; term++) {
        journal.write(List.of(new Write.Vote(new Ballot(term, A))));
        journal.flush();
      }
      check(!journal.hasRoom(), "the votes took the reserve");
    }
    try (JournalFolder journal = JournalFolder.open(folder)) {
      check(journal.stored().ballot().term() >= 49, "the last vote is there");
    }
  }

  private static void check(boolean holds, String what) {
    System.out.println(what + ": " + holds);
    if (!holds) {
      System.exit(1);
    }
  }
}
