package dev.koi.cli;

import dev.koi.wire.api.Command;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the command lines that scripts give often: a verb that asks a daemon, plain options, nothing
 * wrong. Whatever else it meets it leaves to {@link FullLine}, which can explain: so this stays small
 * and says nothing. (The library's model of all commands costs about 100 ms, more than the answer.)
 *
 * @param tree whether the status is to be drawn as a tree
 */
record QuickLine(Command command, @Nullable String node, boolean tree, Options options) {

  /** What the line says, null if it takes a closer look. */
  static @Nullable QuickLine read(String[] arguments) {
    Options options = new Options();
    List<String> words = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      if (!argument.startsWith("-")) {
        words.add(argument);
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
    Command command = tree ? Command.STATUS : Command.named(words.getFirst());
    if (command == null) {
      return null;
    }
    int most = command.arguments().isEmpty() || tree ? 1 : 2;
    int least = most == 1 || command.arguments().startsWith("[") ? 1 : 2;
    boolean odd = options.watch && !Manual.isWatchable(words.getFirst());
    if (words.size() < least || words.size() > most || odd) {
      return null;
    }
    return new QuickLine(command, words.size() == 2 ? words.get(1) : null, tree, options);
  }
}
