package dev.koi.core.reason;

import dev.koi.core.message.Action;
import dev.koi.core.name.ServiceName;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A runner's reasons in English. */
public final class RunnerWords {

  private RunnerWords() {}

  /** One line, without a period at its end. */
  public static String say(RunnerReason reason) {
    return switch (reason) {
      case RunnerReason.Runs r -> script(r.service(), r.action()) + ": " + r.why().words();
      case RunnerReason.Done r -> script(r.service(), r.action()) + ": " + say(r.outcome());
      case RunnerReason.ScriptFailed r ->
          script(r.service(), r.action()) + " failed: " + withLine(say(r.outcome()), r.lastLine());
      case RunnerReason.Interrupted r ->
          script(r.service(), r.action()) + " is interrupted: it is wanted no more";
      case RunnerReason.OutOfTime r ->
          script(r.service(), r.action()) + " runs for longer than " + say(r.after()) + ": SIGTERM";
      case RunnerReason.KilledAtLast r ->
          script(r.service(), r.action()) + " did not end when asked to: SIGKILL";
      case RunnerReason.MasterWithoutLease r ->
          r.service() + " says that it is master (status 90), but was not promoted: demote at once";
      case RunnerReason.SlaveThoughPromoted r ->
          r.service() + " says that it is slave (status 91) though it was promoted";
      case RunnerReason.StoppedByItself r -> r.service() + " says that it is stopped (status 92)";
      case RunnerReason.NotPromotable r ->
          r.service() + " runs, but says that it cannot be promoted now (status 93)";
      case RunnerReason.Promotable r -> r.service() + " can be promoted";
      case RunnerReason.GivesUp r -> "epoch " + r.epoch() + " is given up because of " + r.service();
      case RunnerReason.Confirmed r ->
          r.service() + " is demoted for certain: " + r.proof().words();
      case RunnerReason.Doubted r ->
          r.service() + " may still be promoted: " + withLine(r.doubt().words(), r.lastLine());
      case RunnerReason.Looks r -> r.service() + ": do processes of its scripts live?";
      case RunnerReason.KillsLeftovers r -> "what " + r.service() + " left behind is killed";
      case RunnerReason.Unconfirmed r ->
          r.service() + " may still be promoted, nothing proves otherwise: tried again in "
              + say(r.retryAfter());
      case RunnerReason.CutNow r -> "every process of the group is killed: " + r.why();
      case RunnerReason.CleansUp r ->
          r.service() + " is demoted and stopped first: the run before did not end cleanly";
      case RunnerReason.RecoversLater r ->
          "the group failed, and tries again in " + say(r.after())
              + " (attempt " + r.attempt() + " of " + r.attempts() + ")";
      case RunnerReason.FailedForGood r ->
          "the group failed, and stays so after " + r.attempts() + " attempts: koi recover";
      case RunnerReason.Recovers r ->
          r.asked() ? "someone asked: the group tries again" : "the group tries again";
      case RunnerReason.HandsOff r -> "the guards take the group down: " + r.why();
      case RunnerReason.Rests r -> "no script is begun any more: " + r.why();
      case RunnerReason.RestIsOver _ -> "scripts are begun again: every service is asked how it is";
      case RunnerReason.Joined r -> r.service() + " is new";
      case RunnerReason.Vanished r -> r.service() + " is not in the folder any more";
      case RunnerReason.Forgotten r -> r.service() + " is down and forgotten";
      case RunnerReason.Disabled r ->
          r.service() + (r.disabled() ? " is disabled: the group stops" : " is enabled again");
    };
  }

  /** What became of a script, in a few words. */
  public static String say(ScriptOutcome outcome) {
    return switch (outcome) {
      case ScriptOutcome.Absent _ -> "not there";
      case ScriptOutcome.Exited e -> "exit code " + e.code();
      case ScriptOutcome.Signalled s -> "killed by signal " + s.signal();
      case ScriptOutcome.NotBegun n -> "could not be begun: " + n.why();
      case ScriptOutcome.TimedOut t -> "not done within " + say(t.after());
    };
  }

  private static String script(ServiceName service, Action action) {
    return service + " " + action.word();
  }

  private static String withLine(String text, @Nullable String lastLine) {
    return lastLine == null ? text : text + "; it said: " + lastLine;
  }

  private static String say(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }
}
