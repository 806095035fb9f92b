package dev.koi.core.runner;

import dev.koi.core.message.Action;
import dev.koi.core.reason.RunnerReason;
import dev.koi.core.reason.RunnerReason.Doubt;
import dev.koi.core.reason.RunnerReason.Proof;
import dev.koi.core.reason.RunnerReason.Why;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What follows when a demotion is not confirmed, after a cut and after an unclean run: {@code stop},
 * then a {@code status} that does not say master, then no process that must be dead (SAFETY R5, G4).
 * If stop fails its processes are killed, and only a status that says slave or stopped will do. Once
 * they have been killed, a stop that succeeds needs no status that has vanished since promote (G4).
 */
final class Rescue {

  /** From SIGKILL until the next look: a process takes a moment to die. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private Rescue() {}

  /** The service of which no script runs, after its next move. */
  static ServiceRun advance(Turn turn, ServiceRun service, Phase.Rescuing phase) {
    return switch (phase) {
      case Phase.EmergencyDemote demote -> demote(turn, service, demote.why());
      case Phase.RescueStop stop -> stop(turn, service, stop.why());
      case Phase.RescueStatus status -> status(turn, service, status.stopped());
      case Phase.RescueSurvey survey -> look(turn, service, survey);
      case Phase.Unconfirmed unconfirmed ->
          turn.now.isBefore(unconfirmed.retry())
              ? service
              : service.with(new Phase.EmergencyDemote(Why.NOT_CONFIRMED));
    };
  }

  private static ServiceRun demote(Turn turn, ServiceRun service, Why why) {
    if (!Order.mayDemote(turn, service)) {
      return service;
    }
    Script script = service.script(Action.DEMOTE);
    return script == null
        ? service.with(new Phase.RescueStop(why))
        : turn.launch(service, script, Action.DEMOTE, why);
  }

  private static ServiceRun stop(Turn turn, ServiceRun service, Why why) {
    if (!Order.mayRescue(turn, service)) {
      return service;
    }
    Script script = service.script(Action.STOP);
    if (script == null) {
      turn.say(Progress.absent(service, Action.STOP));
      return killed(turn, service).with(new Phase.RescueStatus(true));
    }
    return turn.launch(service, script, Action.STOP, why);
  }

  /** Its processes are killed; none of them may live when the demotion is confirmed. */
  private static ServiceRun killed(Turn turn, ServiceRun service) {
    turn.kill(service, service.sessions());
    return service.withPromotion(Demotion.promotion(service).withSessions(service.sessions()));
  }

  private static ServiceRun status(Turn turn, ServiceRun service, boolean stopped) {
    Script script = service.spec().scripts().get(Action.STATUS);
    if (service.lost(Action.STATUS) && !Demotion.promotion(service).doubtful()) {
      return unconfirmed(turn, service, Doubt.STATUS_VANISHED, null);
    }
    if (script != null) {
      return turn.launch(service, script, Action.STATUS, Why.TO_CONFIRM);
    }
    return stopped
        ? service.with(new Phase.RescueSurvey(true, null, null, null))
        : unconfirmed(turn, service, Doubt.STOP_FAILED, null);
  }

  private static ServiceRun look(Turn turn, ServiceRun service, Phase.RescueSurvey survey) {
    Moment next = survey.next();
    if (survey.ticket() != null || (next != null && turn.now.isBefore(next))) {
      return service;
    }
    Set<Long> ids = Demotion.promotion(service).sessions();
    if (ids.isEmpty()) {
      return confirmed(turn, service, survey.stopped());
    }
    long ticket = turn.survey(service, ids);
    return service.with(new Phase.RescueSurvey(survey.stopped(), ticket, null, survey.until()));
  }

  /** The service after the script of its phase ended. */
  static ServiceRun ended(
      Turn turn, ServiceRun service, Phase.Rescuing phase, Endings.End end) {
    return switch (end.action()) {
      case DEMOTE -> {
        if (!end.succeeded()) {
          turn.say(new RunnerReason.Doubted(service.name(), Doubt.DEMOTE_FAILED, end.lastLine()));
        }
        Why why = phase instanceof Phase.EmergencyDemote demote ? demote.why() : Why.NOT_CONFIRMED;
        yield service.with(new Phase.RescueStop(why));
      }
      case STOP -> stopped(turn, service, end);
      case STATUS -> answered(turn, service, end);
      case START, PROMOTE, FAILED ->
          throw new IllegalStateException(end.action() + " in a rescue: " + service);
    };
  }

  private static ServiceRun stopped(Turn turn, ServiceRun service, Endings.End end) {
    if (end.succeeded()) {
      return service.with(new Phase.RescueStatus(true));
    }
    ServiceRun failed = Endings.fail(turn, service, end);
    ServiceRun killed = killed(turn, failed);
    return killed
        .withPromotion(Demotion.promotion(killed).inDoubt())
        .with(new Phase.RescueStatus(false));
  }

  private static ServiceRun answered(Turn turn, ServiceRun service, Endings.End end) {
    boolean stopped = service.phase() instanceof Phase.RescueStatus status && status.stopped();
    int code = end.code();
    boolean denies = code == StatusRule.SLAVE || code == StatusRule.STOPPED;
    if (denies || (stopped && code >= 0 && code != StatusRule.MASTER)) {
      return service.with(new Phase.RescueSurvey(stopped, null, null, null));
    }
    Doubt doubt = code == StatusRule.MASTER ? Doubt.STILL_MASTER : Doubt.STATUS_UNFIT;
    return unconfirmed(turn, service, doubt, end.lastLine());
  }

  /** The service after it was looked which of its processes live. */
  static ServiceRun surveyed(
      Turn turn, ServiceRun service, Phase.RescueSurvey survey, Set<Long> alive) {
    Promotion promotion = Demotion.promotion(service);
    Set<Long> left = new TreeSet<>(promotion.sessions());
    left.retainAll(alive);
    if (left.isEmpty()) {
      return confirmed(turn, service, survey.stopped());
    }
    Moment until = survey.until();
    if (until != null && !turn.now.isBefore(until)) {
      return unconfirmed(turn, service, Doubt.PROCESS_LIVES, null);
    }
    turn.kill(service, left);
    Moment end = until == null ? turn.now.plus(turn.settings.killGrace()) : until;
    Moment next = turn.now.plus(LOOK_AGAIN);
    return service.with(new Phase.RescueSurvey(survey.stopped(), null, next, end));
  }

  private static ServiceRun confirmed(Turn turn, ServiceRun service, boolean stopped) {
    Proof byStop = service.script(Action.STOP) == null ? Proof.KILLED : Proof.STOPPED;
    turn.say(new RunnerReason.Confirmed(service.name(), stopped ? byStop : Proof.SAYS_SO));
    return Endings.down(service.withPromotion(null));
  }

  private static ServiceRun unconfirmed(
      Turn turn, ServiceRun service, Doubt doubt, @Nullable String line) {
    Duration wait = turn.settings.statusInterval();
    Set<Long> lives = Collections.unmodifiableSet(new TreeSet<>(service.sessions()));
    turn.say(new RunnerReason.Doubted(service.name(), doubt, line));
    turn.kill(service, lives);
    turn.say(new RunnerReason.Unconfirmed(service.name(), wait));
    Promotion promotion = Demotion.promotion(service).withSessions(lives).inDoubt();
    ServiceRun failed = Faults.failed(turn, service, "its demotion is not confirmed");
    return Faults.tell(
        failed.withPromotion(promotion), new Phase.Unconfirmed(turn.now.plus(wait)));
  }
}
