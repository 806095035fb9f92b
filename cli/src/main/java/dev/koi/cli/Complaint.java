package dev.koi.cli;

import dev.koi.wire.api.ExitCode;
import dev.koi.wire.config.Closest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Wrong arguments, said in one sentence with what was probably meant. */
final class Complaint {

  private Complaint() {}

  /** Prints it and returns the exit code. */
  static int print(ParameterException e) {
    CommandLine line = e.getCommandLine();
    line.getErr().println(line.getCommandSpec().qualifiedName() + ": " + sentence(e, line));
    return ExitCode.USAGE;
  }

  private static String sentence(ParameterException e, CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    return switch (e) {
      case UnmatchedArgumentException unmatched ->
          unmatched(unmatched.getUnmatched().getFirst(), spec);
      case MissingParameterException missing when !spec.positionalParameters().isEmpty()
          && missing.getMissing().getFirst().isPositional() -> {
        ArgSpec lacking = missing.getMissing().getFirst();
        Manual.Page page = Manual.page(spec.qualifiedName());
        yield "needs " + lacking.paramLabel()
            + (page == null ? "" : ", such as: " + page.shown().getFirst().command());
      }
      default -> firstLine(e);
    };
  }

  private static String unmatched(String word, CommandSpec spec) {
    String odd = word.startsWith("-") ? word : Dashes.odd(words(spec), List.of());
    if (odd != null) {
      return noOption(odd, spec);
    }
    if (!spec.subcommands().isEmpty()) {
      List<String> verbs = new ArrayList<>(spec.subcommands().keySet());
      return "there is no command '" + word + "'" + meant(word, verbs) + " (" + help(spec) + ")";
    }
    return "takes no further argument '" + word + "' (" + help(spec) + ")";
  }

  static String noOption(String word, CommandSpec spec) {
    List<String> names = new ArrayList<>(spec.optionsMap().keySet());
    boolean any = spec.parser().unmatchedOptionsArePositionalParams();
    String otherwise = any ? "; what is none stands behind --" : "";
    return "there is no option " + word + meant(word, names) + " (" + help(spec) + otherwise + ")";
  }

  /** What the parser has taken for arguments. */
  static List<String> words(CommandSpec spec) {
    List<String> words = new ArrayList<>();
    for (PositionalParamSpec positional : spec.positionalParameters()) {
      @Nullable String word = positional.getValue();
      if (word != null) {
        words.add(word);
      }
    }
    return words;
  }

  private static String meant(String word, List<String> candidates) {
    Optional<String> closest = Closest.to(word, candidates.stream());
    return closest.map(c -> "; did you mean " + c + "?").orElse("");
  }

  private static String help(CommandSpec spec) {
    return spec.qualifiedName() + " --help shows all";
  }

  private static String firstLine(ParameterException e) {
    String message = e.getMessage();
    return message == null ? "wrong arguments" : message.lines().findFirst().orElse(message);
  }
}
