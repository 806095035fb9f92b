package dev.koi.node.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.name.NodeName;
import dev.koi.node.start.Options.Log;
import dev.koi.node.start.Options.Parsed;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

  @Test
  void withoutOptionsItLogsToTheConsoleInTheForeground() {
    Options options = options();
    assertThat(options.log()).containsExactly(Log.CONSOLE);
    assertThat(options.pidFile()).isNull();
    assertThat(options.files()).isEmpty();
  }

  @Test
  void inTheBackgroundItLogsToSyslogUnlessToldOtherwise() {
    assertThat(options("--daemonize", "/run/pid").log()).containsExactly(Log.SYSLOG);
    assertThat(options("--daemonize=/run/pid", "--log", "file").log()).containsExactly(Log.FILE);
  }

  @Test
  void allOfTheOriginalsOptionsAreUnderstood() {
    Options options =
        options("-C", "-d", "-f", "a", "--file=b", "-n", "x", "--log", "console,syslog,file");
    assertThat(options.files()).containsExactly(Path.of("a"), Path.of("b"));
    assertThat(options.name()).isEqualTo(new NodeName("x"));
    assertThat(options.log()).containsExactly(Log.CONSOLE, Log.SYSLOG, Log.FILE);
    assertThat(options.noColour()).isTrue();
    assertThat(options.debug()).isTrue();
    assertThat(options.likesColour()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "--daemonise, did you mean --daemonize?",
    "--fil, did you mean --file?",
    "start, koinode takes nothing else",
    "-f, -f needs a value",
    "--log=sislog, did you mean syslog?",
    "--log=, 'console, syslog, file'",
    "--name=a/b, no node name",
    "--help=me, takes no value",
    "--file=, needs the name of a file",
  })
  void aMistakeIsOneSentenceWithTheClosestWord(String argument, String words) {
    Parsed parsed = Options.parse(new String[] {argument}, "1");
    assertThat(parsed).isInstanceOf(Parsed.Say.class);
    Parsed.Say say = (Parsed.Say) parsed;
    assertThat(say.exitCode()).isEqualTo(2);
    assertThat(say.text()).startsWith("koinode: ").contains(words);
    assertThat(say.text().lines()).hasSize(1);
  }

  @Test
  void aConsoleThatNobodySeesIsRefused() {
    Parsed parsed = Options.parse(new String[] {"--daemonize", "x", "--log", "console,file"}, "1");
    assertThat(parsed).isInstanceOf(Parsed.Say.class);
  }

  private static Options options(String... arguments) {
    Parsed parsed = Options.parse(arguments, "1");
    assertThat(parsed).isInstanceOf(Parsed.Run.class);
    return ((Parsed.Run) parsed).options();
  }
}
