package dev.koi.node.start;

import dev.koi.core.name.NodeName;
import dev.koi.node.start.Options.Parsed;
import dev.koi.wire.config.Closest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one command line. The first mistake ends it, with one sentence. */
final class OptionReader {

  private static final List<String> WITHOUT_VALUE =
      List.of("-v", "--version", "-h", "--help", "-C", "--no-color", "-d", "--debug", "--train");
  private static final List<String> WITH_VALUE =
      List.of("-f", "--file", "-n", "--name", "--log", "--daemonize");

  private final String version;
  private final List<Path> files = new ArrayList<>();
  private @Nullable NodeName name;
  private @Nullable Set<Options.Log> log;
  private @Nullable Path pidFile;
  private boolean noColour;
  private boolean debug;
  private boolean train;

  OptionReader(String version) {
    this.version = version;
  }

  Parsed read(String[] arguments) {
    Queue<String> left = new ArrayDeque<>(List.of(arguments));
    while (!left.isEmpty()) {
      String word = left.remove();
      // --file=CONF is --file CONF
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      String option = equals > 0 ? word.substring(0, equals) : word;
      String attached = equals > 0 ? word.substring(equals + 1) : null;
      Parsed end;
      if (WITH_VALUE.contains(option)) {
        String value = attached == null ? left.poll() : attached;
        String complaint = value == null ? option + " needs a value" : value(option, value);
        end = complaint == null ? null : usage(complaint);
      } else if (attached != null && WITHOUT_VALUE.contains(option)) {
        end = usage(option + " takes no value");
      } else {
        end = flag(option);
      }
      if (end != null) {
        return end;
      }
    }
    return whole();
  }

  private Parsed whole() {
    Set<Options.Log> places = log;
    if (places == null) {
      places = EnumSet.of(pidFile == null ? Options.Log.CONSOLE : Options.Log.SYSLOG);
    } else if (pidFile != null && places.contains(Options.Log.CONSOLE)) {
      return usage("--log console is of no use with --daemonize, which has no console: syslog or file");
    }
    return new Parsed.Run(new Options(files, name, places, pidFile, noColour, debug, train));
  }

  private @Nullable Parsed flag(String option) {
    switch (option) {
      case "-v", "--version" -> {
        return new Parsed.Say("koinode " + version + "\n", 0);
      }
      case "-h", "--help" -> {
        return new Parsed.Say(Options.HELP, 0);
      }
      case "-C", "--no-color" -> noColour = true;
      case "-d", "--debug" -> debug = true;
      case "--train" -> train = true;
      default -> {
        return usage(unknown(option));
      }
    }
    return null;
  }

  private static String unknown(String option) {
    if (!option.startsWith("-")) {
      return "'" + option + "' is no option, and koinode takes nothing else";
    }
    Stream<String> known = Stream.concat(WITHOUT_VALUE.stream(), WITH_VALUE.stream());
    Optional<String> closest = Closest.to(option, known.filter(o -> !o.equals("--train")));
    return "unknown option " + option + closest.map(o -> "; did you mean " + o + "?").orElse("");
  }

  /** The complaint if the value will not do, else null. */
  private @Nullable String value(String option, String value) {
    return switch (option) {
      case "-n", "--name" -> named(value);
      case "--log" -> places(value);
      default -> path(option, value);
    };
  }

  private @Nullable String named(String value) {
    if (!NodeName.isLegal(value)) {
      return "'" + value + "' is no node name: 1 to 64 letters, digits, dots, dashes, underscores";
    }
    name = new NodeName(value);
    return null;
  }

  private @Nullable String path(String option, String value) {
    Path path;
    try {
      path = Path.of(value);
    } catch (InvalidPathException e) {
      return option + ": " + e.getMessage();
    }
    if (value.isEmpty()) {
      return option + " needs the name of a file";
    }
    if (option.equals("--daemonize")) {
      pidFile = path;
    } else {
      files.add(path);
    }
    return null;
  }

  private @Nullable String places(String value) {
    Set<Options.Log> found = EnumSet.noneOf(Options.Log.class);
    for (String word : value.split(",", -1)) {
      Options.Log place = Options.Log.named(word.strip());
      if (place == null) {
        String closest =
            Closest.to(word, Options.logWords().stream()).map(w -> "; did you mean " + w + "?").orElse("");
        return "--log is console, syslog, file, or several between commas, not '" + word + "'" + closest;
      }
      found.add(place);
    }
    log = found;
    return null;
  }

  private static Parsed usage(String what) {
    return new Parsed.Say("koinode: " + what + " (koinode --help lists the options)\n", 2);
  }
}
