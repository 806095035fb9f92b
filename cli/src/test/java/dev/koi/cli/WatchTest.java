package dev.koi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class WatchTest {

  private static final String WELL =
      "{\"version\":1,\"code\":0,\"message\":null,\"refusal\":null,\"more\":false,\"status\":"
          + "{\"version\":1,\"cluster\":13,\"observer\":\"a\",\"verdict\":\"OK\",\"leader\":\"a\",\"term\":4,"
          + "\"electors\":{\"known\":1,\"heard\":1},\"maintenance\":false,\"problems\":[],\"groups\":[],"
          + "\"nodes\":[{\"name\":\"a\",\"id\":\"0a\",\"elector\":true,\"runner\":true,\"state\":\"Slave\","
          + "\"address\":\"10.0.0.1:42012\",\"heardMillis\":1,\"uptimeSeconds\":58,\"version\":\"1.0.0\","
          + "\"services\":[{\"group\":\"default\",\"name\":\"web\","
          + "\"state\":\"Started\",\"action\":\"status\","
          + "\"failed\":false,\"message\":null}]}]},\"local\":null}";
  private static final String LATER =
      WELL.replace("\"uptimeSeconds\":58", "\"uptimeSeconds\":130")
          .replace("\"status\",\"failed", "null,\"failed");
  private static final String WORSE = WELL.replace("\"OK\"", "\"DEGRADED\"");

  @TempDir private Path folder;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void withoutATerminalEachChangeIsABlockAndAgesAreNone() throws Exception {
    assertThat(run("status", false, WELL, LATER, WORSE, WORSE, WELL)).isZero();
    assertThat(text().lines().filter(line -> line.contains(": cluster 13")))
        .containsExactly(
            "OK: cluster 13 seen by a, leader a, 1 of 1 electors",
            "DEGRADED: cluster 13 seen by a, leader a, 1 of 1 electors",
            "OK: cluster 13 seen by a, leader a, 1 of 1 electors");
    assertThat(text()).matches("(?s)\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\nOK: .*");
  }

  @Test
  void theTreeDoesNotMindThatStatusRuns() throws Exception {
    run("tree", false, WELL, LATER);
    assertThat(text()).containsOnlyOnce("/koi\n");
  }

  @Test
  void aDaemonThatGoesAwayIsSeenToGo() throws Exception {
    run("status", false, WELL, "", WELL);
    assertThat(text()).contains("koi status: no koinode answers on").containsPattern("(?s)OK: .*OK: ");
  }

  @Test
  void aTerminalIsRedrawnAndLeftAsItWas() throws Exception {
    run("status", true, WELL, WORSE);
    assertThat(text())
        .startsWith("\u001b[?1049h\u001b[?25l")
        .contains("\u001b[1;1HDEGRADED: ")
        .endsWith("\u001b[?25h\u001b[?1049l");
  }

  private int run(String verb, boolean terminal, String... answers) throws Exception {
    Path file = Files.writeString(folder.resolve("koi.conf"), "node { run_dir " + folder + " }\n");
    World world =
        new World(
            new PrintStream(bytes, true, StandardCharsets.UTF_8),
            System.err,
            Map.of("NO_COLOR", "1"),
            terminal,
            Input.none());
    QuickLine line =
        Objects.requireNonNull(QuickLine.read(new String[] {verb, "-w", "-f", file.toString()}));
    try (Answers daemon = new Answers(folder, answers)) {
      return new Watch(world, line, () -> Optional.of(new TerminalSize(24, 80))).run(daemon);
    }
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** One daemon after another; an empty answer is none. */
  private static final class Answers implements BooleanSupplier, AutoCloseable {

    private final Path folder;
    private final Queue<String> left;
    private Optional<FakeDaemon> daemon = Optional.empty();

    Answers(Path folder, String... answers) {
      this.folder = folder;
      this.left = new ArrayDeque<>(List.of(answers));
      getAsBoolean();
    }

    @Override
    public boolean getAsBoolean() {
      try {
        close();
        Files.deleteIfExists(folder.resolve("koi.sock"));
        String answer = left.poll();
        daemon = answer == null || answer.isEmpty()
            ? Optional.empty()
            : Optional.of(new FakeDaemon(folder, List.of(answer)));
        return answer != null;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      if (daemon.isPresent()) {
        daemon.get().close();
      }
    }
  }
}
