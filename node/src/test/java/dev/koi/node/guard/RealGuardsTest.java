package dev.koi.node.guard;

import static dev.koi.node.guard.Bench.FIRST;
import static dev.koi.node.guard.Bench.GROUP;
import static dev.koi.node.guard.Bench.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.core.lease.Timing;
import dev.koi.core.runner.Script;
import dev.koi.core.time.Moment;
import dev.koi.node.guard.Cells.Head;
import dev.koi.node.guard.Cells.Word;
import dev.koi.node.port.GuardWord;
import dev.koi.core.guard.GuardPhase;
import dev.koi.node.port.Guards.Duties;
import dev.koi.node.port.Guards.Earlier;
import dev.koi.node.port.Guards.Handover;
import dev.koi.node.port.Guards.Program;
import dev.koi.node.port.Guards.Use;
import dev.koi.node.real.GuardBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RealGuardsTest {

  private static final Moment LONG_PAST = Moment.ofNanos(0);
  private static final int CELL = 1;

  private final Path runDir;
  private final Bench bench;

  RealGuardsTest(@TempDir Path runDir) throws IOException, InterruptedException {
    this.runDir = runDir;
    this.bench = new Bench(runDir);
  }

  @AfterEach
  void nobodyIsLeft() throws IOException {
    bench.close();
  }

  @Test
  void eachSaysHelloAndWhatItLacks() {
    assertThat(bench.hellos)
        .allSatisfy(h -> assertThat(h.missing()).anyMatch(line -> line.startsWith("cgroup v2: ")));
    bench.bothLook();
    assertThat(bench.guards.watch(bench.clock.now()).complete()).isTrue();
    assertThat(bench.guards.earlier()).isEmpty();
    assertThat(bench.log).isEmpty();
  }

  @Test
  void bothArmWhatIsHandedOver() throws IOException {
    bench.arm(bench.handover(FIRST, bench.clock.now()));
    assertThat(bench.cells.armed(CELL, 0)).isEqualTo(FIRST.number());
    assertThat(bench.cells.armed(CELL, 1)).isEqualTo(FIRST.number());
    assertThat(bench.cells.get(Head.K)).isEqualTo(Bench.K.toNanos());
  }

  @Test
  void anAnsweredNonceKeepsItFromCutting() throws IOException {
    Moment begin = bench.clock.now();
    Duration left = Duration.ofSeconds(3);
    bench.arm(bench.handover(FIRST, begin.minus(Bench.LONG.hard()).plus(left)));
    bench.guards.renewed(GROUP, FIRST, bench.clock.now());
    Bench.eventually("its time is up", () -> bench.clock.now().heldSince(begin).compareTo(left) > 0);
    bench.bothLook();
    assertThat(bench.cells.get(CELL, Word.PHASE)).isEqualTo(PhaseWord.ARMED);
  }

  @Test
  void momentsOnlyMoveForwardAndOnlyThoseOfTheArmedEpoch() throws IOException {
    Moment begin = bench.clock.now();
    bench.arm(bench.handover(FIRST, begin));
    bench.guards.renewed(GROUP, FIRST, begin.minus(Duration.ofSeconds(1)));
    bench.guards.renewed(GROUP, SECOND, begin.plus(Duration.ofSeconds(1)));
    assertThat(bench.cells.get(CELL, Word.T0_BOOT)).isEqualTo(begin.boot());
    assertThat(bench.cells.get(CELL, Word.T0_RAW)).isEqualTo(begin.raw());
    Moment later = bench.clock.now();
    bench.guards.renewed(GROUP, FIRST, later);
    assertThat(bench.cells.get(CELL, Word.T0_BOOT)).isEqualTo(later.boot());
    assertThat(bench.cells.get(CELL, Word.T0_RAW)).isEqualTo(later.raw());
  }

  @Test
  void anAnswerThatComesBeforeTheCellIsFilledCounts() throws IOException {
    Moment answered = bench.clock.now();
    bench.guards.renewed(GROUP, FIRST, answered);
    bench.arm(bench.handover(FIRST, LONG_PAST));
    assertThat(bench.cells.get(CELL, Word.T0_BOOT)).isEqualTo(answered.boot());
    bench.bothLook();
    assertThat(bench.cells.get(CELL, Word.PHASE)).isEqualTo(PhaseWord.ARMED);
  }

  @Test
  void anEpochThatIsOverIsCutAndTold() throws IOException {
    bench.armOver();
    assertThat(bench.told()).isEqualTo("released");
    assertThat(bench.ran()).contains("demote b", "stop b");
    assertThat(bench.cells.get(CELL, Word.LATCH)).isEqualTo(FIRST.number());
  }

  @Test
  void aBreachIsCutAtOnce() throws IOException {
    bench.arm(bench.handover(FIRST, bench.clock.now()));
    bench.guards.cut(GROUP, SECOND); // not this one
    bench.bothLook();
    assertThat(bench.cells.get(CELL, Word.PHASE)).isEqualTo(PhaseWord.ARMED);
    bench.guards.cut(GROUP, FIRST);
    bench.entered(FIRST, GuardPhase.CONFIRMED);
  }

  @Test
  void whatHasEndedIsRefusedByBoth() throws IOException {
    bench.armOver();
    bench.disarm(FIRST);
    bench.guards.arm(bench.handover(FIRST, bench.clock.now()));
    for (int guard : List.of(0, 1)) {
      int which = guard;
      assertThat(bench.word(GuardWord.Refused.class, r -> r.guard() == which).why())
          .contains("has ended here");
    }
  }

  @Test
  void aDemotionThatFailedIsTriedAgainOnRequest() throws IOException {
    Path obstacle = Files.writeString(runDir.resolve("obstacle"), "");
    bench.script("stop", "test ! -e " + obstacle);
    bench.script("status", "test ! -e " + obstacle + " || exit 90; exit 91");
    Timing timing = Timing.of(second(1), second(3), second(4), second(3));
    bench.guards.arm(bench.handover(FIRST, bench.clock.now().minus(timing.hard()), timing));
    bench.entered(FIRST, GuardPhase.UNCONFIRMED);
    assertThat(bench.told()).isEqualTo("unconfirmed");
    Files.delete(obstacle);
    bench.guards.recover(GROUP, FIRST);
    bench.entered(FIRST, GuardPhase.CONFIRMED);
  }

  @Test
  void disarmedItIsCutNoMore() throws IOException {
    bench.arm(bench.handover(FIRST, bench.clock.now()));
    bench.disarm(FIRST);
    assertThat(bench.cells.armed(CELL, 0)).isZero();
    assertThat(bench.cells.armed(CELL, 1)).isZero();
    bench.disarm(FIRST); // answered all the same
  }

  @Test
  void anotherEpochIsArmedOnlyWhenTheOneBeforeIsDisarmed() throws IOException {
    bench.arm(bench.handover(FIRST, bench.clock.now()));
    bench.guards.arm(bench.handover(SECOND, bench.clock.now()));
    String why = bench.word(GuardWord.Refused.class, r -> r.epoch().equals(SECOND)).why();
    assertThat(why).isEqualTo("epoch 7 is still armed");
    assertThat(bench.cells.get(CELL, Word.EPOCH)).isEqualTo(FIRST.number());
    bench.guards.disarm(GROUP, FIRST);
    bench.arm(bench.handover(SECOND, bench.clock.now()));
    assertThat(bench.cells.get(CELL, Word.EPOCH)).isEqualTo(SECOND.number());
  }

  @Test
  void aFileThatTookTheProgramsPlaceIsNotRun() throws IOException {
    Handover over = bench.handover(FIRST, bench.clock.now().minus(Bench.LONG.hard()));
    Path other = Files.copy(runDir.resolve("demote"), runDir.resolve("other"));
    Files.move(other, runDir.resolve("demote"), StandardCopyOption.REPLACE_EXISTING);
    bench.guards.arm(over);
    bench.entered(FIRST, GuardPhase.CONFIRMED); // by stop
    assertThat(bench.ran()).contains("stop b").doesNotContain("demote b");
  }

  @Test
  void whatCannotBeSaidIsRefused() throws IOException {
    Script file = Bench.file(bench.script("stop", "exit 0"));
    List<String> command = List.of(file.path(), "a\0b");
    Program program = new Program(Use.STOP, 0, 0, second(1), file, command, "/", Map.of());
    Duties duties = new Duties(List.of(program), List.of(), List.of());
    bench.guards.arm(
        new Handover(GROUP, FIRST, Bench.LONG, bench.clock.now(), false, second(1), duties));
    String why = bench.word(GuardWord.Refused.class, r -> r.guard() == 1).why();
    assertThat(why).contains("it cannot be handed over", "zero character");
    bench.arm(bench.handover(SECOND, bench.clock.now()));
  }

  @Test
  void aGuardThatWasKilledIsBegunAgainAndArmsByItself() throws IOException {
    bench.arm(bench.handover(FIRST, bench.clock.now()));
    for (int life = 0; life < 3; life++) {
      bench.process(1).destroyForcibly();
      assertThat(bench.word(GuardWord.Lost.class, l -> l.guard() == 1).forGood()).isFalse();
      bench.word(GuardWord.Hello.class, h -> h.guard() == 1);
    }
    Bench.eventually("it is armed", () -> bench.cells.armed(CELL, 1) == FIRST.number());
  }

  @Test
  void whatAKilledGuardNeverHeardIsSaidToTheNext() throws IOException {
    bench.arm(bench.handover(FIRST, bench.clock.now()));
    ProcessHandle guard = bench.process(1);
    stop(guard);
    bench.guards.disarm(GROUP, FIRST);
    bench.disarmed(0, FIRST);
    guard.destroyForcibly();
    bench.disarmed(1, FIRST);
    bench.arm(bench.handover(SECOND, bench.clock.now()));
  }

  @Test
  void aGuardThatIsLateIsEndedAndBegunAgain() throws IOException {
    bench.arm(bench.handover(FIRST, bench.clock.now()));
    ProcessHandle late = bench.process(0);
    stop(late);
    Bench.eventually("it is missed", () -> !bench.guards.watch(bench.clock.now()).complete());
    String why = bench.word(GuardWord.Lost.class, l -> l.guard() == 0).why();
    assertThat(why).isEqualTo("it was late for K, and was ended");
    bench.armed(0, FIRST);
    assertThat(late.isAlive()).isFalse();
    bench.bothLook();
    assertThat(bench.guards.watch(bench.clock.now()).complete()).isTrue();
  }

  @Test
  void whatElectorsAreToldIsHandedOverInCellZero() {
    bench.guards.words(List.of(bench.datagram("gone")), second(1));
    armedInCellZero(1);
    bench.guards.words(List.of(bench.datagram("gone again")), second(2));
    armedInCellZero(2);
    assertThat(bench.cells.get(0, Word.W)).isEqualTo(second(2).toNanos());
  }

  @Test
  void theEndOfTheDaemonIsTheirs() {
    bench.guards.words(List.of(bench.datagram("gone")), second(1));
    armedInCellZero(1);
    bench.guards.close();
    assertThat(Bench.named(runDir)).isEmpty();
  }

  @Test
  void whatIsStillArmedAtTheEndStaysGuardedAndTheNextRunIsToldOfIt() throws Exception {
    Timing timing = Timing.of(Duration.ofMillis(300), second(1), second(2), second(20));
    bench.arm(bench.handover(FIRST, bench.clock.now(), timing));
    bench.guards.close();
    List<ProcessHandle> before = Bench.named(runDir);
    assertThat(before).hasSize(2);
    try (RealGuards next = RealGuards.begin(Bench.settings(runDir), bench.inbox, bench.log::add)) {
      assertThat(next.earlier())
          .containsExactly(new Earlier(GROUP, FIRST, FIRST, true, GuardPhase.CONFIRMED));
      assertThat(before).noneMatch(ProcessHandle::isAlive);
      assertThat(Cells.open(runDir).get(CELL, Word.LATCH)).isEqualTo(FIRST.number());
      next.arm(bench.handover(FIRST, bench.clock.now()));
      bench.word(GuardWord.Refused.class, r -> r.why().contains("has ended here"));
      next.disarm(GROUP, FIRST);
    }
    assertThat(bench.log).isEmpty();
  }

  @Test
  void aBinaryThatIsMissingIsSaid(@TempDir Path other) {
    Path missing = other.resolve("koi-guard");
    var settings = new RealGuards.Settings(missing, other, "bench", Bench.K, Bench.WITHOUT_CGROUPS);
    assertThatThrownBy(() -> RealGuards.begin(settings, bench.inbox, bench.log::add))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the guard-0 " + missing + " cannot be begun");
  }

  @Test
  void aGuardThatDiesAgainAndAgainIsBegunEachTimeLater(@TempDir Path other) throws Exception {
    Path dies = other.resolve("dies");
    Files.writeString(dies, "#!/bin/sh\necho life >>$2/lives\nexit 1\n");
    Files.setPosixFilePermissions(dies, PosixFilePermissions.fromString("rwxr-xr-x"));
    var settings = new RealGuards.Settings(dies, other, "bench", Bench.K, Map.of());
    try (RealGuards guards = RealGuards.begin(settings, bench.inbox, bench.log::add)) {
      assertThat(bench.log).containsExactly("a guard has not begun within 5 s");
      // Each at 0, 0, 0.1, 0.3, 0.7, 1.5, 3.1 s and after 6 s: at most seven lives in five seconds.
      assertThat(Files.readAllLines(other.resolve("lives"))).hasSizeBetween(4, 16);
      assertThat(guards.watch(bench.clock.now()).complete()).isFalse();
    }
    assertThat(bench.word(GuardWord.Lost.class, _ -> true).why()).contains("exit code 1");
  }

  @Test
  void aGuardThatCannotBeBegunAgainIsLostForGoodAndAnsweredFor(@TempDir Path other) throws Exception {
    Path copy = Files.copy(GuardBinary.PATH, other.resolve("koi-guard"), StandardCopyOption.COPY_ATTRIBUTES);
    var settings = new RealGuards.Settings(copy, other, "bench", Bench.K, Bench.WITHOUT_CGROUPS);
    try (RealGuards guards = RealGuards.begin(settings, bench.inbox, bench.log::add)) {
      guards.arm(bench.handover(FIRST, bench.clock.now()));
      bench.armed(1, FIRST);
      Files.delete(copy);
      ProcessHandle.of(Cells.open(other).get(Cells.Vital.PID.of(1))).orElseThrow().destroyForcibly();
      String why = bench.word(GuardWord.Lost.class, GuardWord.Lost::forGood).why();
      assertThat(why).contains(copy.toString(), "cannot be begun");
      guards.arm(bench.handover(FIRST, bench.clock.now()));
      assertThat(bench.word(GuardWord.Refused.class, r -> r.guard() == 1).why())
          .isEqualTo("this guard cannot be begun");
      guards.disarm(GROUP, FIRST);
      bench.disarmed(1, FIRST);
      bench.disarmed(0, FIRST);
    }
    assertThat(Bench.named(other)).isEmpty();
  }

  private void armedInCellZero(long epoch) {
    Bench.eventually(
        "cell 0 is armed",
        () -> bench.cells.armed(0, 0) == epoch && bench.cells.armed(0, 1) == epoch);
  }

  private static Duration second(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static void stop(ProcessHandle process) throws IOException {
    Process kill = new ProcessBuilder("kill", "-STOP", String.valueOf(process.pid())).start();
    assertThat(kill.onExit().join().exitValue()).isZero();
  }
}
