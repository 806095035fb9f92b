package dev.koi.node.start;

import dev.koi.core.name.NodeName;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The command line of koinode.
 *
 * @param files in the order given; empty: where the original looked
 * @param name null: what the configuration says, else the host's name
 */
record Options(
    List<Path> files, @Nullable NodeName name, boolean noColour, boolean debug, boolean train) {

  static final String HELP =
      """
      Usage: koinode [OPTION]...
      Runs one node of a koi cluster in the foreground.

        -f, --file CONF   configuration file; may be repeated, later ones overlay earlier ones
                          (default: ./koi.conf, else /etc/koi/koi.conf)
        -n, --name NAME   this node's name (default: node.name, else the host name)
            --log WHERE   where the log goes: console (the default)
        -C, --no-color    no colours in the log (none either when it is not a terminal)
        -d, --debug       log everything
        -v, --version     print the version and exit
        -h, --help        print this and exit

      SIGINT, SIGTERM and SIGHUP (unless ignored, as under nohup): demote, stop, say farewell, exit 0.

      Exit codes: 0 ended in good order; 1 cannot start, or ended by a broken invariant; 2 usage.

      Example: koi init && koi config check && koinode -f koi.conf
      """;

  /** What a command line asks for. */
  sealed interface Parsed {

    /** Run a node. */
    record Run(Options options) implements Parsed {}

    /** Say something and end. */
    record Say(String text, int exitCode) implements Parsed {}
  }

  static Parsed parse(String[] arguments, String version) {
    Queue<String> left = new ArrayDeque<>(split(arguments));
    List<Path> files = new ArrayList<>();
    NodeName name = null;
    boolean noColour = false;
    boolean debug = false;
    boolean train = false;
    while (!left.isEmpty()) {
      String option = left.remove();
      switch (option) {
        case "-v", "--version" -> {
          return new Parsed.Say("koinode " + version + "\n", 0);
        }
        case "-h", "--help" -> {
          return new Parsed.Say(HELP, 0);
        }
        case "-C", "--no-color" -> noColour = true;
        case "-d", "--debug" -> debug = true;
        case "--train" -> train = true;
        case "-f", "--file", "-n", "--name", "--log" -> {
          String value = left.poll();
          if (value == null) {
            return usage(option + " needs a value");
          } else if (option.startsWith("-f") || option.equals("--file")) {
            files.add(Path.of(value));
          } else if (option.equals("--log") && !value.equals("console")) {
            return usage("--log " + value + ": this version logs to the console only");
          } else if (!option.equals("--log") && !NodeName.isLegal(value)) {
            return usage(value + " is no node name: 1 to 64 letters, digits, dots, dashes, underscores");
          } else if (!option.equals("--log")) {
            name = new NodeName(value);
          }
        }
        case "--daemonize" -> {
          return usage("--daemonize: this version runs in the foreground only");
        }
        default -> {
          return usage("unknown option " + option);
        }
      }
    }
    return new Parsed.Run(new Options(files, name, noColour, debug, train));
  }

  /** {@code --file=CONF} is {@code --file CONF}. */
  private static List<String> split(String[] arguments) {
    List<String> words = new ArrayList<>();
    for (String argument : arguments) {
      int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
      if (equals > 0) {
        words.add(argument.substring(0, equals));
        words.add(argument.substring(equals + 1));
      } else {
        words.add(argument);
      }
    }
    return words;
  }

  private static Parsed usage(String what) {
    return new Parsed.Say("koinode: " + what + " (koinode --help lists the options)\n", 2);
  }
}
