package dev.koi.cli;

import dev.koi.wire.api.Command;
import dev.koi.wire.api.ExitCode;
import dev.koi.wire.api.Program;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands as the library wants them; their texts are in {@link Manual}. */
final class Verbs {

  private Verbs() {}

  /** {@code koi} itself. */
  @CommandLine.Command(name = "koi")
  static final class Root implements Callable<Integer> {

    private final World world;

    @Spec private @Nullable CommandSpec spec;

    @Option(
        names = {"-v", "--version"},
        versionHelp = true,
        description = "Print the version.")
    @SuppressWarnings("unused") // the library looks at it
    private boolean version;

    Root(World world) {
      this.world = world;
    }

    @Override
    public Integer call() {
      if (spec != null) {
        spec.commandLine().usage(spec.commandLine().getErr());
      }
      world.err().println("koi needs a command, such as: koi status");
      return ExitCode.USAGE;
    }
  }

  /** A word that only stands before other commands. */
  @CommandLine.Command
  static final class Parent implements Callable<Integer> {


    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
      if (spec == null) {
        throw new IllegalStateException("run without its specification");
      }
      CommandLine line = spec.commandLine();
      String next = String.join(" or ", line.getSubcommands().keySet());
      throw new ParameterException(line, "needs a word behind it: " + next);
    }
  }

  /** A command that a daemon answers: one class for all of the table. */
  @CommandLine.Command
  static final class Ask implements Callable<Integer> {

    private final Command command;
    private final boolean tree;
    private final Options options;
    private final World world;

    @Spec private @Nullable CommandSpec spec;

    private Ask(Command command, boolean tree, Options options, World world) {
      this.command = command;
      this.tree = tree;
      this.options = options;
      this.world = world;
    }

    static CommandSpec spec(Command command, boolean tree, Options options, World world) {
      CommandSpec spec = CommandSpec.forAnnotatedObject(new Ask(command, tree, options, world));
      if (!tree && !command.arguments().isEmpty()) {
        String[] arguments = command.arguments().split(" ", -1);
        for (int i = 0; i < arguments.length; i++) {
          spec.addPositional(positional(command, arguments[i], i));
        }
        spec.parser().unmatchedOptionsArePositionalParams(command.isAboutKeys());
      }
      return spec;
    }

    private static PositionalParamSpec positional(Command command, String argument, int index) {
      boolean optional = argument.startsWith("[");
      String label = argument.replace("[", "").replace("]", "");
      return PositionalParamSpec.builder()
          .index(Integer.toString(index))
          .arity(optional ? "0..1" : "1")
          .required(!optional)
          .paramLabel(label)
          .type(String.class)
          .description(command.isAboutKeys() ? StoreOptions.meaning(command, label) : meaning(label))
          .build();
    }

    private static String meaning(String label) {
      boolean words = label.chars().allMatch(c -> c == '|' || Character.isLowerCase(c));
      return words ? "One of these words." : "A node's name or UUID.";
    }

    @Override
    public Integer call() {
      if (spec == null) {
        throw new IllegalStateException("run without its specification");
      }
      List<String> words = Complaint.words(spec);
      CommandLine.ParseResult parsed = spec.commandLine().getParseResult();
      String odd = Dashes.odd(words, parsed.originalArgs());
      if (odd != null) {
        throw new ParameterException(spec.commandLine(), Complaint.noOption(odd, spec));
      }
      QuickLine line = new QuickLine(command, words, tree, options);
      String complaint = line.complaint();
      if (complaint != null) {
        throw new ParameterException(spec.commandLine(), complaint);
      }
      return new Asking(world, line).run();
    }
  }

  /** {@code koi version}. */
  @CommandLine.Command
  static final class Version implements Callable<Integer> {

    private final Options options;
    private final World world;

    Version(Options options, World world) {
      this.options = options;
      this.world = world;
    }

    @Override
    public Integer call() {
      return new Reply("koi version", options, world).done("koi " + Program.VERSION);
    }
  }
}
