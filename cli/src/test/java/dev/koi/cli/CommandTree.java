package dev.koi.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command as the parser knows it, with its texts: all that pages and completions are made of.
 *
 * @param path such as {@code koi config set}
 * @param arguments such as {@code [NODE]}
 * @param words what may follow it
 */
public record CommandTree(
    String path,
    String purpose,
    String about,
    String arguments,
    List<Example> examples,
    List<Option> options,
    List<String> positionals,
    List<String> exitCodes,
    List<CommandTree> words) {

  /** What to type, and what for. */
  public record Example(String command, String why) {}

  /**
   * An option.
   *
   * @param label of its value, null if it has none
   */
  public record Option(List<String> names, @Nullable String label, String meaning) {

    public String shown() {
      return String.join(", ", names) + (label == null ? "" : " " + label);
    }
  }

  /** All of koi. */
  public static CommandTree koi() {
    CommandLine line = FullLine.commandLine(new World(System.out, System.err, Map.of(), false, Input.none()));
    return of(line.getCommandSpec(), "koi");
  }

  public String name() {
    return path.substring(path.lastIndexOf(' ') + 1);
  }

  public String summary() {
    int end = about.indexOf(". ");
    return end < 0 ? about : about.substring(0, end + 1);
  }

  /** This and all below, each before what is below it. */
  public List<CommandTree> all() {
    List<CommandTree> found = new ArrayList<>(List.of(this));
    words.forEach(child -> found.addAll(child.all()));
    return found;
  }

  private static CommandTree of(CommandSpec spec, String path) {
    Manual.Page page = Manual.page(path);
    if (page == null) {
      throw new IllegalStateException(path + " has no page in Manual");
    }
    List<CommandTree> words = new ArrayList<>();
    spec.subcommands().forEach((name, child) -> {
      if (!name.equals("help")) { // the library's own: what it shows is all here
        words.add(of(child.getCommandSpec(), path + " " + name));
      }
    });
    return new CommandTree(
        path,
        page.purpose().heading(),
        page.about(),
        HelpText.arguments(spec).strip(),
        page.shown().stream().map(e -> new Example(e.command(), e.why())).toList(),
        options(spec),
        spec.positionalParameters().stream().map(PositionalParamSpec::paramLabel).toList(),
        Manual.exitCodes(path),
        words);
  }

  /** In an order of their own: the parser's is that of Java's reflection, which promises none. */
  private static List<Option> options(CommandSpec spec) {
    return spec.options().stream()
        .filter(o -> !o.hidden())
        .map(CommandTree::option)
        .sorted(Comparator.comparing((Option o) -> o.names().getLast().replaceFirst("^-+", "")))
        .toList();
  }

  private static Option option(OptionSpec spec) {
    String label = spec.arity().max() == 0 ? null : spec.paramLabel();
    return new Option(List.of(spec.names()), label, String.join(" ", spec.description()));
  }
}
