package dev.koi.node.real;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Names that outlive a crash: what a folder lists is not safe because the file behind it is. */
public final class DurableFolder {

  private DurableFolder() {}

  /** Makes what was created, renamed or removed in a folder durable. */
  public static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Puts a file that was made aside, and flushed, in the place of another or of none: after a crash there
   * is the one or the other, whole.
   */
  public static void rename(Path aside, Path target) throws IOException {
    Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    sync(Objects.requireNonNull(target.toAbsolutePath().getParent(), "a file lies in a folder"));
  }
}
