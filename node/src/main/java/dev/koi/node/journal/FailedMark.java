package dev.koi.node.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Says for ever that a journal failed. Without it a process that is started again would read what the
 * kernel still has in memory, take it for what is on the disk, and vote.
 */
final class FailedMark {

  static final String NAME = "failed";

  /** Enough for a reason; a file that is longer was not written by us. */
  private static final int LONGEST = 4096;

  private FailedMark() {}

  /**
   * Its name is what counts: where the reason does not fit, the mark is there all the same. The reason
   * comes before all flushes, for on a disk that fails these fail as well.
   */
  static void make(Path folder, String why) throws IOException {
    Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(folder.resolve(NAME), options)) {
      try {
        ByteBuffer text = StandardCharsets.UTF_8.encode(why);
        while (text.hasRemaining()) {
          channel.write(text);
        }
        channel.force(true);
      } finally {
        JournalFile.sync(folder);
      }
    }
  }

  /**
   * Looks for it.
   *
   * @throws DamagedJournal if it is there
   */
  static void check(Path folder) throws IOException, DamagedJournal {
    Path file = folder.resolve(NAME);
    if (Files.exists(file)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        ByteBuffer text = ByteBuffer.allocate(LONGEST);
        while (text.hasRemaining() && channel.read(text) >= 0) {}
        String why = StandardCharsets.UTF_8.decode(text.flip()).toString();
        throw new DamagedJournal(
            file, "writing the journal failed before" + (why.isBlank() ? "" : ": " + why.strip()));
      }
    }
  }
}
