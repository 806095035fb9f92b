package dev.koi.node.guard;

import static dev.koi.node.guard.Bench.FIRST;
import static dev.koi.node.guard.Bench.GROUP;
import static dev.koi.node.guard.Bench.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.name.Epoch;
import dev.koi.core.runner.Ending;
import dev.koi.node.port.Event;
import dev.koi.core.guard.GuardPhase;
import dev.koi.node.port.Scripts.Launch;
import dev.koi.node.port.Scripts.Place;
import dev.koi.node.port.Scripts.Tree;
import dev.koi.node.real.GuardBinary;
import dev.koi.node.real.RealScripts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that run in trees, launched beside real guards. */
@Timeout(60)
class TreesTest {

  private final Bench bench;
  private final RealScripts scripts;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private long tickets;

  TreesTest(@TempDir Path runDir) throws IOException, InterruptedException {
    bench = new Bench(runDir);
    scripts =
        new RealScripts(
            new RealScripts.Home(GuardBinary.PATH, runDir),
            bench.guards.seats(),
            bench.inbox,
            (_, line) -> lines.add(line));
  }

  @AfterEach
  void nobodyIsLeft() throws IOException {
    scripts.left(GROUP, Epoch.NONE, true, 0);
    scripts.close();
    bench.close();
  }

  @Test
  void whatDoesNotPromoteNeedsNoArmedGuard() {
    launch(1, new Place(GROUP, Tree.BASE, FIRST), "echo $KOI_TREE");
    assertThat(report(1)).isEqualTo(new Ending.Report(new Ending.Exited(0), List.of("bench/shop/base")));
  }

  @Test
  void whatPromotesNeedsBothGuardsArmed() throws IOException {
    launch(1, promoted(FIRST), "exit 0");
    assertThat(report(1).ending().toString()).contains("cannot begin what was cut off");
    bench.arm(bench.handover(FIRST, bench.clock.now()));
    launch(2, promoted(FIRST), "echo $KOI_TREE");
    assertThat(report(2)).isEqualTo(new Ending.Report(new Ending.Exited(0), List.of("bench/shop/e7")));
    launch(3, promoted(SECOND), "exit 0");
    assertThat(report(3).ending().toString()).contains("cannot begin what was cut off");
  }

  @Test
  void whoIsLeftOfAnEpochIsFoundAndKilledAlone() throws Exception {
    bench.arm(bench.handover(FIRST, bench.clock.now()));
    assertThat(anyone(FIRST, false)).isFalse();
    launch(1, promoted(FIRST), "setsid sleep 1000 & echo ready");
    launch(2, new Place(GROUP, Tree.BASE, FIRST), "echo ready; exec sleep 1000");
    assertThat(List.of(line(), line())).containsExactly("ready", "ready");
    assertThat(anyone(FIRST, false)).isTrue();
    awaitNobody(FIRST);
    assertThat(anyone(Epoch.NONE, false)).isTrue();
    awaitNobody(Epoch.NONE);
    assertThat(report(2).ending()).isEqualTo(new Ending.Signalled(9));
  }

  @Test
  void whatWasCutBeginsNoMoreButWhatTakesDownDoes() throws IOException {
    bench.armOver();
    launch(1, promoted(FIRST), "exit 0");
    launch(2, new Place(GROUP, Tree.BASE, FIRST), "exit 0");
    launch(3, new Place(GROUP, Tree.EMERGENCY, FIRST), "exit 3");
    launch(4, new Place(GROUP, Tree.BASE, SECOND), "exit 4");
    assertThat(report(1).ending().toString()).contains("cannot begin what was cut off");
    assertThat(report(2).ending().toString()).contains("cannot begin what was cut off");
    assertThat(report(3).ending()).isEqualTo(new Ending.Exited(3));
    assertThat(report(4).ending()).isEqualTo(new Ending.Exited(4));
  }

  @Test
  void aCutKillsWhatWasPromoted() throws Exception {
    bench.arm(bench.handover(FIRST, bench.clock.now()));
    launch(1, promoted(FIRST), "echo ready; exec sleep 1000");
    assertThat(line()).isEqualTo("ready");
    bench.guards.cut(GROUP, FIRST);
    assertThat(report(1).ending()).isEqualTo(new Ending.Signalled(9));
    bench.entered(FIRST, GuardPhase.CONFIRMED);
  }

  @Test
  void aLauncherThatWasLostIsAskedAgainThroughTheNext() throws Exception {
    bench.arm(bench.handover(FIRST, bench.clock.now()));
    launch(1, promoted(FIRST), "echo ready; exec sleep 1000");
    assertThat(line()).isEqualTo("ready");
    ProcessHandle.of(scripts.launcherPid().orElseThrow()).orElseThrow().destroyForcibly();
    assertThat(bench.inbox.await(Event.LauncherLost.class).forGood()).isFalse();
    assertThat(anyone(FIRST, false)).isTrue();
    awaitNobody(FIRST);
  }

  @Test
  void withoutGuardsNothingRunsInATree(@TempDir Path other) throws IOException {
    RealScripts.Home home = new RealScripts.Home(GuardBinary.PATH, other);
    try (RealScripts unguarded = new RealScripts(home, null, bench.inbox, (_, _) -> {})) {
      unguarded.launch(
          new Launch(1, List.of("/bin/true"), "/", Map.of(), "", promoted(FIRST)));
      assertThat(report(1).ending().toString()).contains("there are no guards");
      unguarded.left(GROUP, FIRST, false, 8);
      assertThat(bench.inbox.await(Event.Left.class)).isEqualTo(new Event.Left(8, true));
    }
  }

  private static Place promoted(Epoch epoch) {
    return new Place(GROUP, Tree.PROMOTED, epoch);
  }

  private void launch(long id, Place place, String script) {
    List<String> command = List.of("/bin/sh", "-c", script);
    scripts.launch(new Launch(id, command, "/", Map.of(), "", place));
  }

  private Ending.Report report(long id) {
    return bench.inbox.await(Event.Ended.class, e -> e.launch() == id).report();
  }

  private @Nullable String line() throws InterruptedException {
    return lines.poll(20, TimeUnit.SECONDS);
  }

  private boolean anyone(Epoch epoch, boolean kill) {
    long ticket = ++tickets;
    scripts.left(GROUP, epoch, kill, ticket);
    return bench.inbox.await(Event.Left.class, l -> l.ticket() == ticket).anyone();
  }

  private void awaitNobody(Epoch epoch) {
    Bench.eventually("nobody is left", () -> !anyone(epoch, true));
  }
}
