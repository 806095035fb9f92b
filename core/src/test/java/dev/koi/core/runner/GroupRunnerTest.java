package dev.koi.core.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.core.message.Action;
import dev.koi.core.message.ServiceState;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.ServiceName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GroupRunnerTest {

  private static final Ending.Report OK = new Ending.Report(new Ending.Exited(0), List.of());

  private final Stage stage = new Stage();

  @Test
  void aScriptIsToldWhatItIsRunFor() {
    stage.goal = new Goal.Master(new Epoch(7), true);
    stage.step(found(Stage.spec("db", 10, Map.of(Action.PROMOTE, "original"), false)));

    RunnerAction.Launch promote = launched("db", Action.PROMOTE);

    assertThat(promote.command()).containsExactly("/services/db/promote");
    assertThat(promote.folder()).isEqualTo("/services/db");
    assertThat(promote.environment())
        .containsOnly(
            Map.entry("KOI_NODE", "a"),
            Map.entry("KOI_GROUP", "default"),
            Map.entry("KOI_SERVICE", "db"),
            Map.entry("KOI_ACTION", "promote"),
            Map.entry("KOI_EPOCH", "7"),
            Map.entry("KOI_STATE", "Slave"),
            Map.entry("KOI_IS_PROMOTED", "1"));
  }

  @Test
  void aSingleExecutableGetsTheActionAsItsFirstArgument() {
    Script script = new Script("/services/web", 1, 1, "original");
    ServiceSpec spec =
        new ServiceSpec(
            new ServiceName("web"), null, true, "/srv", Map.of(Action.START, script), false);
    stage.goal = new Goal.Up();
    stage.step(found(spec));

    RunnerAction.Launch start = launched("web", Action.START);

    assertThat(start.command()).containsExactly("/services/web", "start");
    assertThat(start.folder()).isEqualTo("/srv");
  }

  @Test
  void aFirstStartRunsNeitherStopNorDemote() {
    ServiceSpec spec =
        Stage.spec("db", 10, Map.of(Action.STOP, "original", Action.DEMOTE, "original"), false);

    RunnerStep step = stage.step(found(spec));

    assertThat(step.actions()).isEmpty();
    assertThat(stage.state.idle()).isTrue();
    assertThat(stage.state.releasable()).isTrue();
  }

  @Test
  void itIsPromotedFromTheLaunchOfTheFirstPromote() {
    promoteDb();

    assertThat(stage.state.anythingPromoted()).isTrue();
    assertThat(stage.state.releasable()).isFalse();
    assertThat(stage.state.isMaster()).isFalse();
  }

  @Test
  void theEndOfAnUnknownLaunchChangesNothing() {
    promoteDb();
    RunnerState before = stage.state;

    RunnerStep step = stage.step(new RunnerInput.Ended(4711, OK));

    assertThat(step.actions()).isEmpty();
    assertThat(step.state()).isEqualTo(before);
  }

  @Test
  void aCutIsMadeOnceHoweverOftenItIsTheGoal() {
    promoteDb();
    stage.goal = new Goal.Cut("test", Duration.ofMillis(400));

    assertThat(stage.step(new RunnerInput.Tick()).actions())
        .singleElement()
        .isInstanceOf(RunnerAction.Kill.class);
    assertThat(stage.step(new RunnerInput.Tick()).actions()).isEmpty();
  }

  @Test
  void nothingBeginsWhileTheGuardsTakeItDownAndAllIsStoppedAndStartedAfterIt() {
    promoteDb();
    stage.goal = new Goal.HandsOff("test");
    assertThat(stage.step(new RunnerInput.Tick()).actions()).isEmpty();
    RunnerAction.Launch promote = launched("db", Action.PROMOTE);
    assertThat(stage.step(new RunnerInput.Ended(promote.id(), OK)).actions()).isEmpty();
    assertThat(stage.state.releasable()).isFalse();

    stage.goal = new Goal.Up();
    stage.step(new RunnerInput.TakenDown(true));

    assertThat(stage.state.releasable()).isTrue();
    assertThat(stage.state.report().getFirst().state()).isEqualTo(ServiceState.STARTED);
  }

  @Test
  void whatTheGuardsCannotTakeDownMayStillBePromoted() {
    promoteDb();
    stage.goal = new Goal.HandsOff("test");

    stage.step(new RunnerInput.TakenDown(false));

    assertThat(stage.state.unconfirmed()).isTrue();
    assertThat(stage.state.nextWake(stage.now())).isEqualTo(stage.state.wake());
  }

  @Test
  void aDutyIsWhatTakesAServiceDownTheLastStartedFirst() {
    Map<Action, String> all =
        Map.of(
            Action.PROMOTE, "original",
            Action.DEMOTE, "original",
            Action.STOP, "original",
            Action.STATUS, "original");
    stage.step(
        new RunnerInput.Found(
            List.of(
                Stage.spec("db", 10, all, false),
                Stage.spec("web", 20, Map.of(Action.PROMOTE, "original"), false),
                Stage.spec("log", 5, Map.of(Action.START, "original"), false),
                Stage.spec("ip", 20, Map.of(Action.DEMOTE, "original"), false))));

    List<Duty> duties = stage.runner.duties(stage.state, new Epoch(9));

    assertThat(duties)
        .extracting(duty -> duty.service() + " " + duty.action().word() + " " + duty.rank())
        .containsExactly("db demote 1", "db stop 1", "db status 1", "ip demote 0");
    assertThat(duties.getFirst().command()).containsExactly("/services/db/demote");
    assertThat(duties.getFirst().environment())
        .containsEntry("KOI_EPOCH", "9")
        .containsEntry("KOI_ACTION", "demote")
        .containsEntry("KOI_IS_PROMOTED", "0");
  }

  @Test
  void ofAPromotedServiceTheScriptsThatWereThereThenAreTheDuties() {
    stage.goal = new Goal.Master(new Epoch(7), true);
    Map<Action, String> then = Map.of(Action.PROMOTE, "original", Action.DEMOTE, "original");
    stage.step(found(Stage.spec("db", 10, then, false)));
    RunnerState promoted = stage.state;
    stage.step(found(Stage.spec("db", 10, Map.of(Action.DEMOTE, "changed"), false)));

    assertThat(stage.runner.duties(stage.state, new Epoch(7)))
        .singleElement()
        .satisfies(duty -> assertThat(duty.script().hash()).isEqualTo("original"));
    assertThat(promoted.needsTheSameDuties(promoted)).isTrue();
  }

  @Test
  void anotherServiceIsAnotherDutyAndAStatusIsNone() {
    stage.step(found(Stage.spec("db", 10, Map.of(Action.DEMOTE, "original"), false)));
    RunnerState before = stage.state;
    stage.goal = new Goal.Up();
    stage.step(new RunnerInput.Tick());
    assertThat(stage.state.needsTheSameDuties(before)).isTrue();

    stage.step(found(Stage.spec("web", 10, Map.of(Action.DEMOTE, "original"), false)));

    assertThat(stage.state.needsTheSameDuties(before)).isFalse();
  }

  @Test
  void sessionsWithoutAProcessAreForgotten() {
    stage.goal = new Goal.Up();
    stage.step(found(Stage.spec("db", null, Map.of(Action.STATUS, "original"), false)));

    for (int i = 0; i < 200; i++) {
      for (RunnerAction.Launch launch : List.copyOf(stage.running.values())) {
        stage.step(new RunnerInput.Ended(launch.id(), OK));
      }
      for (RunnerAction.Survey survey : List.copyOf(stage.surveys)) {
        stage.step(new RunnerInput.Surveyed(survey.ticket(), Set.of()));
      }
      stage.millis += 10_000;
      stage.step(new RunnerInput.Tick());
    }

    assertThat(stage.state.services().values())
        .singleElement()
        .satisfies(service -> assertThat(service.sessions()).hasSizeLessThan(20));
  }

  @Test
  void theWaitAfterAFailureGrowsAndHasAnEnd() {
    RunnerSettings.Recovery recovery =
        new RunnerSettings.Recovery(120, Duration.ofSeconds(10), 8, Duration.ofMinutes(30));

    assertThat(recovery.waitAfter(1)).isEqualTo(Duration.ofSeconds(10));
    assertThat(recovery.waitAfter(2)).isEqualTo(Duration.ofSeconds(80));
    assertThat(recovery.waitAfter(120)).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void runningForLongForgetsTheFailuresOfBefore() {
    stage.goal = new Goal.Up();
    stage.step(found(Stage.spec("db", null, Map.of(Action.STATUS, "original"), false)));
    failStatus();
    stage.millis += 10_000;
    stage.step(new RunnerInput.Tick());
    failStatus();
    assertThat(stage.state.failures().count()).isEqualTo(2);
    stage.millis += 20_000;
    stage.step(new RunnerInput.Tick());
    stage.step(new RunnerInput.Ended(launched("db", Action.STATUS).id(), OK));

    stage.millis += Duration.ofMinutes(30).toMillis();
    stage.step(new RunnerInput.Tick());
    failStatus();

    assertThat(stage.state.failures().count()).isEqualTo(1);
    assertThat(stage.state.sinceFailure(stage.now())).isEqualTo(Duration.ZERO);
  }

  /** Contract: {@code koi failures} shows the last ten. */
  @Test
  void theLastTenFailuresAreKept() {
    stage.goal = new Goal.Up();
    stage.step(found(Stage.spec("db", null, Map.of(Action.STATUS, "original"), false)));
    for (int i = 0; i < 12; i++) {
      failStatus();
      stage.step(new RunnerInput.Recover());
    }

    assertThat(stage.state.failureLog()).extracting(FailureEntry::number).startsWith(3L).hasSize(10);
    assertThat(stage.state.failureLog().getLast().number()).isEqualTo(12);
  }

  /** Contract: {@code auto_recover 0} never tries again by itself. */
  @Test
  void withoutAttemptsAFailureIsPermanentUntilSomeoneAsks() {
    RunnerSettings.Recovery never =
        new RunnerSettings.Recovery(0, Duration.ofSeconds(10), 1, Duration.ofMinutes(30));
    RunnerSettings usual = Stage.SETTINGS;
    GroupRunner runner =
        new GroupRunner(
            new RunnerSettings(
                usual.group(), usual.timeouts(), usual.statusInterval(), never, usual.killGrace(),
                usual.environment()));
    Goal up = new Goal.Up();
    ServiceSpec db = Stage.spec("db", null, Map.of(Action.STATUS, "original"), false);
    RunnerStep asked = runner.step(RunnerState.begin(), found(db), up, stage.now());
    long status = ((RunnerAction.Launch) asked.actions().getFirst()).id();
    Ending.Report broken = new Ending.Report(new Ending.Exited(1), List.of());
    RunnerState failed =
        runner.step(asked.state(), new RunnerInput.Ended(status, broken), up, stage.now()).state();

    assertThat(failed.nextWake(stage.now())).as("nothing that it waits for").isNull();
    stage.millis += Duration.ofDays(30).toMillis();
    RunnerStep later = runner.step(failed, new RunnerInput.Tick(), up, stage.now());
    assertThat(later.state().failed()).isTrue();
    assertThat(runner.step(later.state(), new RunnerInput.Recover(), up, stage.now()).state().failed())
        .isFalse();
  }

  @Test
  void settingsWithoutATimeoutAreRefused() {
    assertThatThrownBy(
            () ->
                new RunnerSettings(
                    GroupName.DEFAULT,
                    Map.of(Action.START, Duration.ofSeconds(1)),
                    Duration.ofSeconds(1),
                    Stage.SETTINGS.recovery(),
                    Duration.ofSeconds(1),
                    Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no time-out for stop");
  }

  private void promoteDb() {
    stage.goal = new Goal.Master(new Epoch(7), true);
    stage.step(
        found(
            Stage.spec(
                "db", 10, Map.of(Action.PROMOTE, "original", Action.DEMOTE, "original"), false)));
  }

  private void failStatus() {
    Ending.Report broken = new Ending.Report(new Ending.Exited(1), List.of());
    stage.step(new RunnerInput.Ended(launched("db", Action.STATUS).id(), broken));
  }

  private RunnerAction.Launch launched(String service, Action action) {
    RunnerAction.Launch launch = stage.running(service, action);
    if (launch == null) {
      throw new AssertionError(action + " of " + service + " does not run");
    }
    return launch;
  }

  private static RunnerInput found(ServiceSpec spec) {
    return new RunnerInput.Found(List.of(spec));
  }
}
