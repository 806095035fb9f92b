package dev.koi.cli;

import dev.koi.wire.api.Command;
import dev.koi.wire.api.ExitCode;
import dev.koi.wire.api.Program;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** All commands with their help: reads what {@link QuickLine} leaves, and explains. */
final class FullLine {

  private static final String[] EXIT_CODES = {
    "0:done",
    "1:refused or failed",
    "2:wrong arguments",
    "3:nobody reachable, or no quorum in time",
    "4:(status) any verdict but OK and MAINTENANCE",
  };

  private FullLine() {}

  static int run(String[] arguments, World world) {
    return commandLine(world).execute(arguments);
  }

  static CommandLine commandLine(World world) {
    Options options = new Options();
    CommandLine koi = new CommandLine(new Verbs.Root(world));
    for (Command command : Command.values()) {
      koi.addSubcommand(command.word(), asking(command, false, options, world));
    }
    koi.addSubcommand("tree", asking(Command.STATUS, true, options, world));
    koi.addSubcommand("config", new CommandLine(new Verbs.Parent())
        .addSubcommand("check", new ConfigCheck(options, world)));
    koi.addSubcommand("key", new CommandLine(new Verbs.Parent())
        .addSubcommand("new", new KeyNew(world)));
    koi.addSubcommand("init", new Init(options, world));
    koi.addSubcommand("version", new Verbs.Version(world));
    koi.addSubcommand("help", new CommandLine.HelpCommand());
    koi.setOut(new PrintWriter(world.out(), true, world.out().charset()));
    koi.setErr(new PrintWriter(world.err(), true, world.err().charset()));
    Ansi ansi = world.likesColour() ? Ansi.ON : Ansi.OFF;
    koi.setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
    koi.setOverwrittenOptionsAllowed(true);
    koi.setUsageHelpWidth(Math.min(100, world.width()));
    koi.setParameterExceptionHandler((e, _) -> Complaint.print(e));
    describe(koi, "koi", options);
    koi.setHelpSectionKeys(sections(koi.getHelpSectionKeys()));
    return koi;
  }

  private static CommandSpec asking(
      Command command, boolean tree, Options options, World world) {
    return Verbs.Ask.spec(command, tree, options, world);
  }

  /** Every help ends with an example and the exit codes; the one of {@code koi} has the long list. */
  private static void describe(CommandLine line, String path, Options options) {
    CommandSpec spec = line.getCommandSpec();
    spec.version("koi " + Program.VERSION);
    Manual.Page page = Manual.page(path);
    if (page != null) { // the library's own "help" has neither page nor options
      mix(new CommonOptions(options, spec), spec);
      if (page.asksADaemon()) {
        mix(new AskingOptions(options, spec), spec);
      }
      spec.usageMessage().description(page.description());
      spec.usageMessage().footer(page.examples());
    }
    spec.usageMessage().exitCodeListHeading("%nExit codes:%n");
    spec.usageMessage().exitCodeList(UsageMessageSpec.keyValuesMap(EXIT_CODES));
    spec.exitCodeOnInvalidInput(ExitCode.USAGE).exitCodeOnExecutionException(ExitCode.FAILED);
    line.getSubcommands().forEach((name, child) -> describe(child, path + " " + name, options));
  }

  /** The library puts the footer, our examples, behind the exit codes; those are to end the page. */
  private static List<String> sections(List<String> theirs) {
    List<String> keys = new ArrayList<>(theirs);
    List<String> codes =
        List.of(
            UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST_HEADING,
            UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST);
    keys.removeAll(codes);
    keys.addAll(codes);
    return keys;
  }

  private static void mix(Object more, CommandSpec spec) {
    spec.addMixin(more.getClass().getSimpleName(), CommandSpec.forAnnotatedObject(more));
  }
}
