package dev.koi.node.real;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** Names that outlive a crash: what a folder lists is not safe because the file behind it is. */
public final class DurableFolder {

  private DurableFolder() {}

  /** Makes what was created, renamed or removed in a folder durable. */
  public static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** The file has this content, or after a crash what it had before. */
  public static void replace(Path target, byte[] content) throws IOException {
    Path aside = target.resolveSibling(target.getFileName() + ".new");
    Set<StandardOpenOption> options =
        Set.of(
            StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (FileChannel channel = FileChannel.open(aside, options, mode)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
    rename(aside, target);
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
