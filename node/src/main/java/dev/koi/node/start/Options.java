package dev.koi.node.start;

import dev.koi.core.name.NodeName;
import java.io.Console;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The command line of koinode.
 *
 * @param files in the order given; empty: where the original looked
 * @param name null: what the configuration says, else the host's name
 * @param log at least one
 * @param pidFile null: it stays in the foreground
 */
record Options(
    List<Path> files,
    @Nullable NodeName name,
    Set<Log> log,
    @Nullable Path pidFile,
    boolean noColour,
    boolean debug,
    boolean train) {

  Options {
    files = List.copyOf(files);
    log = EnumSet.copyOf(log);
  }

  /** A place where the log goes. */
  enum Log {
    CONSOLE,
    SYSLOG,
    FILE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Log named(String word) {
      return Stream.of(values()).filter(log -> log.word().equals(word)).findFirst().orElse(null);
    }
  }

  static final String HELP =
      """
      Usage: koinode [OPTION]...
      Runs one node of a koi cluster.

        -f, --file CONF   configuration file; may be repeated, later ones overlay earlier ones
                          (default: ./koi.conf, else /etc/koi/koi.conf)
        -n, --name NAME   this node's name (default: node.name, else the host name)
            --daemonize PIDFILE
                          run in the background, in a session of its own; returns when the node runs:
                          0, or 1 and why it does not; its process id is in PIDFILE while it runs
            --log WHERE   where the log goes: console, syslog, file (node.logfile), or several of them
                          between commas (default: console; with --daemonize: syslog)
        -C, --no-color    no colours in the log (none either when it is not a terminal, or NO_COLOR is set)
        -d, --debug       log everything
        -v, --version     print the version and exit
        -h, --help        print this and exit

      SIGINT, SIGTERM and SIGHUP (unless ignored, as under nohup and --daemonize): demote, stop, say
      farewell, exit 0. SIGUSR1: read the configuration again, as 'koi reconfigure' does.

      KOI_PRIORITY in the environment: realtime (the default: SCHED_RR, priority 1, where that is allowed),
      so that a busy machine does not make the daemon late; or normal. Services never get it.

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
    return new OptionReader(version).read(arguments);
  }

  /** Where people look: a terminal, and nobody said that it should be plain. */
  @SuppressWarnings("SystemConsoleNull") // from 25 on it is null again when output is redirected
  boolean likesColour() {
    String without = System.getenv("NO_COLOR");
    if (noColour || (without != null && !without.isEmpty())) {
      return false;
    }
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** The words of {@code --log}. */
  static List<String> logWords() {
    List<String> words = new ArrayList<>();
    for (Log log : Log.values()) {
      words.add(log.word());
    }
    return words;
  }
}
