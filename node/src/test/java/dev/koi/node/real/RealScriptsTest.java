package dev.koi.node.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.core.runner.Ending;
import dev.koi.node.port.Event;
import dev.koi.node.port.Scripts.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RealScriptsTest {

  @TempDir Path folder;

  private final Inbox inbox = new Inbox();
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Set<Long> launched = new HashSet<>();
  private final RealScripts scripts;
  private long tickets;

  RealScriptsTest(@TempDir Path runDir) throws IOException {
    scripts =
        new RealScripts(
            new RealScripts.Home(GuardBinary.PATH, runDir),
            null,
            inbox,
            (label, line) -> lines.add(label + ": " + line));
  }

  @AfterEach
  void nobodyIsLeft() {
    scripts.kill(launched);
    scripts.close();
  }

  @Test
  void theExitCodeAndTheLastFiveLinesAreReported() {
    assertThat(run("for i in 1 2 3 4 5 6 7; do echo line $i; done; echo to error >&2; exit 7"))
        .isEqualTo(
            new Ending.Report(
                new Ending.Exited(7), List.of("line 4", "line 5", "line 6", "line 7", "to error")));
  }

  @Test
  void deathBySignalIsNoExit() {
    assertThat(run("kill -9 $$").ending()).isEqualTo(new Ending.Signalled(9));
  }

  @Test
  void aScriptGetsItsFolderItsVariablesAndNoInput() {
    String script = "pwd; echo $KOI_STATE; read x || echo no input";
    launch(1, List.of("/bin/sh", "-c", script), Map.of("KOI_STATE", "Slave"));
    assertThat(inbox.ending(1).lastLines()).containsExactly(folder.toString(), "Slave", "no input");
  }

  @Test
  void aScriptHasThreeDescriptorsAndNoSignalBlockedOrIgnored() {
    assertThat(run("ls /proc/$$/fd; exit 0").lastLines()).containsExactly("0", "1", "2");
    List<String> masks = run("grep -E '^Sig(Blk|Ign)' /proc/self/status; exit 0").lastLines();
    assertThat(masks).hasSize(2);
    for (String mask : masks) {
      // But 32 and 33, which the C library keeps for itself: as whoever began us left them.
      assertThat(Long.parseUnsignedLong(mask.substring(8), 16) & ~(3L << 31)).as(mask).isZero();
    }
  }

  @Test
  void aMissingFileIsNotBegun() {
    launch(1, List.of(folder.resolve("start").toString()), Map.of());
    assertThat(inbox.ending(1).ending())
        .isEqualTo(new Ending.NotBegun("cannot execute it: No such file or directory"));
  }

  @Test
  void aMissingFolderIsNotBegun() {
    scripts.launch(new Launch(1, List.of("/bin/true"), "/nowhere", Map.of(), "a", null));
    assertThat(inbox.ending(1).ending())
        .isEqualTo(new Ending.NotBegun("cannot enter its folder: No such file or directory"));
  }

  @Test
  void aBadInterpreterIsNotBegunAndSaysSo() throws IOException {
    launch(1, List.of(executable("start", "#!/no/such/shell\n")), Map.of());
    assertThat(inbox.ending(1).ending().toString()).contains("interpreter", "No such file");
    launch(2, List.of(executable("stop", "echo no first line\n")), Map.of());
    assertThat(inbox.ending(2).ending().toString()).contains("Exec format error");
  }

  @Test
  void whatCannotBeSaidToTheLauncherIsNotBegun() {
    launch(1, List.of("/bin/echo", "a\0b"), Map.of());
    assertThat(inbox.ending(1).ending().toString()).contains("zero character");
    launch(2, List.of("/bin/echo", "x".repeat(300_000)), Map.of());
    assertThat(inbox.ending(2).ending().toString()).contains("too long");
    launch(3, List.of("/bin/echo", "x".repeat(200_000)), Map.of());
    assertThat(inbox.ending(3).ending().toString()).contains("Argument list too long");
  }

  @Test
  void fiveMegabytesOfOutputDoNotBlockAndTheLastLinesAreRight() {
    assertThat(run("seq 100000 850000").lastLines())
        .containsExactly("849996", "849997", "849998", "849999", "850000");
  }

  @Test
  void outputThatIsNoUtf8IsReplaced() {
    assertThat(run("printf 'a\\377b \\303\\244 \\033[2J\\n'").lastLines())
        .containsExactly("a\uFFFDb ä \uFFFD[2J");
  }

  @Test
  void everyLineGoesToTheLogWithItsLabel() throws InterruptedException {
    run("echo one; printf two");
    assertThat(lines.poll(10, TimeUnit.SECONDS)).isEqualTo("service start: one");
    assertThat(lines.poll(10, TimeUnit.SECONDS)).isEqualTo("service start: two");
  }

  @Test
  void terminateReachesTheWholeProcessGroup() throws InterruptedException {
    launchShell(1, "sleep 1000 & echo ready; wait");
    awaitReady();
    scripts.terminate(1);
    assertThat(inbox.ending(1).ending()).isEqualTo(new Ending.Signalled(15));
    assertThat(run("echo gone").lastLines()).containsExactly("gone");
    awaitNobody(1);
  }

  @Test
  void whatIgnoresTerminateIsKilledWithItsGrandchildren() throws InterruptedException {
    launchShell(1, "trap '' TERM; sh -c 'sh -c \"echo ready; sleep 1000\"; :' ; sleep 1000");
    awaitReady();
    scripts.terminate(1);
    assertThat(alive(1)).containsExactly(1L);
    scripts.kill(Set.of(1L));
    assertThat(alive(1)).isEmpty();
    assertThat(inbox.ending(1).ending()).isEqualTo(new Ending.Signalled(9));
  }

  @Test
  void aBackgroundChildOutlivesItsScriptIsFoundAndKilled() {
    launchShell(1, "sleep 1000 & echo begun");
    assertThat(inbox.ending(1))
        .isEqualTo(new Ending.Report(new Ending.Exited(0), List.of("begun")));
    launchShell(2, "exit 0");
    assertThat(inbox.ending(2).ending()).isEqualTo(new Ending.Exited(0));
    assertThat(alive(1, 2, 3)).containsExactly(1L);
    scripts.kill(Set.of(1L, 2L, 3L));
    assertThat(alive(1, 2, 3)).isEmpty();
  }

  @Test
  void aChildWithAProcessGroupOfItsOwnStillBelongsToTheScript() {
    launchShell(1, "timeout 1000 sleep 1000 & exit 0"); // it makes a group for itself
    assertThat(inbox.ending(1).ending()).isEqualTo(new Ending.Exited(0));
    assertThat(alive(1)).containsExactly(1L);
    scripts.kill(Set.of(1L));
    assertThat(alive(1)).isEmpty();
  }

  @Test
  void twoHundredScriptsLeaveNoZombieAndNoDescriptor() throws IOException {
    run("exit 0");
    long launcher = scripts.launcherPid().orElseThrow();
    int descriptors = descriptorsOf(launcher);
    IntStream.rangeClosed(2, 201).forEach(id -> launchShell(id, "(exit 3) & echo " + id));
    for (int id = 2; id <= 201; id++) {
      assertThat(inbox.ending(id))
          .isEqualTo(new Ending.Report(new Ending.Exited(0), List.of(String.valueOf(id))));
    }
    awaitNobody(IntStream.rangeClosed(1, 201).mapToLong(i -> i).toArray());
    assertThat(childrenOf(launcher)).isEmpty();
    assertThat(descriptorsOf(launcher)).isEqualTo(descriptors);
  }

  @Test
  void aMissingLauncherIsSaidByName() {
    Path missing = folder.resolve("koi-guard");
    RealScripts.Home home = new RealScripts.Home(missing, folder);
    assertThatThrownBy(() -> new RealScripts(home, null, inbox, (_, _) -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the launcher " + missing + " cannot be begun");
  }

  @Test
  void theLauncherHasASessionOfItsOwn() {
    long launcher = scripts.launcherPid().orElseThrow();
    run("exit 0"); // by now it has begun
    assertThat(fieldsOf(launcher)[3]).isEqualTo(String.valueOf(launcher));
  }

  @Test
  void aLostLauncherIsBegunAgainAndWhatItLeftIsStillKilled() throws InterruptedException {
    launchShell(1, "sleep 1000 & echo ready; wait");
    awaitReady();
    killLauncher();
    assertThat(inbox.await(Event.LauncherLost.class).forGood()).isFalse();
    assertThat(inbox.ending(1).ending().toString()).contains("launcher was lost while it ran", "137");
    assertThat(alive(1)).containsExactly(1L);
    scripts.kill(Set.of(1L));
    assertThat(alive(1)).isEmpty();
    launchShell(2, "exit 0");
    assertThat(inbox.ending(2).ending()).isEqualTo(new Ending.Exited(0));
  }

  @Test
  void aLauncherThatDiesAgainAndAgainIsGivenUp() throws InterruptedException {
    launchShell(1, "echo ready; echo $$; exec sleep 1000");
    awaitReady();
    String line = lines.poll(10, TimeUnit.SECONDS);
    assertThat(line).startsWith("service start: ");
    ProcessHandle left = ProcessHandle.of(Long.parseLong(line.substring(15))).orElseThrow();
    for (int i = 0; i < 3; i++) {
      killLauncher();
      assertThat(inbox.await(Event.LauncherLost.class).forGood()).isFalse();
    }
    assertThat(alive(1)).as("adopted by each in turn").containsExactly(1L);
    killLauncher();
    assertThat(inbox.await(Event.LauncherLost.class).forGood()).isTrue();
    launchShell(2, "exit 0");
    assertThat(inbox.ending(2).ending().toString()).contains("launcher is gone");
    assertThat(alive(1)).as("nobody can say that it is gone").containsExactly(1L);
    left.destroyForcibly();
  }

  private Ending.Report run(String script) {
    long id = 1L + launched.size();
    launchShell(id, script);
    return inbox.ending(id);
  }

  private void launchShell(long id, String script) {
    launch(id, List.of("/bin/sh", "-c", script), Map.of());
  }

  private void launch(long id, List<String> command, Map<String, String> environment) {
    launched.add(id);
    scripts.launch(new Launch(id, command, folder.toString(), environment, "service start", null));
  }

  private void awaitReady() throws InterruptedException {
    assertThat(lines.poll(10, TimeUnit.SECONDS)).isEqualTo("service start: ready");
  }

  private Set<Long> alive(long... ids) {
    long ticket = ++tickets;
    scripts.survey(LongStream.of(ids).boxed().collect(Collectors.toSet()), ticket);
    return inbox.await(Event.Surveyed.class, s -> s.ticket() == ticket).alive();
  }

  /** Whom a signal has reached needs a moment to end: asks again, ten seconds at most. */
  private void awaitNobody(long... ids) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!alive(ids).isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(end);
    }
  }

  private void killLauncher() {
    ProcessHandle.of(scripts.launcherPid().orElseThrow()).orElseThrow().destroyForcibly();
  }

  private String executable(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file.toString();
  }

  private static int descriptorsOf(long pid) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return (int) descriptors.count();
    }
  }

  /** What follows the name in /proc/PID/stat: state, parent, group, session; nothing if it is gone. */
  private static String[] fieldsOf(long pid) {
    String stat;
    try {
      stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    } catch (IOException _) {
      return new String[0];
    }
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
  }

  private static List<String> childrenOf(long pid) throws IOException {
    List<String> children = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process : processes.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
        String[] fields = fieldsOf(Long.parseLong(process.getFileName().toString()));
        if (fields.length > 1 && fields[1].equals(String.valueOf(pid))) {
          children.add(process + " " + fields[0]);
        }
      }
    }
    return children;
  }
}
