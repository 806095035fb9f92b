package dev.koi.core.runner;

import dev.koi.core.message.Action;
import dev.koi.core.reason.RunnerReason;
import dev.koi.core.reason.RunnerReason.Doubt;
import dev.koi.core.reason.RunnerReason.Proof;
import dev.koi.core.reason.RunnerReason.Why;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The demotion that SAFETY R5 hopes for: {@code demote} ends with 0 and is the script that was there
 * at promote; a {@code status} begun after it agrees; no process of promote lives. Any other answer
 * leads to {@link Rescue}.
 */
final class Demotion {

  private Demotion() {}

  /** The service of which no script runs, after its next move. */
  static ServiceRun advance(Turn turn, ServiceRun service, Phase.Orderly phase) {
    Promotion promotion = promotion(service);
    return switch (phase) {
      case Phase.Demoting _ -> demote(turn, service, promotion);
      case Phase.Confirming _ -> confirm(turn, service);
      case Phase.Surveying surveying -> survey(turn, service, promotion, surveying);
    };
  }

  static Promotion promotion(ServiceRun service) {
    Promotion promotion = service.promotion();
    if (promotion == null) {
      throw new IllegalStateException("demoted without being promoted: " + service);
    }
    return promotion;
  }

  private static ServiceRun demote(Turn turn, ServiceRun service, Promotion promotion) {
    if (!Order.mayDemote(turn, service)) {
      return service;
    }
    Script script = service.script(Action.DEMOTE);
    if (script == null || !promotion.scripts().containsKey(Action.DEMOTE)) {
      return doubted(turn, service, Doubt.NO_DEMOTE, null);
    }
    return turn.launch(service, script, Action.DEMOTE, why(turn, service, promotion));
  }

  private static Why why(Turn turn, ServiceRun service, Promotion promotion) {
    boolean stranger = promotion.epoch().number() == 0;
    return stranger ? Why.WITHOUT_LEASE : turn.whyDown(service, Why.TO_DEMOTE);
  }

  private static ServiceRun confirm(Turn turn, ServiceRun service) {
    if (service.lost(Action.STATUS)) {
      return doubted(turn, service, Doubt.STATUS_VANISHED, null);
    }
    Script script = service.script(Action.STATUS);
    if (script == null) {
      return service.with(new Phase.Surveying(Phase.Answer.READY, null));
    }
    return turn.launch(service, script, Action.STATUS, Why.TO_CONFIRM);
  }

  private static ServiceRun survey(
      Turn turn, ServiceRun service, Promotion promotion, Phase.Surveying surveying) {
    if (surveying.ticket() != null) {
      return service;
    }
    if (promotion.sessions().isEmpty()) {
      return confirmed(turn, service, surveying.answer());
    }
    long ticket = turn.survey(service, promotion.sessions());
    return service.with(new Phase.Surveying(surveying.answer(), ticket));
  }

  /** The service after the script of its phase ended. */
  static ServiceRun ended(Turn turn, ServiceRun service, Endings.End end) {
    return switch (end.action()) {
      case DEMOTE -> demoted(turn, service, end);
      case STATUS -> answered(turn, service, end);
      case START, STOP, PROMOTE, FAILED ->
          throw new IllegalStateException(end.action() + " in a demotion: " + service);
    };
  }

  private static ServiceRun demoted(Turn turn, ServiceRun service, Endings.End end) {
    if (!end.succeeded()) {
      ServiceRun failed = Endings.fail(turn, service, end);
      return doubted(turn, failed, Doubt.DEMOTE_FAILED, null);
    }
    return isNoted(service, end.running().script())
        ? service.with(new Phase.Confirming())
        : doubted(turn, service, Doubt.DEMOTE_REPLACED, null);
  }

  /** What was begun, and what lies there now: a shell reads its script while it runs it. */
  private static boolean isNoted(ServiceRun service, Script begun) {
    Promotion promotion = promotion(service);
    Script now = service.script(Action.DEMOTE);
    return promotion.noted(Action.DEMOTE, begun)
        && now != null
        && promotion.noted(Action.DEMOTE, now);
  }

