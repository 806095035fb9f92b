package dev.koi.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of commands that a daemon answers, handed on to {@link Options}. */
final class AskingOptions {

  private final Options options;
  private final CommandSpec command;

  /** For this command. */
  AskingOptions(Options options, CommandSpec command) {
    this.options = options;
    this.command = command;
  }

  @Option(
      names = "-t",
      paramLabel = "TIME",
      description = "How long to try to reach a daemon: seconds, or such as 500ms (default: 6).")
  void reach(@Nullable String time) {
    value("-t", time);
  }

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = {
        "How long to wait until an order is done (default: the scripts' budget + 10 s).",
        "Not done by then: exit code 1, and it goes on."
      })
  void timeout(@Nullable String time) {
    value("--timeout", time);
  }

  @Option(names = "--no-wait", description = "Return as soon as an order is accepted.")
  void noWait(boolean on) {
    flag("--no-wait", on);
  }

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; goes to the log.")
  void reason(@Nullable String text) {
    value("--reason", text);
  }

  @Option(names = "--yes", description = "Answer yes to every question.")
  void yes(boolean on) {
    flag("--yes", on);
  }

  @Option(names = "--force", description = "Override safety. Never needed to repeat an order.")
  void force(boolean on) {
    flag("--force", on);
  }

  @Option(
      names = {"-H", "--host", "-p", "--port", "--secret", "--id"},
      hidden = true)
  void fromAfar(@Nullable String value) {
    if (value != null) {
      throw complaint(
          "-H, -p, --secret and --id ask a cluster from afar, which this version cannot: run koi on"
              + " a node");
    }
  }

  private void flag(String name, boolean on) {
    if (on) {
      options.flag(name);
    }
  }

  /** The library also calls with null, for "not given". */
  private void value(String name, @Nullable String value) {
    String complaint = value == null ? null : options.value(name, value);
    if (complaint != null) {
      throw complaint(complaint);
    }
  }

  private RuntimeException complaint(String text) {
    return new ParameterException(command.commandLine(), text);
  }
}
