package dev.koi.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of every command, handed on to {@link Options}. */
final class CommonOptions {

  private final Options options;
  private final CommandSpec command;

  /** For this command. */
  CommonOptions(Options options, CommandSpec command) {
    this.options = options;
    this.command = command;
  }

  @Option(
      names = {"-f", "--file"},
      paramLabel = "CONF",
      description = "The configuration, instead of ./koi.conf or else /etc/koi/koi.conf; may be repeated.")
  void file(@Nullable List<String> files) {
    options.files.clear(); // the library hands over all of them each time
    if (files != null) {
      files.forEach(file -> value("-f", file));
    }
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|wide|json",
      description =
          "How to print: text (the default), wide: more columns, nothing cut; or JSON for programs.")
  void output(@Nullable String format) {
    if (format != null) {
      value("-o", format);
    }
  }

  @Option(
      names = {"-c", "--color"},
      description = "Colours, also when the output is no terminal or NO_COLOR is set.")
  void colour(boolean on) {
    flag("-c", on);
  }

  @Option(
      names = {"-C", "--no-color"},
      description = "No colours.")
  void noColour(boolean on) {
    flag("-C", on);
  }

  @Option(
      names = {"-d", "--debug"},
      description = "Show on standard error what is asked and answered.")
  void debug(boolean on) {
    flag("-d", on);
  }

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  @SuppressWarnings("unused") // the library looks at it
  private boolean help;

  private void flag(String name, boolean on) {
    if (on) {
      options.flag(name);
    }
  }

  private void value(String name, String value) {
    String complaint = options.value(name, value);
    if (complaint != null) {
      throw new ParameterException(command.commandLine(), complaint);
    }
  }
}
