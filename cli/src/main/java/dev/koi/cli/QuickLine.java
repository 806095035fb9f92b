package dev.koi.cli;

import dev.koi.core.store.Comparison;
import dev.koi.wire.api.Command;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the command lines that scripts give often: a verb that asks a daemon, plain options, nothing
 * wrong. Whatever else it meets it leaves to {@link FullLine}, which can explain: so this stays small
 * and says nothing. (The library's model of all commands costs about 100 ms, more than the answer.)
 *
 * @param words what stands behind the command
 * @param tree whether the status is to be drawn as a tree
 */
record QuickLine(Command command, List<String> words, boolean tree, Options options) {

  QuickLine {
    words = List.copyOf(words);
  }

  /** The first word: most commands take the name of a node and nothing else. */
  @Nullable String node() {
    return words.isEmpty() ? null : words.getFirst();
  }

  /** What the line says, null if it takes a closer look. */
  static @Nullable QuickLine read(String[] arguments) {
    Options options = new Options();
    List<String> words = new ArrayList<>();
    boolean plain = false;
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      if (plain || Dashes.isWord(argument, words)) {
        words.add(argument);
      } else if (argument.equals("--")) {
        plain = true;
      } else if (Options.takesValue(argument) && i + 1 < arguments.length) {
        i++;
        if (options.value(argument, arguments[i]) != null) {
          return null;
        }
      } else if (!options.flag(argument)) {
        return null;
      }
    }
    return words.isEmpty() ? null : of(words, options);
  }

  private static @Nullable QuickLine of(List<String> words, Options options) {
    boolean tree = words.getFirst().equals("tree");
    boolean two = words.size() > 1 && isParent(words.getFirst());
    String name = two ? words.getFirst() + " " + words.get(1) : words.getFirst();
    Command command = tree ? Command.STATUS : Command.named(name);
    if (command == null || (options.watch && !Manual.isWatchable("koi " + name))) {
      return null;
    }
    List<String> rest = words.subList(two ? 2 : 1, words.size());
    boolean fits = tree ? rest.isEmpty() : takes(command, rest.size());
    QuickLine line = new QuickLine(command, rest, tree, options);
    return fits && line.complaint() == null ? line : null;
  }

  private static boolean isParent(String word) {
    return word.equals("kv") || word.equals("member");
  }

  private static boolean takes(Command command, int count) {
    String[] arguments = command.arguments().isEmpty() ? new String[0] : command.arguments().split(" ", -1);
    int least = 0;
    for (String argument : arguments) {
      least += argument.startsWith("[") ? 0 : 1;
    }
    return count >= least && count <= arguments.length;
  }

  /** What is wrong beyond the number of words; null: nothing. */
  @Nullable String complaint() {
    if (options.stale && !Manual.canBeStale(command)) {
      return "takes no --stale";
    }
    if (options.unset && command != Command.KV_CAS) {
      return "takes no --unset";
    }
    return switch (command) {
      case KV_IF -> condition();
      case KV_CAS -> swap();
      case LOCAL, STATUS, PROMOTE, DEMOTE, ELECT, START, STOP, RECOVER, FAILURES, MAINTENANCE,
          RECONFIGURE, KV_GET, KV_LIST, KV_SET, KV_UNSET, KV_WATCH, KV_EXPORT, KV_IMPORT, NOOP,
          MEMBER_LIST, MEMBER_ADD, MEMBER_REMOVE, MEMBER_PROMOTE, MEMBER_TRANSFER ->
          null;
    };
  }

  private @Nullable String condition() {
    if (Comparison.of(words.get(1)).isEmpty()) {
      List<String> all = new ArrayList<>();
      for (Comparison comparison : Comparison.values()) {
        all.add(comparison.word());
      }
      return "OP is one of " + String.join(" ", all) + ", not '" + words.get(1) + "'";
    }
    String word = words.get(3);
    return word.equals("set") ? null : "KEY OP VALUE set NEW: 'set' expected, not '" + word + "'";
  }

  private @Nullable String swap() {
    if (revision(words.get(1)) < 0) {
      return "REVISION is a whole number from 0 on, not '" + words.get(1) + "'";
    }
    return options.unset == (words.size() == 3) ? "takes NEW or --unset, one of them" : null;
  }

  /** A revision as it is written, -1 if it is none. */
  static long revision(String text) {
    try {
      return Math.max(-1, Long.parseLong(text));
    } catch (NumberFormatException _) {
      return -1;
    }
  }
}
