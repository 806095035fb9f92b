package dev.koi.cli.pages;

import dev.koi.cli.CommandTree;
import dev.koi.cli.CommandTree.Option;
import dev.koi.wire.config.KeyBook;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The completions: what bash and zsh need to know is the same, only how they are told differs. */
final class Completion {

  private final CommandTree koi;

  Completion(CommandTree koi) {
    this.koi = koi;
  }

  String bash() {
    return fill(
        Templates.BASH,
        koi.all().stream()
            .map(c -> "    %s) echo '%s' ;;".formatted(quoted(c.path()), options(c)))
            .collect(Collectors.joining("\n")),
        koi.all().stream()
            .filter(c -> !c.words().isEmpty())
            .map(c -> "    %s) echo '%s' ;;".formatted(quoted(c.path() + ":0"), words(c)))
            .collect(Collectors.joining("\n")));
  }

  String zsh() {
    return fill(
        Templates.ZSH,
        koi.all().stream()
            .map(c -> "    %s) options=(%s) ;;".formatted(quoted(c.path()), described(c.options())))
            .collect(Collectors.joining("\n")),
        koi.all().stream()
            .filter(c -> !c.words().isEmpty())
            .map(c -> "    %s) commands=(%s) ;;".formatted(quoted(c.path() + ":0"), summaries(c)))
            .collect(Collectors.joining("\n")));
  }

  private String fill(String template, String options, String words) {
    return template
        .replace("@OPTIONS@", options)
        .replace("@WORDS@", words)
        .replace("@COMMANDS@", below())
        .replace("@VALUES@", values())
        .replace("@ARGUMENTS@", arguments())
        .replace("@KEYS@", String.join(" ", KeyBook.names()));
  }

  private static String options(CommandTree command) {
    return command.options().stream()
        .flatMap(o -> o.names().stream())
        .collect(Collectors.joining(" "));
  }

  private static String words(CommandTree command) {
    String help = command.path().equals("koi") ? " help" : "";
    return command.words().stream().map(CommandTree::name).collect(Collectors.joining(" ")) + help;
  }

  private static String summaries(CommandTree command) {
    String all = command.words().stream()
        .map(c -> quoted(c.name() + ":" + c.summary()))
        .collect(Collectors.joining(" "));
    return all + (command.path().equals("koi") ? " " + quoted("help:All about one command.") : "");
  }

  private static String described(List<Option> options) {
    return options.stream()
        .flatMap(o -> o.names().stream().map(name -> quoted(name + ":" + o.meaning())))
        .collect(Collectors.joining(" "));
  }

  /** Which words lead to which command. */
  private String below() {
    return koi.all().stream()
        .filter(c -> !c.path().equals(koi.path()))
        .map(c -> quoted(c.path()))
        .collect(Collectors.joining(" | "));
  }

  /** How the value of each option is completed; a name means the same wherever it stands. */
  private String values() {
    Map<String, String> kinds = new TreeMap<>();
    for (CommandTree command : koi.all()) {
      for (Option option : command.options()) {
        for (String name : option.names()) {
          String kind = option.label() == null ? null : kind(name, option.label());
          String other = kind == null ? null : kinds.put(name, kind);
          if (other != null && !other.equals(kind)) {
            throw new IllegalStateException(name + " takes " + kind + " here and " + other + " there");
          }
        }
      }
    }
    return kinds.entrySet().stream()
        .map(e -> "    %s) echo '%s' ;;".formatted(e.getKey(), e.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private String arguments() {
    StringBuilder out = new StringBuilder();
    for (CommandTree command : koi.all()) {
      for (int i = 0; i < command.positionals().size(); i++) {
        String label = command.positionals().get(i);
        boolean ofStore = command.path().startsWith("koi kv ") && label.equals("KEY");
        String kind = ofStore ? "nothing" : kind("", label); // KEY elsewhere is one of koi.conf
        out.append("    %s) echo '%s' ;;\n".formatted(quoted(command.path() + ":" + i), kind));
      }
    }
    return out.toString().stripTrailing();
  }

  private static String kind(String option, String label) {
    boolean words = label.chars().allMatch(c -> c == '|' || Character.isLowerCase(c));
    if (words) {
      return "words " + label.replace('|', ' ');
    }
    if (option.equals("--profile")) {
      return "words fast normal watchdog";
    }
    return switch (label) {
      case "CONF", "FILE", "DIR" -> "files";
      case "NODE", "NAME|UUID" -> "nodes";
      case "KEY" -> "keys";
      default -> "nothing";
    };
  }

  /** In single quotes for a shell. */
  private static String quoted(@Nullable String text) {
    return "'" + String.valueOf(text).replace("'", "'\\''") + "'";
  }
}
