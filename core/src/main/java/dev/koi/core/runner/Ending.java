package dev.koi.core.runner;

import java.util.List;

/** How a script ended. */
public sealed interface Ending {

  /** It ended by itself. */
  record Exited(int code) implements Ending {}

  /** A signal ended it; that is never a success. */
  record Signalled(int signal) implements Ending {}

  /** It could not be begun: no such file, no execute bit, a bad interpreter. */
  record NotBegun(String why) implements Ending {}

  /**
   * An ending and what was said before it.
   *
   * @param lastLines the last lines of output, at most 5 of at most 200 characters
   */
  record Report(Ending ending, List<String> lastLines) {

    public Report {
      lastLines = List.copyOf(lastLines);
    }
  }
}
