package dev.koi.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How a help page looks: the library's, but for the list of commands and the order. */
final class HelpText {

  private static final int INDENT = 2;

  private HelpText() {}

  /** Fills in the texts of one command. */
  static void describe(CommandSpec spec, String path, Manual.Page page) {
    UsageMessageSpec usage = spec.usageMessage();
    usage.description(escaped(page.more().isEmpty()
        ? List.of(page.summary())
        : List.of(page.summary(), page.more())));
    usage.footer(escaped(examples(page)));
    usage.exitCodeListHeading("%nExit codes:%n");
    usage.exitCodeList(UsageMessageSpec.keyValuesMap(Manual.exitCodes(path).toArray(String[]::new)));
  }

  /** The library puts the footer, our examples, behind the exit codes; those are to end the page. */
  static void arrange(CommandLine koi) {
    List<String> keys = new ArrayList<>(koi.getHelpSectionKeys());
    List<String> codes =
        List.of(
            UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST_HEADING,
            UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST);
    keys.removeAll(codes);
    keys.addAll(codes);
    keys.remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING);
    keys.remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST);
    keys.add(
        keys.indexOf(UsageMessageSpec.SECTION_KEY_DESCRIPTION) + 1,
        UsageMessageSpec.SECTION_KEY_COMMAND_LIST);
    koi.setHelpSectionKeys(keys);
    koi.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, HelpText::commands);
    koi.getSubcommands().values().forEach(line ->
        line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, HelpText::commands));
  }

  /** What may follow a command's name, as it is shown everywhere: {@code NAME|UUID}. */
  static String arguments(CommandSpec spec) {
    StringBuilder out = new StringBuilder();
    spec.positionalParameters()
        .forEach(p -> out.append(p.required() ? " " + p.paramLabel() : " [" + p.paramLabel() + "]"));
    return out.toString();
  }

  /** By what one wants to do, each with its first example. */
  private static String commands(Help help) {
    StringBuilder out = new StringBuilder();
    for (Manual.Purpose purpose : Manual.Purpose.values()) {
      StringBuilder list = new StringBuilder();
      for (Map.Entry<String, CommandLine> child : help.commandSpec().subcommands().entrySet()) {
        CommandSpec spec = child.getValue().getCommandSpec();
        Manual.Page page = Manual.page(spec.qualifiedName());
        if (page != null && page.purpose() == purpose) {
          list.append(entry(spec, page, child.getKey()));
        }
      }
      if (!list.isEmpty()) {
        out.append('\n').append(help.colorScheme().optionText(purpose.heading()));
        out.append(":\n").append(list);
      }
    }
    return out.toString();
  }

  private static String entry(CommandSpec spec, Manual.Page page, String name) {
    List<String> words = new ArrayList<>(spec.subcommands().keySet());
    String arguments = words.isEmpty() ? arguments(spec) : " " + String.join("|", words);
    String left = " ".repeat(INDENT) + name + arguments;
    String gap = left.length() < 26 ? " ".repeat(26 - left.length()) : "\n" + " ".repeat(26);
    return left + gap + folded(page.summary()) + "\n" + " ".repeat(26) + page.shown().getFirst().command() + "\n";
  }

  private static String folded(String text) {
    StringBuilder out = new StringBuilder();
    int column = 26;
    for (String word : text.split(" ", -1)) {
      if (column + word.length() >= 80) {
        out.append('\n').append(" ".repeat(26));
        column = 26;
      } else if (column > 26) {
        out.append(' ');
      }
      out.append(word);
      column += word.length() + 1;
    }
    return out.toString();
  }

  private static List<String> examples(Manual.Page page) {
    List<String> lines = new ArrayList<>();
    lines.add(page.shown().size() == 1 ? "%nExample:" : "%nExamples:");
    int widest = page.shown().stream().mapToInt(e -> e.why().isEmpty() ? 0 : e.command().length()).max().orElse(0);
    for (Manual.Example example : page.shown()) {
      String gap = " ".repeat(Math.max(0, widest - example.command().length()));
      String why = example.why().isEmpty() ? "" : gap + "  # " + example.why();
      lines.add("  " + example.command() + why);
    }
    return lines;
  }

  private static String[] escaped(List<String> lines) {
    return lines.toArray(String[]::new);
  }
}
