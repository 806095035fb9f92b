package dev.koi.node.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Room for term and vote on a disk that others have filled (SAFETY E1): a file that is good for nothing but
 * to be removed. A voter that cannot write down its vote cannot vote, and disks that fill on every machine at
 * once would leave nobody who can elect.
 */
final class Reserve {

  static final String NAME = "reserve";

  /** Hundreds of votes; and one block, where blocks are as large as they come. */
  static final int BYTES = 64 << 10;

  private final Path file;
  private final Drive drive;
  private boolean held;

  Reserve(Path folder, Drive drive) {
    this.file = folder.resolve(NAME);
    this.drive = drive;
  }

  /** Whether it is there. */
  boolean isHeld() {
    return held;
  }

  /** Makes it if it is not there, and if there is room. */
  void make() throws IOException {
    held = held || (Files.exists(file) && Files.size(file) == BYTES);
    if (held) {
      return;
    }
    Path aside = file.resolveSibling(NAME + JournalFolder.ASIDE);
    try {
      fill(aside);
      Files.move(aside, file);
      held = true;
    } catch (IOException e) {
      Files.deleteIfExists(aside);
      if (!(FullDisk.told(file, e) instanceof FullDisk)) {
        throw e;
      }
    }
  }

  /** Noise: zeros take no room where the file system compresses. */
  private void fill(Path aside) throws IOException {
    Files.deleteIfExists(file);
    byte[] noise = new byte[BYTES];
    new SplittableRandom(BYTES).nextBytes(noise);
    Set<StandardOpenOption> options =
        Set.of(
            StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    try (FileChannel channel = FileChannel.open(aside, options)) {
      ByteBuffer rest = ByteBuffer.wrap(noise);
      while (rest.hasRemaining()) {
        drive.write(channel, rest, rest.position());
      }
      drive.force(channel, true);
    }
  }

  /**
   * Gives it up.
   *
   * @return whether there was anything to give up
   */
  boolean giveUp() throws IOException {
    held = false;
    return Files.deleteIfExists(file);
  }
}
