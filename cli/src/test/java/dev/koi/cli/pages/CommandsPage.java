package dev.koi.cli.pages;

import dev.koi.cli.CommandTree;
import dev.koi.cli.CommandTree.Example;
import dev.koi.cli.CommandTree.Option;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** docs/commands.md. */
final class CommandsPage {

  private static final String HEAD =
      """
      # Commands of koi

      <!-- Written by PagesTest from the tables that koi --help is made of. -->

          koi [OPTION]... COMMAND [ARGUMENT]... [OPTION]...

      Options may stand anywhere. Any node may be asked: it passes on what another one has to answer. An
      order waits until
      it is done and says what happened then; `--no-wait` does not wait, and `--timeout` gives up waiting.

      | exit code | meaning |
      |---|---|
      """;

  private static final String COLOURS =
      """

      Colours are used on a terminal only, and never if `NO_COLOR` is set or `TERM` is `dumb`; `-c` and
      `-C` win over
      both. `COLUMNS` says how broad tables may be; on a terminal its own width counts. No program should
      read tables:
      `-o json` is for those, and its formats are versioned.

      ## Options of every command

      """;

  private CommandsPage() {}

  static String text(CommandTree koi) {
    StringBuilder out = new StringBuilder(HEAD);
    for (String code : koi.exitCodes()) {
      int colon = code.indexOf(':');
      out.append("| ").append(code, 0, colon).append(" | ").append(code.substring(colon + 1)).append(" |\n");
    }
    List<Option> common = common(koi);
    out.append(COLOURS);
    options(common, out);
    Map<String, List<CommandTree>> purposes = new LinkedHashMap<>();
    for (CommandTree command : koi.all()) {
      if (command.words().isEmpty()) {
        purposes.computeIfAbsent(command.purpose(), _ -> new ArrayList<>()).add(command);
      }
    }
    purposes.forEach((purpose, commands) -> {
      out.append("\n## ").append(purpose).append('\n');
      commands.forEach(command -> command(command, common, out));
    });
    return out.toString();
  }

  private static List<Option> common(CommandTree koi) {
    return koi.options().stream()
        .filter(option -> koi.all().stream().allMatch(c -> c.options().contains(option)))
        .toList();
  }

  private static void command(CommandTree command, List<Option> common, StringBuilder out) {
    String arguments = command.arguments().isEmpty() ? "" : " " + command.arguments();
    out.append("\n### ").append(command.path()).append(arguments).append("\n\n");
    out.append(command.about()).append("\n\n");
    for (Example example : command.examples()) {
      String why = example.why().isEmpty() ? "" : "  # " + example.why();
      out.append("    ").append(example.command()).append(why).append('\n');
    }
    List<Option> own = new ArrayList<>(command.options());
    own.removeAll(common);
    if (!own.isEmpty()) {
      out.append('\n');
      options(own, out);
    }
  }

  private static void options(List<Option> options, StringBuilder out) {
    out.append("| option | meaning |\n|---|---|\n");
    for (Option option : options) {
      String shown = option.shown().replace("|", "\\|");
      out.append("| `").append(shown).append("` | ").append(option.meaning()).append(" |\n");
    }
  }
}
