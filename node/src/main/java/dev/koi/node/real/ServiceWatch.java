package dev.koi.node.real;

import dev.koi.node.port.Event;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Posts what the services folder holds, now and whenever that changes. Besides being told by the
 * kernel it looks at a slow interval, because nobody tells of changes behind links or on file systems
 * of other machines.
 */
public final class ServiceWatch implements AutoCloseable {

  /** An editor or a package manager changes several files at once: it looks when they are quiet. */
  private static final long QUIET_NANOS = Duration.ofMillis(50).toNanos();

  /** Where changes never end, it looks all the same. */
  private static final long MOST_NANOS = Duration.ofSeconds(1).toNanos();

  /** But with many services not all the time: after a look it rests so many times as long as that took. */
  private static final int REST = 4;

  private static final WatchEvent.Kind<?>[] KINDS = {
    StandardWatchEventKinds.ENTRY_CREATE,
    StandardWatchEventKinds.ENTRY_DELETE,
    StandardWatchEventKinds.ENTRY_MODIFY,
  };

  private final ServiceFolder folder;
  private final Duration rescan;
  private final Consumer<Event> inbox;
  private final WatchService service;

  /** The kernel's watches follow a folder, not its name: one that was replaced is watched anew. */
  private final Set<WatchKey> keys = new HashSet<>();

  private ServiceWatch(ServiceFolder folder, Duration rescan, Consumer<Event> inbox, WatchService service) {
    this.folder = folder;
    this.rescan = rescan;
    this.inbox = inbox;
    this.service = service;
  }

  /**
   * Begins to watch; the first event comes at once.
   *
   * @param rescan how often it looks unasked
   * @throws IOException if the kernel has no watch left to give
   */
  public static ServiceWatch begin(ServiceFolder folder, Duration rescan, Consumer<Event> inbox)
      throws IOException {
    WatchService service = folder.path().getFileSystem().newWatchService();
    ServiceWatch watch = new ServiceWatch(folder, rescan, inbox, service);
    Thread.ofVirtual().name("koi-services").start(watch::run);
    return watch;
  }

  private void run() {
    Event.@Nullable Found before = null;
    try {
      while (true) {
        long begin = System.nanoTime();
        String unwatched = watchAll(); // before the scan, so that no change falls between
        Event.Found now = folder.scan();
        if (!unwatched.isEmpty()) {
          now = new Event.Found(now.services(), append(now.complaints(), unwatched));
        }
        if (!now.equals(before)) {
          inbox.accept(new Event.Found(now.services(), fresh(now, before)));
          before = now;
        }
        long end = System.nanoTime();
        @Nullable WatchKey key = service.poll(rescan.toNanos(), TimeUnit.NANOSECONDS);
        drain(key, end + REST * (end - begin));
      }
    } catch (ClosedWatchServiceException | InterruptedException _) {
      return; // closed
    }
  }

  /** What was complained of at the last look need not be said again because something else changed. */
  private static List<String> fresh(Event.Found now, Event.@Nullable Found before) {
    List<String> known = before == null ? List.of() : before.complaints();
    return now.complaints().stream().filter(complaint -> !known.contains(complaint)).toList();
  }

  private static List<String> append(List<String> list, String last) {
    return Stream.concat(list.stream(), Stream.of(last)).toList();
  }

  /** Until all is quiet. */
  private void drain(@Nullable WatchKey first, long earliest) throws InterruptedException {
    long latest = System.nanoTime() + MOST_NANOS;
    @Nullable WatchKey key = first;
    while (key != null) {
      key.pollEvents();
      key.reset();
      long now = System.nanoTime();
      if (now - latest > 0 && now - earliest > 0) {
        return;
      }
      key = service.poll(Math.max(QUIET_NANOS, earliest - now), TimeUnit.NANOSECONDS);
    }
  }

  /** Says what could not be watched, or nothing. */
  private String watchAll() {
    Set<WatchKey> fresh = new HashSet<>();
    String complaint = "";
    try {
      if (Files.isDirectory(folder.path())) {
        fresh.add(folder.path().register(service, KINDS));
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder.path(), Files::isDirectory)) {
          for (Path entry : entries) {
            watch(entry, fresh);
          }
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      complaint = "changes below " + folder.path() + " are seen only every " + rescan + ": " + e;
    }
    keys.removeAll(fresh);
    keys.forEach(WatchKey::cancel);
    keys.clear();
    keys.addAll(fresh);
    return complaint;
  }

  /** One that goes away meanwhile is no reason to leave the others unwatched: the folder tells of it. */
  private void watch(Path entry, Set<WatchKey> fresh) throws IOException {
    try {
      fresh.add(entry.register(service, KINDS));
    } catch (NoSuchFileException | NotDirectoryException _) {
      return; // it is gone, or another one
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
