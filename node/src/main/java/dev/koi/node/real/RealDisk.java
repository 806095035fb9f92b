package dev.koi.node.real;

import dev.koi.node.port.Disk;
import dev.koi.node.port.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The state folder, and the one thread that writes in it. */
public final class RealDisk implements Disk, AutoCloseable {

  private static final long CLOSE_SECONDS = 10;

  private final Path folder;
  private final FolderLock lock;
  private final Consumer<Event> inbox;

  /** One thread: saves are durable in the order of the calls. Not a virtual one: fsync holds its carrier. */
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("koi-disk").daemon().factory());

  /**
   * Takes the folder, which is made when missing (mode 0700).
   *
   * @throws IOException if it cannot be made, or another daemon owns it
   */
  public RealDisk(Path folder, Consumer<Event> inbox) throws IOException {
    this.folder = folder;
    this.inbox = inbox;
    this.lock = FolderLock.take(folder);
  }

  @Override
  public byte @Nullable [] read(String name) throws IOException {
    try {
      return Files.readAllBytes(file(name));
    } catch (NoSuchFileException _) {
      return null;
    }
  }

  @Override
  public void save(String name, byte[] content, long ticket) {
    Path target = file(name);
    writer.execute(
        () -> {
          try {
            DurableFolder.replace(target, content);
          } catch (IOException e) {
            inbox.accept(new Event.SaveFailed(ticket, "cannot save " + target + ": " + e));
            return;
          }
          inbox.accept(new Event.Saved(ticket));
        });
  }

  private Path file(String name) {
    boolean plain = !name.isEmpty() && name.indexOf('/') < 0 && !name.startsWith(".");
    if (!plain || name.equals(FolderLock.FILE) || name.endsWith(".new")) {
      throw new IllegalArgumentException("not a name for a state file: " + name);
    }
    return folder.resolve(name);
  }

  /** Finishes what was asked for, then gives the folder up. */
  @Override
  public void close() throws IOException {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("the disk of " + folder + " did not finish within " + CLOSE_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the disk finished", e);
    } finally {
      lock.close();
    }
  }
}
