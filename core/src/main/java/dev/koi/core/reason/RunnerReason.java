package dev.koi.core.reason;

import dev.koi.core.message.Action;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.ServiceName;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why a group's runner did something, or what it found out; {@link RunnerWords} says it. */
public sealed interface RunnerReason extends Reason {

  /** A script begins. */
  record Runs(ServiceName service, Action action, Why why) implements RunnerReason {}

  /** A script succeeded, or is not there. */
  record Done(ServiceName service, Action action, ScriptOutcome outcome) implements RunnerReason {}

  /**
   * A script failed, and so did its service.
   *
   * @param lastLine the last line of its output, null if it said nothing
   */
  record ScriptFailed(
      ServiceName service, Action action, ScriptOutcome outcome, @Nullable String lastLine)
      implements RunnerReason {}

  /** A script is ended because what it does is wanted no more. */
  record Interrupted(ServiceName service, Action action) implements RunnerReason {}

  /** A script overran its time: it is asked to end. */
  record OutOfTime(ServiceName service, Action action, Duration after) implements RunnerReason {}

  /** A script did not end when asked to: it is killed. */
  record KilledAtLast(ServiceName service, Action action) implements RunnerReason {}

  /** The status says that the service is master, and it was not promoted here (SAFETY R8). */
  record MasterWithoutLease(ServiceName service) implements RunnerReason {}

  /** The status says that a promoted service is slave. */
  record SlaveThoughPromoted(ServiceName service) implements RunnerReason {}

  /** The status says that a service is stopped. */
  record StoppedByItself(ServiceName service) implements RunnerReason {}

  /** The status says that a service runs but cannot be promoted now. */
  record NotPromotable(ServiceName service) implements RunnerReason {}

  /** The status says that a service that was not promotable is so now. */
  record Promotable(ServiceName service) implements RunnerReason {}

  /** The group gives the epoch up by itself. */
  record GivesUp(ServiceName service, Epoch epoch) implements RunnerReason {}

  /** What promote did is undone for certain. */
  record Confirmed(ServiceName service, Proof proof) implements RunnerReason {}

  /**
   * A demotion could not be confirmed this way.
   *
   * @param lastLine what the script said last, null if it is not about a script's answer
   */
  record Doubted(ServiceName service, Doubt doubt, @Nullable String lastLine)
      implements RunnerReason {}

  /** Sessions are looked at: does a process of them live? */
  record Looks(ServiceName service) implements RunnerReason {}

  /** What promote, or everything of the service, left behind is killed. */
  record KillsLeftovers(ServiceName service) implements RunnerReason {}

  /** Nothing proves the demotion: the epoch must not be given up. */
  record Unconfirmed(ServiceName service, Duration retryAfter) implements RunnerReason {}

  /** The group is cut: all of its processes are killed. */
  record CutNow(String why) implements RunnerReason {}

  /** The guards end the epoch: nothing is begun here until they have. */
  record HandsOff(String why) implements RunnerReason {}

  /** The run before did not end cleanly: every service is demoted and stopped first. */
  record CleansUp(ServiceName service) implements RunnerReason {}

  /** The group failed and tries again later. */
  record RecoversLater(Duration after, int attempt, int attempts) implements RunnerReason {}

  /** The group failed too often: only a person brings it back. */
  record FailedForGood(int attempts) implements RunnerReason {}

  /** The failures are forgotten and the services begin again. */
  record Recovers(boolean asked) implements RunnerReason {}

  /** No script begins any more. */
  record Rests(String why) implements RunnerReason {}

  /** Scripts run again: every service is asked how it is. */
  record RestIsOver() implements RunnerReason {}

  /** A service was found. */
  record Joined(ServiceName service) implements RunnerReason {}

  /** A service is not in the folder any more. */
  record Vanished(ServiceName service) implements RunnerReason {}

  /** A service that vanished is down and forgotten. */
  record Forgotten(ServiceName service) implements RunnerReason {}

  /** A service was disabled by its folder, or is no more. */
  record Disabled(ServiceName service, boolean disabled) implements RunnerReason {}

  /** Why a script is run. */
  enum Why {
    TO_START("the group shall run"),
    FIRST_STATUS("does it run?"),
    STATUS_DUE("its time has come"),
    TO_PROMOTE("this node is master"),
    TO_DEMOTE("this node is not master any more"),
    LEASE_LOST("the lease is lost"),
    GAVE_UP("the group gives up being master"),
    WITHOUT_LEASE("it says that it is master, and has no lease"),
    TO_STOP("the group shall stop"),
    VANISHED("it vanished from the folder"),
    DISABLED("a service is disabled"),
    GROUP_FAILED("the group failed"),
    TO_CONFIRM("is it demoted?"),
    NOT_CONFIRMED("its demotion is not confirmed"),
    CUT("the group was cut"),
    CLEAN_UP("the run before did not end cleanly"),
    TO_RECOVER("stop failed the last time");

    private final String words;

    Why(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** What proves a demotion (SAFETY R5, G4). */
  enum Proof {
    DEMOTED("demote succeeded, status agrees, and no process of promote lives"),
    STOPPED("stop succeeded, status does not say master, and no process of promote lives"),
    KILLED("there is no stop: its processes are dead, and status does not say master"),
    SAYS_SO("its processes are dead, and status says that it is not master");

    private final String words;

    Proof(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** What spoils such a proof. */
  enum Doubt {
    NO_DEMOTE("there is no demote script, so it is stopped"),
    DEMOTE_FAILED("demote failed"),
    DEMOTE_REPLACED("demote succeeded, but is not the script that was there at promote"),
    STATUS_VANISHED("the status script that was there at promote is gone"),
    STATUS_UNFIT("status does not confirm it"),
    STILL_MASTER("status says that it is still master"),
    PROCESS_LIVES("a process that promote began still lives"),
    STOP_FAILED("stop failed");

    private final String words;

    Doubt(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }
}
