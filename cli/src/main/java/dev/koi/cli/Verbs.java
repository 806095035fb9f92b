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
        boolean optional = command.arguments().startsWith("[");
        spec.addPositional(
            PositionalParamSpec.builder()
                .index("0")
                .arity(optional ? "0..1" : "1")
                .required(!optional)
                .paramLabel(command.arguments().replace("[", "").replace("]", ""))
                .type(String.class)
                .description(meaning(command.arguments()))
                .build());
      }
      return spec;
    }

    private static String meaning(String arguments) {
      boolean words = arguments.chars().allMatch(c -> c == '|' || Character.isLowerCase(c));
      return words ? "One of these words." : "A node's name or UUID.";
    }

    @Override
    public Integer call() {
      String node = null;
      if (spec != null) {
        List<PositionalParamSpec> positionals = spec.positionalParameters();
        node = positionals.isEmpty() ? null : positionals.getFirst().getValue();
      }
      return new Asking(world, new QuickLine(command, node, tree, options)).run();
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
