package dev.koi.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.wire.api.Command;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ArgumentsTest {

  @Test
  void wrongArgumentsAreOneSentenceAndExitCode2() {
    wrong("there is no command 'stauts'; did you mean status?", "stauts");
    wrong("there is no command 'xyzzy' (koi --help shows all)", "xyzzy");
    wrong("there is no command 'chekc'; did you mean check?", "config", "chekc");
    wrong("needs a word behind it: check or list or get or set", "config");
    wrong("there is no option --no-wiat; did you mean --no-wait?", "elect", "--no-wiat");
    wrong("needs NAME|UUID, such as: koi promote b", "promote");
    wrong("takes no further argument 'c'", "promote", "b", "c");
    wrong("takes no further argument 'now'", "demote", "now");
    wrong("node must be a name or a UUID", "promote", "a b");
    wrong("-t is a time from 1ms to 24h such as 6, 500ms, 30s or 2m, not 'soon'", "status", "-t", "soon");
    wrong("-t is a time", "status", "-t", "0");
    wrong("--timeout is a time", "elect", "--timeout", "25h");
    wrong("-o is text, wide or json, not 'xml'", "status", "-o", "xml");
    wrong("reason must have at most 1000 characters", "elect", "--reason", "x".repeat(1001));
    wrong("needs KEY, such as: koi kv get site/owner", "kv", "get");
    wrong("needs a word behind it: get or list or set", "kv");
    String dashes = " --help shows all; what is none stands behind --)";
    wrong("there is no option --stail; did you mean --stale? (koi kv get" + dashes,
        "kv", "get", "--stail", "a");
    wrong("there is no option --b (koi kv set" + dashes, "kv", "set", "a", "--b");
    wrong("takes no further argument 'c'", "kv", "get", "b", "c");
    wrong("OP is one of = != < > -eq -ne -lt -le -gt -ge, not '~'", "kv", "if", "a", "~", "b", "set", "c");
    wrong("KEY OP VALUE set NEW: 'set' expected, not 'to'", "kv", "if", "a", "-eq", "1", "to", "c");
    wrong("REVISION is a whole number from 0 on, not '-1'", "kv", "cas", "a", "-1", "b");
    wrong("takes NEW or --unset, one of them", "kv", "cas", "a", "1");
    wrong("takes NEW or --unset, one of them", "kv", "cas", "a", "1", "b", "--unset");
    wrong("between two slashes of a key stands a name", "kv", "get", "a//b");
    wrong("value must have at most 32 KiB", "kv", "set", "a", "x".repeat(32 * 1024 + 1));
    wrong("needs --yes where nobody can be asked", "member", "remove", "c");
  }

  @Test
  void whatIsAskedFromAfarMustSayWhom() {
    wrong("-p, --secret and --id ask from afar: name the node with -H", "status", "-p", "42012");
    wrong("-p, --secret and --id ask from afar: name the node with -H", "elect", "--secret=x");
    wrong("-p is a port from 1 to 65535, not '0'", "status", "-H", "b", "-p", "0");
    wrong("--id is a positive number, not 'x'", "status", "-H", "b", "--id", "x");
    String[] rest = {"-p", "42012", "--id", "13", "--secret", "x", "status"};
    wrong("-H: expected an IPv4 address: four numbers from 0 to 255", with("10.0.0", rest));
    wrong("expected the address of one node, not a multicast address: '239.1.2.3'",
        with("239.1.2.3", rest));
  }

  private static String[] with(String host, String... rest) {
    return Stream.concat(Stream.of("-H", host), Stream.of(rest)).toArray(String[]::new);
  }

  @Test
  void nothingIsAnErrorWithHelp() {
    Run run = Run.koi();
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("Usage: koi").endsWith("such as: koi status\n");
  }

  @Test
  void theVersionIsOneLine() {
    for (String argument : new String[] {"version", "-v", "--version"}) {
      assertThat(Run.koi(argument).out()).matches("koi \\d+\\.\\d+\\.\\d+\n");
    }
  }

  @Test
  void everyCommandOfTheTableHasAVerb() {
    for (Command command : Command.values()) {
      CommandLine line = commandLine();
      for (String word : command.word().split(" ", -1)) {
        assertThat(line.getSubcommands()).containsKey(word);
        line = requireNonNull(line.getSubcommands().get(word));
      }
    }
  }

  @Test
  void everyHelpHasAnExampleAndEndsWithTheExitCodes() {
    everyHelp(commandLine(), "koi");
    Run help = Run.koi("help", "promote");
    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("koi promote b --timeout 2m").contains("3   nobody reachable");
    assertThat(Run.koi("promote", "-h").out()).isEqualTo(help.out());
  }

  @Test
  void theQuickParserLeavesWhatItDoesNotKnow() {
    String[][] others = {
      {}, {"-h"}, {"help"}, {"status", "-h"}, {"status", "--wat"}, {"status", "-o"}, {"status", "-o", "xml"},
      {"promote"}, {"demote", "b"}, {"status", "a", "b"}, {"init"}, {"status", "--timeout=3"}, {"tree", "x"},
      {"kv"}, {"kv", "wat"}, {"kv", "get"}, {"kv", "get", "a", "b"}, {"kv", "set", "a", "--b"},
      {"kv", "get", "-w", "a"},
      {"kv", "if", "a", "=", "b", "to", "c"}, {"kv", "if", "a", "~", "b", "set", "c"}, {"kv", "set", "a"},
      {"kv", "cas", "a", "1"}, {"kv", "cas", "a", "x", "b"}, {"kv", "cas", "a", "1", "b", "--unset"},
      {"kv", "set", "a", "b", "--stale"}, {"status", "--unset"}, {"kv", "-eq", "if", "a"}, {"member", "add"},
    };
    for (String[] arguments : others) {
      assertThat(QuickLine.read(arguments)).as(String.join(" ", arguments)).isNull();
    }
  }

  private static void everyHelp(CommandLine line, String path) {
    if (path.endsWith(" help")) {
      return; // the library's own
    }
    String help = line.getUsageMessage();
    assertThat(help).as(path).contains("Example").contains("  " + path);
    String last = Manual.exitCodes(path).getLast();
    assertThat(help.strip()).as(path).endsWith(last.substring(last.indexOf(':') + 1));
    assertThat(help.lines()).as(path).allSatisfy(l -> assertThat(l).hasSizeLessThanOrEqualTo(90));
    line.getSubcommands().forEach((name, child) -> everyHelp(child, path + " " + name));
  }

  private static CommandLine commandLine() {
    return FullLine.commandLine(new World(System.out, System.err, Map.of(), false, Input.none()));
  }

  private static void wrong(String sentence, String... arguments) {
    Run run = Run.koi(arguments);
    assertThat(run.err()).startsWith("koi").contains(sentence).hasLineCount(1);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }
}
