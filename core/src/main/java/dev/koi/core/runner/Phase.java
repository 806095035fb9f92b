package dev.koi.core.runner;

import dev.koi.core.message.ServiceState;
import dev.koi.core.reason.RunnerReason.Why;
import dev.koi.core.time.Moment;
import org.jspecify.annotations.Nullable;

/**
 * Where a service is: at rest, or at a script that runs now or is the next to run.
 *
 * <pre>
 *   Stopped - Starting - Started - Promoting - Promoted
 *      |                    |                     |
 *   Stopping                |                  Demoting - Confirming - Surveying - Started
 *                           |                     |           |            |
 *                           |        cut,      RescueStop - RescueStatus - RescueSurvey - Stopped
 *                           |        clean-up -- EmergencyDemote, then RescueStop
 *                        Failing - Stopping - Failed              Unconfirmed - EmergencyDemote
 * </pre>
 */
sealed interface Phase {

  /** Nothing runs. */
  record Stopped() implements Phase {}

  /** {@code start}. */
  record Starting() implements Phase {}

  /** It runs; {@code status} now and then. */
  record Started() implements Phase {}

  /** {@code promote}. */
  record Promoting() implements Phase {}

  /** It is master; {@code status} now and then. */
  record Promoted() implements Phase {}

  /** The demotion that is hoped for. */
  sealed interface Orderly extends Phase {}

  /** What follows when it is not confirmed, and after a cut or an unclean run. */
  sealed interface Rescuing extends Phase {}

  /** {@code demote}. */
  record Demoting() implements Orderly {}

  /** {@code demote} succeeded; {@code status} must agree. */
  record Confirming() implements Orderly {}

  /**
   * {@code status} agreed; no process of promote may live.
   *
   * @param answer what the status said
   * @param ticket of the survey, null before it is asked for
   */
  record Surveying(Answer answer, @Nullable Long ticket) implements Orderly {}

  /** {@code stop}, which may confirm what demote could not. */
  record RescueStop(Why why) implements Rescuing {}

  /**
   * {@code stop} ended, {@code status} must agree.
   *
   * @param stopped whether stop succeeded; if not, only an explicit 91 or 92 will do
   */
  record RescueStatus(boolean stopped) implements Rescuing {}

  /**
   * No process may live of what must be dead; what does is killed.
   *
   * @param stopped as in {@link RescueStatus}
   * @param ticket of the survey, null while none is under way
   * @param next when to look again
   * @param until when to give up; null before the first answer
   */
  record RescueSurvey(
      boolean stopped, @Nullable Long ticket, @Nullable Moment next, @Nullable Moment until)
      implements Rescuing {}

  /** {@code demote} after a cut, after an unclean run, or once more. */
  record EmergencyDemote(Why why) implements Rescuing {}

  /** Nothing proves that it is demoted; tried again at {@code retry}. */
  record Unconfirmed(Moment retry) implements Rescuing {}

  /** {@code failed}, and {@code then} the rest. */
  record Failing(Phase then) implements Phase {}

  /** {@code stop}. */
  record Stopping() implements Phase {}

  /**
   * Down because it failed.
   *
   * @param dirty stop failed: it may still run, so it is stopped again before it is started
   */
  record Failed(boolean dirty) implements Phase {}

  /** What a status said of a service that is not promoted. */
  enum Answer {
    /** Not asked yet. */
    UNKNOWN,
    /** It could be promoted. */
    READY,
    /** It runs, and cannot be promoted now. */
    LIVE,
    /** It does not run. */
    STOPPED,
  }

  /** In the words of the original. */
  default ServiceState shown() {
    return switch (this) {
      case Stopped _ -> ServiceState.STOPPED;
      case Starting _ -> ServiceState.STARTING;
      case Started _ -> ServiceState.STARTED;
      case Promoting _ -> ServiceState.PROMOTING;
      case Promoted _ -> ServiceState.PROMOTED;
      case Orderly _, EmergencyDemote _ -> ServiceState.DEMOTING;
      case RescueStop _, RescueStatus _, RescueSurvey _, Stopping _ -> ServiceState.STOPPING;
      case Failing _ -> ServiceState.FAILING;
      case Failed _, Unconfirmed _ -> ServiceState.FAILED;
    };
  }

  /** Whether it is down, proven or not. */
  default boolean isDown() {
    return this instanceof Stopped || this instanceof Failed || this instanceof Unconfirmed;
  }

  /** Whether it has been started and nothing has begun to take it down. */
  default boolean isUp() {
    return this instanceof Started || this instanceof Promoting || this instanceof Promoted;
  }
}
