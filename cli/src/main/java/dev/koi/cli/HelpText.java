package dev.koi.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How a help page looks: the library's, but for the list of commands and the order. */
final class HelpText {

  private static final int INDENT = 2;
  private static final int COLUMN = 26;
  private static final int WIDTH = 80;

  private HelpText() {}

  /** Fills in the texts of one command. */
  static void describe(CommandSpec spec, String path, Manual.Page page) {
    UsageMessageSpec usage = spec.usageMessage();
    usage.abbreviateSynopsis(true);
    usage.descriptionHeading("%n");
    usage.parameterListHeading("%nArguments:%n");
    usage.optionListHeading("%nOptions:%n");
    usage.description(lines(page.more().isEmpty()
        ? List.of(page.summary())
        : List.of(page.summary(), page.more())));
    usage.footer(lines(examples(page)));
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
    String indent = " ".repeat(COLUMN);
    String gap = left.length() < COLUMN ? " ".repeat(COLUMN - left.length()) : "\n" + indent;
    String example = page.shown().getFirst().command();
    return left + gap + folded(page.summary()) + "\n" + indent + example + "\n";
  }

  private static String folded(String text) {
    StringBuilder out = new StringBuilder();
    int column = COLUMN;
    for (String word : text.split(" ", -1)) {
      if (column + word.length() >= WIDTH) {
        out.append('\n').append(" ".repeat(COLUMN));
        column = COLUMN;
      } else if (column > COLUMN) {
        out.append(' ');
      }
      out.append(word);
      column += word.length() + 1;
    }
    return out.toString();
  }

  /** What an example is for stands behind it, or before it where some line would get too long. */
  private static List<String> examples(Manual.Page page) {
    List<String> lines = new ArrayList<>();
    lines.add(page.shown().size() == 1 ? "%nExample:" : "%nExamples:");
    int widest = widest(page, Manual.Example::command);
    boolean behind = widest + widest(page, Manual.Example::why) + 6 <= WIDTH;
    for (Manual.Example example : page.shown()) {
      String gap = " ".repeat(Math.max(0, widest - example.command().length()));
      if (example.why().isEmpty()) {
        lines.add("  " + example.command());
      } else if (behind) {
        lines.add("  " + example.command() + gap + "  # " + example.why());
      } else {
        lines.add("  # " + example.why());
        lines.add("  " + example.command());
      }
    }
    return lines;
  }

  /** Of the examples that say what they are for. */
  private static int widest(Manual.Page page, Function<Manual.Example, String> part) {
    return page.shown().stream()
        .filter(e -> !e.why().isEmpty())
        .mapToInt(e -> part.apply(e).length())
        .max()
        .orElse(0);
  }

  private static String[] lines(List<String> list) {
    return list.toArray(String[]::new);
  }
}
