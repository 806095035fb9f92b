package dev.koi.node.start;

import dev.koi.node.log.Words;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The process id of a daemon, in a file, while it runs.
 *
 * <p>A file whose process is gone is replaced. So is one whose process began after the file was written:
 * the number was given to another since, which after a crash must not keep a node from starting. Any
 * other living process keeps its file, koinode or not: it may be another program's by mistake. A lock
 * decides between two that start at once.
 */
final class PidFile implements AutoCloseable {

  /** Start times are given in whole ticks, files' times in finer ones. */
  private static final Duration ROUNDING = Duration.ofSeconds(1);

  private final Path path;
  private final FileChannel channel;

  private PidFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Writes this process's id. */
  static PidFile take(Path path) throws CannotStart {
    Path file = path.toAbsolutePath();
    FileChannel channel = null;
    try {
      Instant written = Files.exists(file) ? Files.getLastModifiedTime(file).toInstant() : Instant.MIN;
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      @Nullable FileLock lock = channel.tryLock();
      String before = content(channel);
      String owner = lock == null ? "a koinode that just starts" : owner(before, written);
      if (owner != null) {
        channel.close();
        throw new CannotStart("the pid file " + file + " is that of " + owner + ", which runs");
      }
      channel.truncate(0);
      byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
      channel.write(ByteBuffer.wrap(pid), 0);
      return new PidFile(file, channel);
    } catch (IOException e) {
      throw new CannotStart("cannot write the pid file " + file + ": " + Words.of(e));
    }
  }

  private static String content(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(64);
    channel.read(bytes, 0);
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
  }

  /** Whose file it is, null if nobody's any more. */
  private static @Nullable String owner(String text, Instant written) {
    long pid;
    try {
      pid = Long.parseLong(text);
    } catch (NumberFormatException _) {
      return text.isEmpty() ? null : "something else (\"" + text + "\" is no process id)";
    }
    Optional<ProcessHandle> process = pid > 0 ? ProcessHandle.of(pid) : Optional.empty();
    if (process.isEmpty() || pid == ProcessHandle.current().pid()) {
      return null;
    }
    Optional<Instant> began = process.get().info().startInstant();
    boolean another = began.isPresent() && began.get().minus(ROUNDING).isAfter(written);
    return another ? null : "process " + pid;
  }

  /** Removes it. */
  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(path);
    }
  }
}
