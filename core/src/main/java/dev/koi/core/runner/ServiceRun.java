package dev.koi.core.runner;

import dev.koi.core.message.Action;
import dev.koi.core.message.ServiceReport;
import dev.koi.core.name.ServiceName;
import dev.koi.core.time.Moment;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One service: what is known of it and where it is.
 *
 * @param gone not in the folder any more: taken down by what is known of it, then forgotten
 * @param running its one script that runs; null if none
 * @param promotion not null while it may be promoted
 * @param failure not null from a failure until the group recovers
 * @param sessions launches of which processes may live; a cut kills them all
 * @param pruning a survey of sessions that may be forgotten; null while none is under way
 * @param message what went wrong, or what a script said last
 */
record ServiceRun(
    ServiceSpec spec,
    boolean gone,
    Phase phase,
    @Nullable Running running,
    @Nullable Promotion promotion,
    @Nullable Failure failure,
    Health health,
    Set<Long> sessions,
    @Nullable Pruning pruning,
    @Nullable String message) {

  ServiceRun {
    sessions = Collections.unmodifiableSet(new TreeSet<>(sessions));
  }

  /**
   * That it failed.
   *
   * @param told whether the script {@code failed} has run for it
   */
  record Failure(boolean told) {}

  /**
   * What its status said last.
   *
   * @param due when it is asked again; null: at once
   */
  record Health(Phase.Answer answer, @Nullable Moment due) {

    static final Health UNKNOWN = new Health(Phase.Answer.UNKNOWN, null);
  }

  /** A survey of {@code ids}, to forget those without a process. */
  record Pruning(long ticket, Set<Long> ids) {}

  static ServiceRun found(ServiceSpec spec) {
    return new ServiceRun(
        spec, false, new Phase.Stopped(), null, null, null, Health.UNKNOWN, Set.of(), null, null);
  }

  ServiceName name() {
    return spec.name();
  }

  boolean isReady() {
    return phase.isUp() && health.answer() == Phase.Answer.READY;
  }

  /** The script as it is now; else, while it may be promoted, as it was then. Null if there is none. */
  @Nullable Script script(Action action) {
    Script now = spec.scripts().get(action);
    return now == null && promotion != null ? promotion.scripts().get(action) : now;
  }

  /** There at promote, and not now: whatever runs in its place proves nothing. */
  boolean lost(Action action) {
    return promotion != null
        && promotion.scripts().containsKey(action)
        && !spec.scripts().containsKey(action);
  }

  ServiceReport report() {
    Action action = running == null ? null : running.action();
    boolean failed = failure != null || spec.disabled();
    boolean doubtful = promotion != null && promotion.doubtful();
    String cause = message == null ? "" : ": " + message;
    String shown = doubtful ? "may still be promoted" + cause : message;
    return new ServiceReport(name(), phase.shown(), action, failed, shown);
  }

  ServiceRun with(ServiceSpec nextSpec, boolean nextGone) {
    return new ServiceRun(
        nextSpec, nextGone, phase, running, promotion, failure, health, sessions, pruning, message);
  }

  ServiceRun with(Phase next) {
    return new ServiceRun(
        spec, gone, next, running, promotion, failure, health, sessions, pruning, message);
  }

  ServiceRun with(Health next) {
    return new ServiceRun(
        spec, gone, phase, running, promotion, failure, next, sessions, pruning, message);
  }

  ServiceRun withRunning(@Nullable Running next) {
    return new ServiceRun(
        spec, gone, phase, next, promotion, failure, health, sessions, pruning, message);
  }

  ServiceRun withPromotion(@Nullable Promotion next) {
    return new ServiceRun(
        spec, gone, phase, running, next, failure, health, sessions, pruning, message);
  }

  ServiceRun withFailure(@Nullable Failure next) {
    return new ServiceRun(
        spec, gone, phase, running, promotion, next, health, sessions, pruning, message);
  }

  ServiceRun withSessions(Set<Long> next, @Nullable Pruning nextPruning) {
    return new ServiceRun(
        spec, gone, phase, running, promotion, failure, health, next, nextPruning, message);
  }

  ServiceRun withMessage(@Nullable String next) {
    return new ServiceRun(
        spec, gone, phase, running, promotion, failure, health, sessions, pruning, next);
  }
}
