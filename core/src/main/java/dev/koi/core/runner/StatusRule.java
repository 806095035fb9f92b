package dev.koi.core.runner;

import dev.koi.core.reason.RunnerReason;

/** What the exit code of a status means: 90 to 93 are the truth, whatever was recorded. */
final class StatusRule {

  static final int MASTER = 90;
  static final int SLAVE = 91;
  static final int STOPPED = 92;
  static final int LIVE = 93;

  private StatusRule() {}

  /** Of a service that is started or promoted. */
  static ServiceRun answered(Turn turn, ServiceRun service, Endings.End end) {
    return switch (end.code()) {
      case 0 -> healthy(turn, service, Phase.Answer.READY);
      case MASTER -> master(turn, service);
      case SLAVE -> slave(turn, service);
      case STOPPED -> {
        turn.say(new RunnerReason.StoppedByItself(service.name()));
        yield service.with(ServiceRun.Health.UNKNOWN).with(new Phase.Stopped());
      }
      case LIVE -> live(turn, service);
      default -> Endings.takeDown(Endings.fail(turn, service, end));
    };
  }

  private static ServiceRun healthy(Turn turn, ServiceRun service, Phase.Answer answer) {
    if (answer == Phase.Answer.READY && service.health().answer() == Phase.Answer.LIVE) {
      turn.say(new RunnerReason.Promotable(service.name()));
    }
    return service.with(new ServiceRun.Health(answer, turn.now.plus(turn.settings.statusInterval())));
  }

  private static ServiceRun master(Turn turn, ServiceRun service) {
    ServiceRun ready = healthy(turn, service, Phase.Answer.READY);
    if (service.promotion() == null) {
      turn.say(new RunnerReason.MasterWithoutLease(service.name()));
      return ready.withPromotion(Promotion.unknown(service.spec()));
    }
    return turn.wantsPromoted(service) ? ready.with(new Phase.Promoted()) : ready;
  }

  /** It stays marked as promoted: that promote's traces are gone is what only a demotion proves. */
  private static ServiceRun slave(Turn turn, ServiceRun service) {
    ServiceRun ready = healthy(turn, service, Phase.Answer.READY);
    if (service.phase() instanceof Phase.Promoted) {
      turn.say(new RunnerReason.SlaveThoughPromoted(service.name()));
      return ready.with(new Phase.Started());
    }
    return ready;
  }

  private static ServiceRun live(Turn turn, ServiceRun service) {
    if (service.health().answer() != Phase.Answer.LIVE) {
      turn.say(new RunnerReason.NotPromotable(service.name()));
    }
    if (service.promotion() != null
        && turn.goal instanceof Goal.Master master
        && !master.epoch().equals(turn.surrendered)) {
      turn.surrendered = master.epoch();
      turn.say(new RunnerReason.GivesUp(service.name(), master.epoch()));
    }
    return healthy(turn, service, Phase.Answer.LIVE);
  }
}
