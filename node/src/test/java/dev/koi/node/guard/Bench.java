package dev.koi.node.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.guard.GuardPhase;
import dev.koi.core.lease.Timing;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.runner.Script;
import dev.koi.core.time.Moment;
import dev.koi.node.port.Event;
import dev.koi.node.port.GuardWord;
import dev.koi.node.port.Guards.Datagram;
import dev.koi.node.port.Guards.Duties;
import dev.koi.node.port.Guards.Handover;
import dev.koi.node.port.Guards.Program;
import dev.koi.node.port.Guards.Use;
import dev.koi.node.real.GuardBinary;
import dev.koi.node.real.Inbox;
import dev.koi.node.real.RealClock;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Two real guards, without cgroups wherever the tests run, and a group to guard. */
final class Bench implements AutoCloseable {

  static final GroupName GROUP = new GroupName("shop");
  static final Epoch FIRST = new Epoch(7);
  static final Epoch SECOND = new Epoch(8);
  static final Duration K = Duration.ofMillis(500);

  /** No deadline comes while a test runs; a cut has as long as it needs on a busy machine. */
  static final Timing LONG =
      Timing.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(600),
          Duration.ofSeconds(1200),
          Duration.ofSeconds(20));

  static final Map<String, String> WITHOUT_CGROUPS = Map.of("KOI_CGROUP", "off");

  final Path runDir;
  final Inbox inbox = new Inbox();
  final RealClock clock = new RealClock();
  final List<String> log = new ArrayList<>();
  final DatagramSocket elector;
  final RealGuards guards;
  final Cells cells;
  final List<GuardWord.Hello> hellos = new ArrayList<>();

  Bench(Path runDir) throws IOException, InterruptedException {
    this(runDir, settings(runDir));
  }

  Bench(Path runDir, RealGuards.Settings settings) throws IOException, InterruptedException {
    this.runDir = runDir;
    this.elector = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    elector.setSoTimeout(10_000);
    this.guards = RealGuards.begin(settings, inbox, log::add);
    this.cells = Cells.open(runDir);
    hellos.add(word(GuardWord.Hello.class, h -> h.guard() == 0));
    hellos.add(word(GuardWord.Hello.class, h -> h.guard() == 1));
  }

  static RealGuards.Settings settings(Path runDir) {
    return new RealGuards.Settings(GuardBinary.PATH, runDir, "bench", K, WITHOUT_CGROUPS);
  }

  /** Nothing of a test is left behind. */
  @Override
  public void close() throws IOException {
    guards.close();
    elector.close();
    killAll(runDir);
  }

  /** All that names the folder in its command line. */
  static void killAll(Path folder) throws IOException {
    for (ProcessHandle process : named(folder)) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  static List<ProcessHandle> named(Path folder) {
    return ProcessHandle.allProcesses().filter(p -> commandLine(p).contains(folder.toString())).toList();
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return ""; // it ended meanwhile
    }
  }

  // ---- What is handed over ----

  Handover handover(Epoch epoch, Moment answered) throws IOException {
    return handover(epoch, answered, LONG);
  }

  Handover handover(Epoch epoch, Moment answered, Timing timing) throws IOException {
    return new Handover(GROUP, epoch, timing, answered, false, Duration.ofSeconds(60), duties());
  }

  /** A service whose scripts do what they should, and write down that they ran. */
  Duties duties() throws IOException {
    List<Program> programs =
        List.of(
            program(Use.DEMOTE, "demote", "exit 0"),
            program(Use.STOP, "stop", "exit 0"),
            program(Use.STATUS, "status", "exit 91"));
    return new Duties(programs, List.of(datagram("released")), List.of(datagram("unconfirmed")));
  }

  Program program(Use use, String name, String text) throws IOException {
    Script file = file(script(name, text));
    return new Program(
        use,
        0,
        0,
        Duration.ofSeconds(60),
        file,
        List.of(file.path()),
        runDir.toString(),
        Map.of("A", "b"));
  }

  /** As it is now. */
  static Script file(String path) throws IOException {
    Map<String, Object> facts = Files.readAttributes(Path.of(path), "unix:dev,ino");
    return new Script(path, number(facts, "dev"), number(facts, "ino"), "");
  }

  private static long number(Map<String, Object> facts, String name) {
    return ((Number) Objects.requireNonNull(facts.get(name))).longValue();
  }

  String script(String name, String text) throws IOException {
    Path file = runDir.resolve(name);
    if (!Files.exists(file)) {
      Files.writeString(file, "#!/bin/sh\necho " + name + " $A >>" + runDir + "/ran\n" + text + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return file.toString();
  }

  Datagram datagram(String text) {
    return new Datagram(
        (InetSocketAddress) elector.getLocalSocketAddress(), text.getBytes(StandardCharsets.UTF_8));
  }

  void arm(Handover what) {
    guards.arm(what);
    armed(0, what.epoch());
    armed(1, what.epoch());
  }

  /** Begins with its time over: whichever guard comes first ends it. */
  void armOver() throws IOException {
    guards.arm(handover(FIRST, clock.now().minus(LONG.hard())));
    entered(FIRST, GuardPhase.CONFIRMED);
  }

  /** Nothing of a group is with the guards any more. */
  void disarm(Epoch epoch) {
    guards.disarm(GROUP, epoch);
    disarmed(0, epoch);
    disarmed(1, epoch);
  }

  // ---- What happens ----

  void armed(int guard, Epoch epoch) {
    word(GuardWord.Armed.class, a -> a.equals(new GuardWord.Armed(guard, GROUP, epoch)));
  }

  void disarmed(int guard, Epoch epoch) {
    word(GuardWord.Disarmed.class, d -> d.equals(new GuardWord.Disarmed(guard, GROUP, epoch)));
  }

  void entered(Epoch epoch, GuardPhase phase) {
    word(GuardWord.Entered.class, e -> e.equals(new GuardWord.Entered(GROUP, epoch, phase)));
  }

  <T extends GuardWord> T word(Class<T> type, Predicate<T> wanted) {
    Predicate<Event.Guarded> guarded =
        g -> type.isInstance(g.word()) && wanted.test(type.cast(g.word()));
    return type.cast(inbox.await(Event.Guarded.class, guarded).word());
  }

  /** The next datagram for the elector. */
  String told() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    elector.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  /** Which scripts ran, with their variable. */
  List<String> ran() throws IOException {
    Path file = runDir.resolve("ran");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  ProcessHandle process(int guard) {
    return ProcessHandle.of(cells.get(Cells.Vital.PID.of(guard))).orElseThrow();
  }

  static void eventually(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  /** Both guards have looked at their cells after now. */
  void bothLook() {
    for (int look = 0; look < 2; look++) { // one may be under way
      long now = clock.now().boot();
      eventually(
          "both beat", () -> Stream.of(0, 1).allMatch(g -> cells.get(Cells.Vital.BEAT.of(g)) > now));
    }
  }
}
