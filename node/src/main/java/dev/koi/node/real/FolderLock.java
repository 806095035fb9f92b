package dev.koi.node.real;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * A folder that one daemon owns: the state folder, the run folder. The kernel drops the lock with the
 * process, however it ends, so that none is ever stale (a file with a pid in it would be).
 */
public final class FolderLock implements AutoCloseable {

  /** The lock file's name, which nothing else in the folder may have. */
  static final String FILE = "lock";

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Makes the folder (mode 0700) when it is missing, and takes it.
   *
   * @throws IOException if it cannot be made, or another daemon has it; the message names folder and owner
   */
  public static FolderLock take(Path folder) throws IOException {
    create(folder.toAbsolutePath());
    Path file = folder.resolve(FILE);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (tryLock(channel) == null) {
        String owner = Files.readString(file).strip();
        String who = owner.isEmpty() ? "another daemon" : "another daemon, process " + owner;
        throw new IOException(folder + " is in use by " + who + "; each daemon needs a folder of its own");
      }
      channel.truncate(0);
      byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8);
      channel.write(ByteBuffer.wrap(pid), 0);
      return new FolderLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) { // taken by this very process
      return null;
    }
  }

  private static void create(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      create(parent);
    }
    try {
      Files.createDirectory(
          folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw new IOException(folder + " should be a folder, but is a file", e);
      }
    }
    if (parent != null) {
      DurableFolder.sync(parent);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
