package dev.koi.core.reason;

import java.time.Duration;

/** What became of a script. */
public sealed interface ScriptOutcome {

  /** It is not there, which is a success. */
  record Absent() implements ScriptOutcome {}

  /** It ended by itself. */
  record Exited(int code) implements ScriptOutcome {}

  /** A signal ended it that the runner did not send. */
  record Signalled(int signal) implements ScriptOutcome {}

  /** It could not be begun. */
  record NotBegun(String why) implements ScriptOutcome {}

  /** It overran its time and was ended. */
  record TimedOut(Duration after) implements ScriptOutcome {}

  /** Whether it did what it should: it is absent, or it ended by itself with 0. */
  default boolean succeeded() {
    return switch (this) {
      case Absent _ -> true;
      case Exited exited -> exited.code() == 0;
      case Signalled _, NotBegun _, TimedOut _ -> false;
    };
  }
}
