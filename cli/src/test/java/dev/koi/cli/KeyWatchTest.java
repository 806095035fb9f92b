package dev.koi.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.wire.api.ApiJson;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Response;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class KeyWatchTest {

  /** What ends a watch for good. */
  private static final String OVER =
      ApiJson.write(Response.refused(Refusal.NO_STORE, "this cluster has no store"));

  private static final String BUSY =
      ApiJson.write(Response.refused(Refusal.NO_LEADER, "no leader is heard"));

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void whatIsThereComesFirstThenEachChange() throws Exception {
    String one = "{\"key\":\"a\",\"value\":\"1\",\"revision\":3}";
    String two = "{\"key\":\"b\",\"value\":\"two\\nl\u00ednes\\\\ \\u0007\",\"revision\":2}";
    String later = "{\"key\":\"b\",\"value\":\"3\",\"revision\":9}";
    List<String> asked =
        watch("text", () -> false,
            items(one + "," + two, 3), items(one + "," + two, 3), items(one + "," + later, 9),
            items(later, 12), OVER);
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("b two\\nl\u00ednes\\\\ \\u0007", "a 1", "b 3", "a \\gone");
    assertThat(asked.stream().map(line -> requireNonNull(KeysTest.request(line).kv()).since()))
        .containsExactly(0L, 3L, 3L, 9L, 12L);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("koi kv watch: this cluster has no store\n");
  }

  @Test
  void asJsonEachChangeIsAnObject() throws Exception {
    String one = "{\"key\":\"a\",\"value\":\"1\",\"revision\":3}";
    watch("json", () -> false, items(one, 3), items("", 5), OVER);
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .startsWith(one, "{\"key\":\"a\",\"value\":null,\"revision\":5}");
  }

  @Test
  void whatPassesIsToldOnceAndWaitedFor() throws Exception {
    String one = "{\"key\":\"a\",\"value\":\"1\",\"revision\":3}";
    watch("text", () -> true, items("", 1), BUSY, BUSY, items(one, 3), OVER);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a 1\n");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            koi kv watch: no leader is heard
            trying again until Ctrl-C
            koi kv watch: this cluster has no store
            """);
  }

  @Test
  void whatCannotEvenBeginIsNotWaitedFor() throws Exception {
    watch("text", () -> true, BUSY, OVER);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("koi kv watch: no leader is heard\n");
  }

  /** Returns what was asked. */
  private List<String> watch(String format, BooleanSupplier pause, String... answers) throws Exception {
    Path conf = Files.writeString(folder.resolve("koi.conf"), "node { run_dir " + folder + " }\n");
    String[] arguments = {"kv", "watch", "-o", format, "-f", conf.toString()};
    QuickLine line = requireNonNull(QuickLine.read(arguments));
    World world = new World(stream(out), stream(err), Map.of(), false, Input.none());
    Queue<String> left = new ArrayDeque<>(List.of(answers));
    Queue<String> asked = new ArrayDeque<>();
    try (FakeDaemon _ = new FakeDaemon(folder, question -> {
      asked.add(question);
      return List.of(left.remove());
    })) {
      int code = new KeyWatch(world, line, new Asking(world, line)).run(pause);
      assertThat(code).isNotZero();
    }
    return List.copyOf(asked);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String items(String items, long revision) {
    return KeysTest.items(items, "null").replace("\"storeRevision\":40", "\"storeRevision\":" + revision);
  }
}
