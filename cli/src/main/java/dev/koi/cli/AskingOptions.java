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
      names = {"-H", "--host"},
      paramLabel = "HOST",
      description = {
        "Ask this node over the network, instead of the daemon here: a name or an address. Key and"
            + " cluster id are those of koi.conf unless the next options say otherwise.",
      })
  void host(@Nullable String host) {
    value("-H", host);
  }

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      description = "Its UDP port (default: node.port of koi.conf, else 42012).")
  void port(@Nullable String port) {
    value("-p", port);
  }

  @Option(
      names = "--id",
      paramLabel = "CLUSTER",
      description = "The cluster's id (default: that of koi.conf, else 13).")
  void id(@Nullable String id) {
    value("--id", id);
  }

  @Option(
      names = "--secret",
      paramLabel = "PASSWORD",
      description = {
        "The cluster's password, instead of key file or password of koi.conf. Everyone on this"
            + " machine can see it in the list of processes: rather set KOI_SECRET.",
      })
  void secret(@Nullable String secret) {
    value("--secret", secret);
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
