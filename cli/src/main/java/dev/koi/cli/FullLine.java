package dev.koi.cli;

import dev.koi.wire.api.Command;
import dev.koi.wire.api.ExitCode;
import dev.koi.wire.api.Program;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** All commands with their help: reads what {@link QuickLine} leaves, and explains. */
final class FullLine {

  private FullLine() {}

  static int run(String[] arguments, World world) {
    return commandLine(world).execute(arguments);
  }

  static CommandLine commandLine(World world) {
    Options options = new Options();
    CommandLine koi = new CommandLine(new Verbs.Root(world));
    CommandLine kv = new CommandLine(new Verbs.Parent());
    CommandLine member = new CommandLine(new Verbs.Parent());
    for (Command command : Command.values()) {
      String word = command.word();
      CommandLine parent = word.startsWith("kv ") ? kv : command.isAboutMembers() ? member : koi;
      String name = word.substring(word.indexOf(' ') + 1);
      parent.addSubcommand(name, asking(command, false, options, world));
    }
    koi.addSubcommand("kv", kv);
    koi.addSubcommand("member", member);
    koi.addSubcommand("tree", asking(Command.STATUS, true, options, world));
    koi.addSubcommand("config", new CommandLine(new Verbs.Parent())
        .addSubcommand("check", new ConfigCheck(options, world))
        .addSubcommand("list", new ConfigKeys.ListAll(options, world))
        .addSubcommand("get", new ConfigKeys.Get(options, world))
        .addSubcommand("set", new ConfigKeys.Change(options, world)));
    koi.addSubcommand("key", new CommandLine(new Verbs.Parent())
        .addSubcommand("new", new KeyNew(options, world)));
    koi.addSubcommand("init", new Init(options, world));
    koi.addSubcommand("version", new Verbs.Version(options, world));
    koi.addSubcommand("help", new CommandLine.HelpCommand());
    koi.setOut(new PrintWriter(world.out(), true, world.out().charset()));
    koi.setErr(new PrintWriter(world.err(), true, world.err().charset()));
    Ansi ansi = world.likesColour() ? Ansi.ON : Ansi.OFF;
    koi.setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
    koi.setOverwrittenOptionsAllowed(true);
    koi.setUsageHelpWidth(Math.min(100, world.width()));
    koi.setParameterExceptionHandler((e, _) -> Complaint.print(e));
    describe(koi, "koi", options);
    HelpText.arrange(koi);
    return koi;
  }

  private static CommandSpec asking(
      Command command, boolean tree, Options options, World world) {
    return Verbs.Ask.spec(command, tree, options, world);
  }

  private static void describe(CommandLine line, String path, Options options) {
    CommandSpec spec = line.getCommandSpec();
    spec.version("koi " + Program.VERSION);
    Manual.Page page = Manual.page(path);
    if (page != null) { // the library's own "help" has neither page nor options
      mix(new CommonOptions(options, spec), spec);
      if (Manual.asksADaemon(path)) {
        mix(new AskingOptions(options, spec), spec);
      }
      if (Manual.isWatchable(path)) {
        mix(new WatchOptions(options), spec);
      }
      Command command = Manual.command(path);
      if (command != null && Manual.canBeStale(command)) {
        mix(new StoreOptions.Stale(options), spec);
      }
      if (command == Command.KV_CAS) {
        mix(new StoreOptions.Unset(options), spec);
      }
      HelpText.describe(spec, path, page);
    }
    spec.exitCodeOnInvalidInput(ExitCode.USAGE).exitCodeOnExecutionException(ExitCode.FAILED);
    line.getSubcommands().forEach((name, child) -> describe(child, path + " " + name, options));
  }

  private static void mix(Object more, CommandSpec spec) {
    spec.addMixin(more.getClass().getSimpleName(), CommandSpec.forAnnotatedObject(more));
  }
}
