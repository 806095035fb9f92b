package dev.koi.node.guard;

import static dev.koi.node.guard.Bench.FIRST;
import static dev.koi.node.guard.Bench.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.name.Epoch;
import dev.koi.core.time.Moment;
import dev.koi.node.guard.Cells.Head;
import dev.koi.node.guard.Cells.Word;
import dev.koi.core.guard.GuardPhase;
import dev.koi.node.port.Guards.Earlier;
import dev.koi.node.real.GuardBinary;
import dev.koi.node.real.RealClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that was killed is played by a shell, whose guards find what it asks of them in files. */
@Timeout(60)
class EarlierGuardsTest {

  private static final int CELL = 1;

  @TempDir Path runDir;

  private final List<String> log = new ArrayList<>();

  @AfterEach
  void nobodyIsLeft() throws IOException {
    Bench.killAll(runDir);
  }

  @Test
  void noCellsAreNoRunBefore() throws InterruptedException {
    assertThat(EarlierGuards.settle(runDir, log::add)).isEqualTo(Legacy.NONE);
    assertThat(log).isEmpty();
  }

  @Test
  void cellsThatAreNoneAreSaidAndNotUsed() throws Exception {
    Path file = runDir.resolve(Cells.FILE);
    for (byte[] content : List.of(new byte[0], new byte[100], new byte[Cells.SIZE])) {
      Files.write(file, content);
      assertThat(EarlierGuards.settle(runDir, log::add)).isEqualTo(Legacy.NONE);
    }
    assertThat(log).hasSize(3).allMatch(said -> said.contains(file + " of the run before is not used"));
  }

  @Test
  void whatDeadGuardsLeftIsReadAndNobodyIsWaitedFor() throws Exception {
    Cells cells = fill(Duration.ofMinutes(30));
    cells.set(Word.ARMED.of(CELL), FIRST.number());
    cells.set(CELL, Word.LATCH, 5);
    // Numbers that strangers have by now.
    cells.set(Cells.Vital.PID.of(0), ProcessHandle.current().pid());
    cells.set(Cells.Vital.PID.of(1), 1);
    assertThat(EarlierGuards.settle(runDir, log::add))
        .isEqualTo(
            new Legacy("bench", List.of(new Earlier(GROUP, FIRST, new Epoch(5), true, null))));
    assertThat(log).isEmpty();
  }

  @Test
  void guardsOfAKilledDaemonAreWaitedForUntilTheyConfirm() throws Exception {
    Cells cells = fill(Duration.ofSeconds(20));
    Process daemon = begin(cells);
    daemon.destroyForcibly();
    Earlier confirmed = new Earlier(GROUP, FIRST, FIRST, true, GuardPhase.CONFIRMED);
    assertThat(EarlierGuards.settle(runDir, log::add)).isEqualTo(new Legacy("bench", List.of(confirmed)));
    assertThat(Bench.named(runDir)).isEmpty();
    assertThat(cells.get(Head.END)).isEqualTo(2);
  }

  @Test
  void guardsThatDoNotMoveAreKilledWhenTheirTimeIsUp() throws Exception {
    Cells cells = fill(Duration.ofMinutes(30));
    Process daemon = begin(cells);
    for (ProcessHandle guard : Bench.named(runDir)) {
      Process kill = new ProcessBuilder("kill", "-STOP", String.valueOf(guard.pid())).start();
      assertThat(kill.waitFor()).isZero();
    }
    daemon.destroyForcibly();
    cells.set(CELL, Word.CUT, Duration.ofMillis(300).toNanos()); // for whoever waits
    assertThat(EarlierGuards.settle(runDir, log::add))
        .isEqualTo(new Legacy("bench", List.of(new Earlier(GROUP, FIRST, Epoch.NONE, true, null))));
    assertThat(Bench.named(runDir)).isEmpty();
  }

  /** Cells with an epoch of a group that has nothing to demote. */
  private Cells fill(Duration cut) throws IOException {
    Files.writeString(runDir.resolve("arm." + CELL), "");
    Cells cells = Cells.create(runDir, Legacy.NONE.cells(Bench.settings(runDir)));
    cells.name(CELL, GROUP.text());
    cells.set(CELL, Word.CLASS, 1);
    cells.set(CELL, Word.CUT, cut.toNanos());
    cells.set(CELL, Word.HARD, cut.toNanos());
    cells.set(CELL, Word.PHASE, PhaseWord.ARMED);
    cells.set(CELL, Word.EPOCH, FIRST.number());
    Moment now = new RealClock().now();
    cells.set(CELL, Word.T0_BOOT, now.boot());
    cells.set(CELL, Word.T0_RAW, now.raw());
    return cells;
  }

  /** Both guards, which have armed the cell. */
  private Process begin(Cells cells) throws IOException {
    Path orders = Files.write(runDir.resolve("orders"), Frame.toGuard('A', CELL, FIRST.number()).bytes());
    ProcessBuilder shell = new ProcessBuilder("/bin/sh");
    shell.environment().putAll(Bench.WITHOUT_CGROUPS);
    Process daemon = shell.start();
    cells.set(Head.DAEMON, daemon.pid());
    StringBuilder script = new StringBuilder();
    for (int guard = 0; guard < 2; guard++) {
      script.append(
          "%s guard %s %d <%s >/dev/null 2>>%s/log &\n"
              .formatted(GuardBinary.PATH, runDir, guard, orders, runDir));
    }
    daemon.getOutputStream().write((script + "wait\n").getBytes(StandardCharsets.UTF_8));
    daemon.getOutputStream().flush();
    Bench.eventually(
        "both have armed it",
        () -> cells.armed(CELL, 0) == FIRST.number() && cells.armed(CELL, 1) == FIRST.number());
    return daemon;
  }
}
