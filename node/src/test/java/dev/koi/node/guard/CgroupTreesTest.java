package dev.koi.node.guard;

import static dev.koi.node.guard.Bench.FIRST;
import static dev.koi.node.guard.Bench.GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.koi.core.runner.Ending;
import dev.koi.node.port.Event;
import dev.koi.core.guard.GuardPhase;
import dev.koi.node.port.Scripts.Launch;
import dev.koi.node.port.Scripts.Place;
import dev.koi.node.port.Scripts.Tree;
import dev.koi.node.real.GuardBinary;
import dev.koi.node.real.RealScripts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trees that are cgroups, where this user may make some. */
@Timeout(60)
class CgroupTreesTest {

  private static final int MODE = 128;
  private static final int TREES = 256;

  private final Bench bench;
  private final RealScripts scripts;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  CgroupTreesTest(@TempDir Path runDir) throws IOException, InterruptedException {
    String node = "test-" + UUID.randomUUID();
    bench =
        new Bench(
            runDir, new RealGuards.Settings(GuardBinary.PATH, runDir, node, Bench.K, Map.of()));
    scripts =
        new RealScripts(
            new RealScripts.Home(GuardBinary.PATH, runDir),
            bench.guards.seats(),
            bench.inbox,
            (_, line) -> lines.add(line));
  }

  @AfterEach
  void nobodyIsLeft() throws IOException {
    scripts.close();
    bench.close();
  }

  @Test
  void whatLeftItsSessionDiesWithItsTreeAndNoTreeIsLeft() throws Exception {
    assumeThat(bench.cells.get(MODE)).as("cgroup v2 can be used here").isEqualTo(1);
    Path trees = Path.of(trees());
    bench.arm(bench.handover(FIRST, bench.clock.now()));
    List<String> command =
        List.of("/bin/sh", "-c", "env -i setsid sleep 1000 & echo $!; exec sleep 1000");
    Place place = new Place(GROUP, Tree.PROMOTED, FIRST);
    scripts.launch(new Launch(1, command, "/", Map.of(), "", place));
    String pid = lines.poll(20, TimeUnit.SECONDS);
    assertThat(pid).isNotNull();
    bench.guards.cut(GROUP, FIRST);
    bench.entered(FIRST, GuardPhase.CONFIRMED);
    assertThat(bench.inbox.await(Event.Ended.class).report().ending())
        .isEqualTo(new Ending.Signalled(9));
    Bench.eventually("it is reaped", () -> ProcessHandle.of(Long.parseLong(pid)).isEmpty());
    bench.disarm(FIRST);
    scripts.close();
    bench.guards.close();
    Bench.eventually("no tree is left", () -> !Files.exists(trees));
    assertThat(trees.resolveSibling(trees.getFileName() + "-guard")).doesNotExist();
  }

  private String trees() {
    String all = new String(bench.cells.copy(), TREES, 1024, StandardCharsets.UTF_8);
    return all.substring(0, all.indexOf(0));
  }
}