  private static ServiceRun answered(Turn turn, ServiceRun service, Endings.End end) {
    return switch (end.code()) {
      case 0, StatusRule.SLAVE -> service.with(new Phase.Surveying(Phase.Answer.READY, null));
      case StatusRule.STOPPED -> service.with(new Phase.Surveying(Phase.Answer.STOPPED, null));
      case StatusRule.LIVE -> service.with(new Phase.Surveying(Phase.Answer.LIVE, null));
      case StatusRule.MASTER ->
          doubted(turn, Endings.fail(turn, service, end), Doubt.STILL_MASTER, end.lastLine());
      default ->
          doubted(turn, Endings.fail(turn, service, end), Doubt.STATUS_UNFIT, end.lastLine());
    };
  }

  /** The service after a survey, if it is one of its own that it waits for. */
  static ServiceRun surveyed(Turn turn, ServiceRun service, RunnerInput.Surveyed surveyed) {
    Phase phase = service.phase();
    if (phase instanceof Phase.Surveying surveying && isIts(surveying.ticket(), surveyed)) {
      boolean lives = lives(promotion(service), surveyed);
      return lives
          ? doubted(turn, service, Doubt.PROCESS_LIVES, null)
          : confirmed(turn, service, surveying.answer());
    }
    if (phase instanceof Phase.RescueSurvey survey && isIts(survey.ticket(), surveyed)) {
      return Rescue.surveyed(turn, service, survey, surveyed.alive());
    }
    return service;
  }

  private static boolean isIts(@Nullable Long ticket, RunnerInput.Surveyed surveyed) {
    return ticket != null && ticket == surveyed.ticket();
  }

  private static boolean lives(Promotion promotion, RunnerInput.Surveyed surveyed) {
    return !Collections.disjoint(promotion.sessions(), surveyed.alive());
  }

  private static ServiceRun confirmed(Turn turn, ServiceRun service, Phase.Answer answer) {
    turn.say(new RunnerReason.Confirmed(service.name(), Proof.DEMOTED));
    ServiceRun free = service.withPromotion(null);
    if (free.failure() != null) {
      return Faults.tell(free, new Phase.Stopping());
    }
    if (answer == Phase.Answer.STOPPED) {
      return free.with(ServiceRun.Health.UNKNOWN).with(new Phase.Stopped());
    }
    var due = turn.now.plus(turn.settings.statusInterval());
    return free.with(new ServiceRun.Health(answer, due)).with(new Phase.Started());
  }

  private static ServiceRun doubted(
      Turn turn, ServiceRun service, Doubt doubt, @Nullable String line) {
    turn.say(new RunnerReason.Doubted(service.name(), doubt, line));
    return service.with(new Phase.RescueStop(Why.NOT_CONFIRMED));
  }

  /** After an unclean run nobody knows what is promoted, so everything counts as that. */
  static ServiceRun cleanUp(Turn turn, ServiceRun service) {
    turn.say(new RunnerReason.CleansUp(service.name()));
    return service
        .withPromotion(Promotion.unknown(service.spec()))
        .with(new Phase.EmergencyDemote(Why.CLEAN_UP));
  }

  /** All of its processes have been killed. */
  static ServiceRun cut(ServiceRun service) {
    ServiceRun killed = dropped(service);
    Promotion promotion = service.promotion();
    if (promotion != null && !promotion.bare()) {
      Set<Long> all = service.sessions();
      return killed
          .withPromotion(promotion.withSessions(all))
          .with(new Phase.EmergencyDemote(Why.CUT));
    }
    return killed.withPromotion(null).with(afterCut(service.phase()));
  }

  /** By the guards. */
  static ServiceRun takenDown(ServiceRun service, boolean confirmed) {
    Promotion promotion = service.promotion();
    if (confirmed) {
      return dropped(service).withPromotion(null).with(afterCut(service.phase()));
    }
    return promotion == null ? service : service.withPromotion(promotion.inDoubt());
  }

  /** What its script says does not count any more. */
  static ServiceRun dropped(ServiceRun service) {
    Running running = service.running();
    return running == null
        ? service
        : service.withRunning(running.doomed(Running.Fate.DROPPED, null));
  }

  private static Phase afterCut(Phase phase) {
    return switch (phase) {
      case Phase.Stopped _, Phase.Failed _ -> phase;
      case Phase.Failing failing -> new Phase.Failing(afterCut(failing.then()));
      case Phase.Starting _, Phase.Started _, Phase.Promoting _, Phase.Promoted _ ->
          new Phase.Stopping();
      case Phase.Stopping _, Phase.Orderly _, Phase.Rescuing _ -> new Phase.Stopping();
    };
  }
}
