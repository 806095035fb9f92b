package dev.koi.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The socket's place in the file system: {@code koi.sock}, and {@code koi.lock} beside it.
 *
 * <p>The lock decides which daemon has the folder, since two that look for a listener and replace
 * the file could both find none. The listener is asked all the same: lock files get tidied away.
 */
record SocketFile(Path path, ServerSocketChannel channel, FileChannel lock)
    implements AutoCloseable {

  static final String NAME = "koi.sock";

  private static final int LONGEST_PATH = 107;
  private static final int BACKLOG = 64;

  /**
   * Listens in this folder, which is made (0700) when missing.
   *
   * @throws IOException if it cannot be done, or another daemon is there; the message is for a person
   */
  static SocketFile open(Path folder) throws IOException {
    Path path = folder.resolve(NAME).toAbsolutePath();
    int length = path.toString().getBytes(UTF_8).length;
    if (length > LONGEST_PATH) {
      throw new IOException(
          "node.run_dir is too long: a socket's path has at most %d bytes, %s has %d"
              .formatted(LONGEST_PATH, path, length));
    }
    prepareFolder(folder);
    FileChannel lock = lock(folder.resolve("koi.lock"));
    ServerSocketChannel channel = null;
    try {
      removeStale(path);
      channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
      // The folder decides who gets here: widen it for a group, and the group may read.
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
      return new SocketFile(path, channel, lock);
    } catch (IOException e) {
      closeAll(channel, lock, e);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      channel.close();
      Files.deleteIfExists(path);
    }
  }

  private static void prepareFolder(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      Files.createDirectories(folder, mode("rwx------"));
    }
    if (!Files.isDirectory(folder)) {
      throw new IOException("node.run_dir is no folder: " + folder);
    }
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(folder);
    if (mode.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException(
          "node.run_dir %s is writable by everyone (%s), who could put another socket there; use a"
                  .formatted(folder, PosixFilePermissions.toString(mode))
              + " folder of its own");
    }
  }

  private static FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            mode("rw-------"));
    @Nullable FileLock held;
    try {
      held = channel.tryLock();
    } catch (OverlappingFileLockException _) {
      held = null; // held by this very process
    } catch (IOException e) {
      closeAll(null, channel, e);
      throw e;
    }
    if (held == null) {
      channel.close();
      throw inUse(file.resolveSibling(NAME));
    }
    return channel;
  }

  private static void removeStale(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isOther()) { // regular file, folder or link: no socket
      throw new IOException(path + " is there and is no socket; move it away");
    }
    if (answers(path)) {
      throw inUse(path);
    }
    Files.delete(path);
  }

  private static boolean answers(Path path) {
    try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      return true;
    } catch (IOException _) {
      return false; // refused: whoever made it is gone
    }
  }

  private static IOException inUse(Path path) {
    return new IOException(
        "another koinode answers on " + path + "; each daemon needs a node.run_dir of its own");
  }

  private static FileAttribute<Set<PosixFilePermission>> mode(String letters) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(letters));
  }

  private static void closeAll(
      @Nullable ServerSocketChannel channel, FileChannel lock, IOException reason) {
    try (lock) {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }
}
