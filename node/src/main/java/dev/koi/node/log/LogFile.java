package dev.koi.node.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that may be moved away at any time. Before each line it is looked whether the name still leads
 * to the file that is open; if not, a new one is begun. That costs two microseconds a line and needs no
 * signal, so that logrotate works without a postrotate script. Lines are appended (O_APPEND), so that
 * copytruncate works too.
 */
public final class LogFile implements Outlet {

  private final Path path;
  private @Nullable FileChannel channel;
  private @Nullable Map<String, Object> opened;

  private LogFile(Path path) {
    this.path = path;
  }

  /**
   * Opens the file; its folder is made (0750) when missing.
   *
   * @throws IOException if it cannot be written; the message is for a person
   */
  public static LogFile open(Path path) throws IOException {
    LogFile file = new LogFile(path.toAbsolutePath());
    try {
      file.begin();
    } catch (IOException e) {
      throw new IOException("cannot write the log file " + file.path + ": " + Words.of(e), e);
    }
    return file;
  }

  @Override
  public void say(Line line) throws IOException {
    FileChannel to = current();
    String text = line.dateAndTime() + " " + line.paddedLevel() + " " + line.text() + "\n";
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  private FileChannel current() throws IOException {
    FileChannel open = channel;
    if (open != null && identity().equals(opened)) {
      return open;
    }
    close();
    return begin();
  }

  private FileChannel begin() throws IOException {
    Path folder = path.getParent();
    if (folder != null && !Files.exists(folder)) {
      Files.createDirectories(
          folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
    }
    Set<StandardOpenOption> appending =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    FileChannel fresh =
        FileChannel.open(
            path,
            appending,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
    channel = fresh;
    opened = identity();
    return fresh;
  }

  /** Device and inode of what the name leads to now; empty if to nothing. */
  private Map<String, Object> identity() throws IOException {
    try {
      return Files.readAttributes(path, "unix:dev,ino");
    } catch (NoSuchFileException _) {
      return Map.of();
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }
}
