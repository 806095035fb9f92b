package dev.koi.cli;

import dev.koi.wire.api.Command;
import picocli.CommandLine.Option;

/** What commands about the store take beyond those of all commands. */
final class StoreOptions {

  private StoreOptions() {}

  /** For what only reads. */
  static final class Stale {

    private final Options options;

    Stale(Options options) {
      this.options = options;
    }

    @Option(
        names = "--stale",
        description = {
          "Take what the asked node knows, however old: also without a quorum. How old it is goes to"
              + " standard error.",
        })
    void stale(boolean on) {
      if (on) {
        options.flag("--stale");
      }
    }
  }

  /** For what writes if nobody else has. */
  static final class Unset {

    private final Options options;

    Unset(Options options) {
      this.options = options;
    }

    @Option(names = "--unset", description = "Remove the key, instead of NEW.")
    void unset(boolean on) {
      if (on) {
        options.flag("--unset");
      }
    }
  }

  /** Of an argument, by its name. */
  static String meaning(Command command, String label) {
    return switch (label) {
      case "KEY" -> "A path such as a/b/c" + (command.arguments().startsWith("[") ? " (default: all)." : ".");
      case "VALUE" ->
          command == Command.KV_IF
              ? "What the key's value is compared with."
              : "What the key shall be; - reads it from standard input.";
      case "NEW" -> "What the key shall be; - reads it from standard input.";
      case "OP" -> "= != < > compare texts, -eq -ne -lt -le -gt -ge whole numbers.";
      case "REVISION" -> "Of the key's latest write ('koi kv get KEY -o json'); 0: there is no such key.";
      case "FILE" -> "What 'koi kv export' wrote (default: standard input).";
      default -> "This word.";
    };
  }
}
