package dev.koi.node.guard;

import dev.koi.node.guard.Cells.Head;
import dev.koi.node.guard.EarlierCells.OfGroup;
import dev.koi.node.guard.EarlierCells.Sound;
import dev.koi.node.guard.EarlierCells.Unsound;
import dev.koi.node.port.Guards.Earlier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The guards of the run before (SAFETY R7). They are waited for, since what they are at work on is neither
 * promoted nor demoted; then they are ended, so that nobody but this daemon's own guards touches a service.
 */
final class EarlierGuards {

  /** Between two looks; nobody tells of a change of memory, or of the end of a process that is no child. */
  private static final long LOOK_MILLIS = 5;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** They end, whatever they do. */
  private static final long END = 2;

  private final Path runDir;
  private final Cells cells;
  private final List<Guard> guards = new ArrayList<>();

  /** One of them, while it goes by this number. */
  private record Guard(ProcessHandle process, String which) {}

  private EarlierGuards(Path runDir, Cells cells) {
    this.runDir = runDir;
    this.cells = cells;
  }

  /**
   * Returns once none of them lives any more.
   *
   * @param log for people: what could not be read
   */
  static Legacy settle(Path runDir, Consumer<String> log) throws InterruptedException {
    Path file = runDir.resolve(Cells.FILE);
    if (!Files.exists(file)) {
      return Legacy.NONE;
    }
    Cells cells;
    try {
      cells = Cells.open(runDir);
    } catch (IOException e) {
      log.accept(file + " of the run before is not used: " + e.getMessage());
      return Legacy.NONE;
    }
    return switch (EarlierCells.parse(cells.copy())) {
      case Unsound(String why) -> unreadable(file, why, log);
      case Sound before -> new EarlierGuards(runDir, cells).settle(before, log);
    };
  }

  private static Legacy unreadable(Path file, String why, Consumer<String> log) {
    log.accept(file + " of the run before is not used: " + why);
    return Legacy.NONE;
  }

  private Legacy settle(Sound before, Consumer<String> log) throws InterruptedException {
    before.complaints().forEach(c -> log.accept(runDir.resolve(Cells.FILE) + " of the run before: " + c));
    for (int guard = 0; guard < before.pids().size(); guard++) {
      String which = String.valueOf(guard);
      ProcessHandle.of(before.pids().get(guard)).map(p -> new Guard(p, which)).ifPresent(guards::add);
    }
    if (guards.stream().anyMatch(this::lives)) {
      awaitSettled(before.longestCut());
      cells.set(Head.END, END);
      if (!awaitGone(PATIENCE)) {
        guards.stream().filter(this::lives).map(Guard::process).forEach(ProcessHandle::destroyForcibly);
        awaitGone(PATIENCE);
      }
    }
    return switch (EarlierCells.parse(cells.copy())) {
      case Unsound(String why) -> unreadable(runDir.resolve(Cells.FILE), why, log);
      case Sound after -> new Legacy(after.node(), earlier(before, after));
    };
  }

  /** What was armed is seen before they end, for they disarm it then; what became of it, after. */
  static List<Earlier> earlier(Sound before, Sound after) {
    Map<String, OfGroup> found =
        before.groups().stream().collect(Collectors.toMap(g -> g.group().text(), Function.identity()));
    return after.groups().stream()
        .map(
            g -> {
              OfGroup then = found.get(g.group().text());
              boolean armed = then != null && then.armed() && then.epoch().equals(g.epoch());
              return new Earlier(g.group(), g.epoch(), g.latch(), armed, g.phase());
            })
        .toList();
  }

  private void awaitSettled(Duration atMost) throws InterruptedException {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < atMost.toNanos() && !isSettled()) {
      if (awaitGone(Duration.ZERO)) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private boolean isSettled() {
    return switch (EarlierCells.parse(cells.copy())) {
      case Unsound _ -> true;
      case Sound now -> now.isSettled();
    };
  }

  /** They are no children of ours: {@link ProcessHandle#onExit} would look every 300 ms, and rarer. */
  private boolean awaitGone(Duration atMost) throws InterruptedException {
    long begin = System.nanoTime();
    while (guards.stream().anyMatch(this::lives)) {
      if (System.nanoTime() - begin >= atMost.toNanos()) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return true;
  }

  /**
   * Its number may be a stranger's by now: only one that was begun as this guard is ended. And one that has
   * ended may stand in the kernel's list for seconds, until somebody asks how: it has no command line.
   */
  private boolean lives(Guard guard) {
    try {
      byte[] said = Files.readAllBytes(Path.of("/proc/" + guard.process().pid() + "/cmdline"));
      String[] words = new String(said, StandardCharsets.UTF_8).split("\0", -1);
      return words.length > 3
          && words[1].equals("guard")
          && words[3].equals(guard.which())
          && Files.isSameFile(Path.of(words[2]), runDir);
    } catch (IOException | IllegalArgumentException _) {
      return false; // it is gone, or names no folder of ours
    }
  }
}
