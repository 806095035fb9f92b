package dev.koi.core.runner;

import dev.koi.core.message.Action;
import dev.koi.core.reason.RunnerReason;
import org.jspecify.annotations.Nullable;

/** Maintenance: how a group goes to rest, and how it comes back (SAFETY M1, M4). */
final class Rest {

  private Rest() {}

  /**
   * What a {@code status} says now is of no use to anybody, and the administrator works on it.
   *
   * @param news why it rests, null if it did already
   */
  static void enter(Turn turn, @Nullable String news) {
    if (news != null) {
      turn.say(new RunnerReason.Rests(news));
    }
    turn.services.replaceAll(
        (_, service) -> {
          Running running = service.running();
          return running != null
                  && running.action() == Action.STATUS
                  && running.fate() == Running.Fate.FREE
              ? turn.interrupt(service, running)
              : service;
        });
  }

  /**
   * Nobody knows what was done to the services meanwhile, so each is asked. Who says that it is master
   * and has no lease is demoted for real; who says that it is stopped is started again.
   */
  static void leave(Turn turn) {
    turn.say(new RunnerReason.RestIsOver());
    turn.services.replaceAll(
        (_, service) -> service.phase().isUp() ? service.with(ServiceRun.Health.UNKNOWN) : service);
  }
}
