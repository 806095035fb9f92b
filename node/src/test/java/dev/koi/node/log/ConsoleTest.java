package dev.koi.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.node.port.Journal.Level;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void plainLinesHaveTimeLevelAndText() throws IOException {
    say(Console.Style.PLAIN, Level.WARN, "so");
    assertThat(text()).matches("\\d\\d:\\d\\d:\\d\\d\\.000 WARN  so\n");
  }

  @Test
  void theJournalGetsAPriorityOnEachLineAndNoTime() throws IOException {
    say(Console.Style.JOURNAL, Level.ERROR, "one\ntwo");
    say(Console.Style.JOURNAL, Level.TRACE, "three");
    assertThat(text()).isEqualTo("<3>one\n<3>two\n<7>three\n");
  }

  @Test
  void coloursSurroundTimeAndLevelOnly() throws IOException {
    say(Console.Style.COLOURED, Level.INFO, "so");
    assertThat(text()).contains("\033[34mINFO \033[0m so\n");
  }

  @Test
  void theJournalIsKnownByItsDeviceAndInode() throws IOException {
    Map<String, Object> facts = Files.readAttributes(Path.of("/proc/self/fd/1"), "unix:dev,ino");
    assertThat(Console.isJournal(facts.get("dev") + ":" + facts.get("ino"))).isTrue();
    assertThat(Console.isJournal("8:1")).isFalse();
    assertThat(Console.isJournal("")).isFalse();
    assertThat(Console.isJournal(null)).isFalse();
  }

  private void say(Console.Style style, Level level, String text) throws IOException {
    Console console = new Console(out, StandardCharsets.UTF_8, style);
    console.say(new Line(Instant.EPOCH, level, text));
    console.flush();
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
