package dev.koi.node.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.node.guard.Frame;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher without the daemon's side: a daemon that dies, does not read, or talks nonsense. */
@Timeout(30)
class LauncherTest {

  @TempDir Path folder;

  @Test
  void whenTheDaemonIsGoneItDrainsAndReapsUntilItsLastChildEndsAndThenEnds() throws Exception {
    Path gate = fifo("gate");
    Path done = folder.resolve("done");
    Process launcher = begin();
    // Orphaned too: what goes on is not the script itself, but a child that it left.
    String child = "read x < " + gate + "; head -c 1000000 /dev/zero && touch " + done;
    OutputStream in = launcher.getOutputStream();
    launch(1, "(" + child + ") &").writeTo(in);
    in.flush();
    DataInputStream out = new DataInputStream(launcher.getInputStream());
    awaitEnding(out, 1);
    in.close();
    out.close();
    assertThat(launcher.isAlive()).isTrue();
    Files.writeString(gate, "go\n");
    assertThat(launcher.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(launcher.exitValue()).isZero();
    assertThat(done).as("its output was drained to the end, by a launcher that outlived it").exists();
  }

  @Test
  void withoutChildrenItEndsWithItsDaemon() throws Exception {
    Process launcher = begin();
    launcher.getOutputStream().close();
    assertThat(launcher.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(launcher.exitValue()).isZero();
  }

  /** Whether or not we are allowed to go ahead here. */
  @Test
  void scriptsNeverInheritThatTheDaemonGoesAhead() throws Exception {
    String guard = GuardBinary.PATH.toString();
    Process launcher = new ProcessBuilder(guard, "daemon", guard, "launcher", folder.toString()).start();
    try (OutputStream in = launcher.getOutputStream()) {
      launch(1, "cat /proc/self/stat").writeTo(in);
      in.flush();
      DataInputStream out = new DataInputStream(launcher.getInputStream());
      Report report = next(out);
      while (!(report instanceof Report.Output)) {
        report = next(out);
      }
      String stat = new String(((Report.Output) report).bytes(), StandardCharsets.UTF_8);
      assertThat(Priority.of(stat)).isEqualTo(Priority.NORMAL);
    }
  }

  @Test
  void aPriorityThatMakesNoSenseIsSaid() throws Exception {
    ProcessBuilder builder = new ProcessBuilder(GuardBinary.PATH.toString(), "daemon", "/bin/true");
    builder.environment().put("KOI_PRIORITY", "high");
    Process process = builder.start();
    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).isEqualTo("koinode: KOI_PRIORITY is 'high': expected 'realtime' or 'normal'\n");
    assertThat(process.waitFor()).isEqualTo(2);
  }

  @Test
  void aDaemonThatDoesNotReadLosesOutputAndNoEnding() throws Exception {
    Path finished = fifo("finished");
    Process launcher = begin();
    try (OutputStream in = launcher.getOutputStream()) {
      String script = "head -c 3000000 /dev/zero | tr '\\0' x; echo; echo last; echo done > ";
      launch(1, script + finished).writeTo(in);
      for (int id = 2; id <= 100; id++) {
        launch(id, "exit " + id).writeTo(in);
      }
      in.flush();
      assertThat(Files.readString(finished)).as("the script was never held up").isEqualTo("done\n");
      DataInputStream out = new DataInputStream(launcher.getInputStream());
      long output = 0;
      long dropped = 0;
      Map<Long, Report> endings = new HashMap<>();
      while (endings.size() < 100 || output + dropped < 3_000_006) {
        switch (next(out)) {
          case Report.Output(long _, byte[] bytes) -> output += bytes.length;
          case Report.Dropped(long _, long bytes) -> dropped += bytes;
          case Report.Exited e -> assertThat(endings.put(e.launch(), e)).isNull();
          case Report.Begun _, Report.Gone _, Report.Alive _, Report.Left _ -> {}
          case Report.Signalled s -> throw new AssertionError(s);
          case Report.NotBegun n -> throw new AssertionError(n);
        }
      }
      assertThat(output + dropped).isEqualTo(3_000_006);
      assertThat(dropped).isPositive();
      assertThat(endings.get(1L))
          .isInstanceOfSatisfying(
              Report.Exited.class,
              e -> assertThat(new String(e.tail(), StandardCharsets.UTF_8)).endsWith("xxx\nlast\n"));
      for (long id = 2; id <= 100; id++) {
        long code = id;
        assertThat(endings.get(id))
            .isInstanceOfSatisfying(Report.Exited.class, e -> assertThat(e.code()).isEqualTo((int) code));
      }
    }
  }

  @Test
  void itHangsUpOnADaemonThatTalksNonsense() throws Exception {
    Process launcher = begin();
    try (OutputStream in = launcher.getOutputStream()) {
      new Frame('?', 1, new byte[3]).writeTo(in);
      in.flush();
      assertThat(launcher.getInputStream().readAllBytes()).isEmpty();
      assertThat(launcher.waitFor(10, TimeUnit.SECONDS)).isTrue();
      String said = new String(launcher.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(said).contains("a request of kind 63 with 3 bytes makes no sense");
    }
  }

  @Test
  void moreScriptsThanItCanKeepTrackOfAreNotBegun() throws Exception {
    Process launcher = begin();
    try (OutputStream in = launcher.getOutputStream()) {
      DataInputStream out = new DataInputStream(launcher.getInputStream());
      // 1,024 sessions that live: one script that waits for us, and all others adopt its session.
      // (Not this JVM's own: in a container it may be the session of nobody.)
      launch(1, "echo here; read x < " + fifo("gate")).writeTo(in);
      in.flush();
      int session = awaitBegun(out);
      awaitOutput(out); // begun is told of a fork: only what runs has its session for certain
      for (int id = 2; id <= 1024; id++) {
        Frame.adopt(id, session).writeTo(in);
      }
      launch(2000, "exit 0").writeTo(in);
      in.flush();
      assertThat(awaitEnding(out, 2000))
          .isInstanceOfSatisfying(
              Report.NotBegun.class, n -> assertThat(n.why()).contains("cannot keep track of more"));
      Files.writeString(folder.resolve("gate"), "go\n");
    }
  }

  private Process begin() throws IOException {
    return new ProcessBuilder(GuardBinary.PATH.toString(), "launcher", folder.toString()).start();
  }

  private Frame launch(long id, String script) {
    return Frame.launch(id, 3, List.of(folder.toString(), "/bin/sh", "-c", script));
  }

  private Path fifo(String name) throws Exception {
    Path path = folder.resolve(name);
    assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
    return path;
  }

  private static int awaitBegun(DataInputStream out) throws IOException {
    while (true) {
      if (next(out) instanceof Report.Begun begun) {
        return begun.session();
      }
    }
  }

  private static void awaitOutput(DataInputStream out) throws IOException {
    Report report = next(out);
    while (!(report instanceof Report.Output)) {
      report = next(out);
    }
  }

  private static Report awaitEnding(DataInputStream out, long id) throws IOException {
    while (true) {
      Report report = next(out);
      if ((report instanceof Report.Exited exited && exited.launch() == id)
          || (report instanceof Report.NotBegun failed && failed.launch() == id)) {
        return report;
      }
    }
  }

  private static Report next(DataInputStream out) throws IOException {
    @Nullable Frame frame = Frame.readFrom(out);
    @Nullable Report report = frame == null ? null : Report.parse(frame);
    if (report == null) {
      throw new AssertionError("the launcher said no more, or nonsense: " + frame);
    }
    return report;
  }
}
