package dev.koi.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.message.Action;
import dev.koi.core.runner.Ending;
import dev.koi.node.port.Event;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimScriptsTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final Bench bench = new Bench(false);

  @Test
  void aServiceIsPromotedFromTheInstantThatItsScriptBegins() {
    assertThat(bench.a().scripts().isMaster()).isFalse();
    bench.onA().launch(Action.PROMOTE);
    assertThat(bench.a().scripts().isMaster()).isTrue();
  }

  @Test
  void aServiceIsPromotedUntilItsDemoteHasEnded() {
    promoteOnA();
    bench.onA().launch(Action.DEMOTE);
    assertThat(bench.a().scripts().isMaster()).isTrue();
    bench.pass(LONG);
    assertThat(bench.a().scripts().isMaster()).isFalse();
  }

  @Test
  void statusTellsTheTruth() {
    bench.onA().launch(Action.STATUS);
    bench.pass(LONG);
    bench.onA().launch(Action.START);
    bench.pass(LONG);
    bench.onA().launch(Action.STATUS);
    bench.pass(LONG);
    bench.onA().launch(Action.PROMOTE);
    bench.onA().launch(Action.STATUS);
    bench.pass(LONG);
    bench.onA().launch(Action.STOP);
    bench.pass(LONG);
    bench.onA().launch(Action.STATUS);
    bench.pass(LONG);

    assertThat(bench.onA().endings().stream().filter(e -> !e.equals(new Ending.Exited(0))))
        .containsExactly(
            new Ending.Exited(92),
            new Ending.Exited(91),
            new Ending.Exited(90),
            new Ending.Exited(92));
  }

  @Test
  void whatPromoteBeganEndsWhenItsSessionIsKilled() {
    long promote = promoteOnA();
    bench.onA().ports.scripts().kill(Set.of(promote));
    assertThat(bench.a().scripts().isMaster()).isFalse();
  }

  @Test
  void aResidentServiceLivesOnUntilItsOwnProcessIsKilled() {
    Bench resident = new Bench(true);
    long start = resident.onA().launch(Action.START);
    resident.pass(LONG);
    long promote = resident.onA().launch(Action.PROMOTE);
    resident.pass(LONG);

    resident.onA().ports.scripts().kill(Set.of(promote));
    assertThat(resident.a().scripts().isMaster()).isTrue();
    resident.onA().ports.scripts().kill(Set.of(start));
    assertThat(resident.a().scripts().isMaster()).isFalse();
  }

  @Test
  void aServiceOutlivesADaemonThatIsKilledAlone() {
    promoteOnA();
    bench.a().killDaemon();
    bench.pass(LONG);
    assertThat(bench.a().scripts().isMaster()).isTrue();
  }

  @Test
  void aServiceDiesWithItsMachine() {
    promoteOnA();
    bench.a().crash();
    assertThat(bench.a().scripts().isMaster()).isFalse();
  }

  @Test
  void aKilledScriptIsReportedOnceAndHasNoEffectLater() {
    long start = bench.onA().launch(Action.START);
    bench.onA().ports.scripts().kill(Set.of(start));
    bench.pass(LONG);
    assertThat(bench.onA().endings()).containsExactly(new Ending.Signalled(9));
  }

  @Test
  void aSurveyNamesTheSessionsThatHaveAProcess() {
    long start = bench.onA().launch(Action.START);
    long status = bench.onA().launch(Action.STATUS);
    bench.pass(LONG);
    bench.onA().ports.scripts().survey(Set.of(start, status, 42L), 7);
    bench.pass(LONG);
    assertThat(bench.onA().of(Event.Surveyed.class))
        .containsExactly(new Event.Surveyed(7, Set.of(start)));
  }

  @Test
  void aNewRunOfTheDaemonHearsNothingOfTheScriptsOfTheOneBefore() {
    bench.onA().launch(Action.STOP);
    bench.a().killDaemon();
    bench.a().startDaemon();
    bench.pass(LONG);
    assertThat(bench.latest().of(Event.Ended.class)).isEmpty();
    assertThat(bench.onA().of(Event.Ended.class)).isEmpty();
  }

  private long promoteOnA() {
    long promote = bench.onA().launch(Action.PROMOTE);
    bench.pass(LONG);
    return promote;
  }
}
