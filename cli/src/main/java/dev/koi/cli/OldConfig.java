package dev.koi.cli;

import dev.koi.wire.api.ExitCode;
import dev.koi.wire.config.KeyBook;
import dev.koi.wire.config.KeyChange;
import dev.koi.wire.info.Entry;
import dev.koi.wire.info.InfoText;
import dev.koi.wire.info.Parsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code koi-config} of the original, for scripts that call it: the same words, options, output and
 * exit codes (1 for all that is wrong but the command itself, 2 for that). Beside them it edits the
 * file on {@code set}; the original only printed what should be in it, which this prints too.
 */
final class OldConfig {

  /** How bin/koi-config says that it is meant; no verb for people. */
  static final String WORD = "koi-config";

  private static final String USAGE =
      "Usage: koi-config [-c CONF[;CONF]...] list | get SECTION.KEY | set SECTION.KEY VALUE";

  private final World world;
  private Path file = Path.of("/etc/koi/koi.conf");

  private OldConfig(World world) {
    this.world = world;
  }

  static int run(List<String> arguments, World world) {
    List<String> words = new ArrayList<>();
    String searched = "./koi.conf;/etc/koi/koi.conf";
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      boolean takesNext = word.equals("-c") || word.equals("--config");
      if (word.equals("-h") || word.equals("--help")) {
        world.out().println(USAGE);
        return ExitCode.DONE;
      } else if (takesNext && i + 1 < arguments.size()) {
        searched = arguments.get(++i);
      } else if (word.startsWith("--config=")) {
        searched = word.substring("--config=".length());
      } else if (word.startsWith("-")) {
        return usage(world, "there is no option " + word);
      } else {
        words.add(word);
      }
    }
    if (words.isEmpty()) {
      return usage(world, "Expected command");
    }
    return new OldConfig(world).run(searched.split(";", -1), words);
  }

  private int run(String[] searched, List<String> words) {
    for (String candidate : searched) {
      file = Path.of(candidate);
      if (Files.isReadable(file)) {
        break; // the first that can be read counts, the last is named if none can
      }
    }
    int given = words.size() - 1;
    return switch (words.getFirst()) {
      case "list" -> given == 0 ? list() : count("list");
      case "get" -> given == 1 ? get(words.get(1)) : count("get");
      case "set" -> given == 2 ? set(words.get(1), words.get(2)) : count("set");
      default -> usage(world, "Invalid/unknown command: " + String.join(" ", words));
    };
  }

  private int list() {
    Parsed parsed = InfoText.read(file);
    StringBuilder out = new StringBuilder("Configuration file: " + file + "\n");
    append(parsed.entries(), 0, out);
    world.out().println(out);
    return ExitCode.DONE;
  }

  private int get(String name) {
    List<Entry> here = InfoText.read(file).entries();
    Entry found = null;
    for (String part : name.split("\\.", -1)) {
      found = here.reversed().stream().filter(e -> e.key().equals(part)).findFirst().orElse(null);
      here = found == null ? List.of() : found.children();
    }
    if (found == null || found.section() || found.value() == null) {
      return ExitCode.FAILED; // as the original: without a word
    }
    world.out().println(found.value());
    return ExitCode.DONE;
  }

  private int set(String name, String value) {
    try {
      KeyChange change = KeyBook.read(List.of(file)).set(name, value);
      Swap.write(change);
      world.out().print(change.text());
      return ExitCode.DONE;
    } catch (KeyChange.Refused e) {
      world.err().println("koi-config: " + e.getMessage());
    } catch (IOException e) {
      world.err().println("koi-config: " + Problems.of(e));
    }
    return ExitCode.FAILED;
  }

  private static void append(List<Entry> entries, int depth, StringBuilder out) {
    for (Entry entry : entries) {
      out.repeat('\t', depth).append(entry.key());
      @Nullable String value = entry.value();
      if (entry.section()) {
        out.append(value == null || value.isEmpty() ? "" : " " + value).append(" {\n");
        append(entry.children(), depth + 1, out);
        out.repeat('\t', depth).append("}\n\n");
      } else {
        out.append(' ').append(InfoText.quote(value == null ? "" : value)).append('\n');
      }
    }
  }

  private int count(String command) {
    world.out().println("Wrong argument count for " + command);
    return ExitCode.FAILED;
  }

  private static int usage(World world, String what) {
    world.err().println(USAGE);
    world.err().println("koi-config: error: " + what);
    return ExitCode.USAGE;
  }
}
