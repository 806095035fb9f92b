package dev.koi.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.wire.api.ApiJson;
import dev.koi.wire.api.Command;
import dev.koi.wire.api.KvPair;
import dev.koi.wire.api.KvRequest;
import dev.koi.wire.api.KvView;
import dev.koi.wire.api.MalformedRequest;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Request;
import dev.koi.wire.api.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code koi kv}, as a person sees it; what the daemon says is recorded, not made from our records. */
@Timeout(30)
class KeysTest {

  private static final String NONE = "\"status\":null,\"local\":null,\"failures\":null";
  private static final String VALUE =
      answer("{\"version\":1,\"value\":\"two\\nl\u00ednes\",\"revision\":12,\"names\":null,"
          + "\"items\":null,\"next\":null,\"ageMillis\":null,\"storeRevision\":40}");

  @TempDir private Path folder;
  private String conf = "";

  @BeforeEach
  void writeConfiguration() throws IOException {
    Path file = folder.resolve("koi.conf");
    Files.writeString(file, "node {\n  name a\n  run_dir " + folder + "\n}\n");
    conf = file.toString();
  }

  @Test
  void getPrintsTheValueAndANewline() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(folder, List.of(VALUE))) {
      assertThat(Run.koi("kv", "get", "/a/b", "-f", conf)).isEqualTo(new Run(0, "two\nl\u00ednes\n", ""));
      assertThat(ApiJson.request(daemon.question()))
          .isEqualTo(Request.ofStore(Command.KV_GET, KvRequest.of("a/b")));
      Run json = Run.koi("kv", "get", "a/b", "-o", "json", "-f", conf);
      assertThat(VALUE).contains("\"kv\":" + json.out().strip());
    }
  }

  @Test
  void whatMayBeOldSaysHowOldOnStandardError() throws Exception {
    String old = VALUE.replace("\"ageMillis\":null", "\"ageMillis\":3149");
    try (FakeDaemon daemon = new FakeDaemon(folder, List.of(old))) {
      Run run = Run.koi("kv", "get", "--stale", "a", "-f", conf);
      assertThat(run).isEqualTo(new Run(0, "two\nl\u00ednes\n", "koi kv get: as of 3.1 s ago\n"));
      assertThat(ApiJson.request(daemon.question()))
          .isEqualTo(Request.ofStore(Command.KV_GET, KvRequest.of("a").staleToo()));
    }
    Files.delete(folder.resolve("koi.sock"));
    try (FakeDaemon _ = new FakeDaemon(folder, List.of(VALUE))) {
      assertThat(Run.koi("kv", "get", "--stale", "a", "-f", conf).err())
          .isEqualTo("koi kv get: nobody knows how old this is\n");
    }
  }

  @Test
  void whatIsRefusedHasItsCode() throws Exception {
    Response refused = Response.refused(Refusal.NO_KEY, "there is no key a");
    try (FakeDaemon _ = new FakeDaemon(folder, List.of(ApiJson.write(refused)))) {
      assertThat(Run.koi("kv", "get", "a", "-f", conf))
          .isEqualTo(new Run(9, "", "koi kv get: there is no key a\n"));
      assertThat(Run.koi("kv", "if", "a", "=", "1", "set", "2", "-f", conf).code()).isEqualTo(9);
    }
  }

  /** Each writer names itself, so that what is asked twice happens once. */
  @Test
  void whatIsWrittenIsAskedForAsItIsTyped() throws Exception {
    Map<String, KvRequest> lines = new TreeMap<>();
    lines.put("kv set a/b 1", KvRequest.set("a/b", "1"));
    lines.put("kv set a -5", KvRequest.set("a", "-5"));
    lines.put("kv set -- -a --b", KvRequest.set("-a", "--b"));
    lines.put("kv set --timeout=3s -- -a --b", KvRequest.set("-a", "--b"));
    lines.put("kv unset a", KvRequest.of("a"));
    lines.put("kv if a -eq -1 set -2", KvRequest.setIf("a", "-eq", "-1", "-2"));
    lines.put("kv if a -lt 5 set 6 --timeout=3s", KvRequest.setIf("a", "-lt", "5", "6"));
    lines.put("kv if a = b set c", KvRequest.setIf("a", "=", "b", "c"));
    lines.put("kv cas a 0 b", KvRequest.swap("a", 0, "b"));
    lines.put("kv cas a 7 --unset", KvRequest.swap("a", 7, null));
    lines.put("noop", KvRequest.of(null));
    String done = written("a is set (revision 7)");
    try (FakeDaemon daemon = new FakeDaemon(folder, List.of(done))) {
      for (Map.Entry<String, KvRequest> each : lines.entrySet()) {
        Run run = Run.koi(("-f " + conf + " " + each.getKey()).split(" "));
        assertThat(run).as(each.getKey()).isEqualTo(new Run(0, "a is set (revision 7)\n", ""));
        KvRequest asked = requireNonNull(ApiJson.request(daemon.question()).kv());
        assertThat(asked.client()).isNotNull();
        assertThat(asked.sequence()).isEqualTo(1);
        assertThat(anonymous(asked)).as(each.getKey()).isEqualTo(each.getValue());
      }
    }
  }

  private static KvRequest anonymous(KvRequest kv) {
    return new KvRequest(
        kv.key(), kv.value(), kv.operator(), kv.operand(), kv.revision(), kv.values(),
        kv.stale(), kv.since(), kv.after(), null, null);
  }

  @Test
  void aDashIsStandardInput() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(folder, List.of(written("done")))) {
      Run.fed("two\nl\u00ednes\n", false, "kv", "set", "a", "-", "-f", conf);
      KvRequest asked = requireNonNull(ApiJson.request(daemon.question()).kv());
      assertThat(asked.value()).isEqualTo("two\nl\u00ednes");
    }
  }

  @Test
  void aListIsOneNameALineHoweverManyPagesItHas() throws Exception {
    String first = names("\"a\",\"b/\"", "\"b/\"");
    String second = names("\"c\"", "null");
    try (FakeDaemon daemon =
        new FakeDaemon(folder, asked -> List.of(after(asked) == null ? first : second))) {
      assertThat(Run.koi("kv", "list", "-f", conf)).isEqualTo(new Run(0, "a\nb/\nc\n", ""));
      daemon.question();
      assertThat(after(daemon.question())).isEqualTo("b/");
      assertThat(Run.koi("kv", "list", "-o", "json", "-f", conf).out())
          .contains("\"names\":[\"a\",\"b/\",\"c\"]", "\"next\":null");
    }
  }

  @Test
  void anExportIsAnImport() throws Exception {
    String first = items("{\"key\":\"a\",\"value\":\"1\",\"revision\":3}", "\"a\"");
    String second =
        items("{\"key\":\"b/c\",\"value\":\"\\\"two\\nlines\\\"\",\"revision\":4}", "null");
    try (FakeDaemon daemon = new FakeDaemon(folder, asked ->
        asked.contains("kv import")
            ? List.of(written("2 keys are imported (revision 9)"))
            : List.of(after(asked) == null ? first : second))) {
      Run export = Run.koi("kv", "export", "-f", conf);
      assertThat(export.out())
          .isEqualTo(
              """
              {"key":"a","value":"1"}
              {"key":"b/c","value":"\\"two\\nlines\\""}
              """);
      daemon.question();
      daemon.question();
      Run run = Run.fed(export.out() + "\n", false, "kv", "import", "--yes", "-f", conf);
      assertThat(run).isEqualTo(new Run(0, "2 keys are imported (revision 9)\n", ""));
      assertThat(requireNonNull(ApiJson.request(daemon.question()).kv()).values())
          .isEqualTo(Map.of("a", "1", "b/c", "\"two\nlines\""));
    }
  }

  @Test
  void anImportAsksWhoeverIsThere() throws Exception {
    String data = "{\"key\":\"a\",\"value\":\"1\"}\n";
    Path file = Files.writeString(folder.resolve("all.json"), data);
    Run nobody = Run.fed(data, false, "kv", "import", "-f", conf);
    assertThat(nobody.code()).isEqualTo(2);
    assertThat(nobody.err()).contains("needs --yes where nobody can be asked (import 1 key");
    Run no = Run.fed("\n", true, "kv", "import", file.toString(), "-f", conf);
    assertThat(no).isEqualTo(
        new Run(1, "", "import 1 key over what is there? [y/N] koi kv import: nothing is changed\n"));
    try (FakeDaemon _ = new FakeDaemon(folder, List.of(written("1 key is imported (revision 9)")))) {
      assertThat(Run.fed("y\n", true, "kv", "import", file.toString(), "-f", conf).code()).isZero();
    }
  }

  /** Nothing is written unless all of it can be. */
  @Test
  void aLineThatIsNoKeyAndValueIsNamed() {
    Map<String, String> bad =
        Map.of(
            "hello", "line 2: a JSON object expected",
            "{\"key\":\"b\"}", "line 2: value is missing",
            "{\"key\":\"b//c\",\"value\":\"\"}", "line 2: between two slashes",
            "{\"key\":\"/a\",\"value\":\"\"}", "line 2: a stands here a second time",
            "{\"key\":\"a/b\",\"value\":\"\"}", "a would be a key and a folder",
            "{\"key\":\"b\",\"value\":\"" + "x".repeat(32 * 1024 + 1) + "\"}", "at most 32 KiB");
    bad.forEach(
        (line, complaint) -> {
          String data = "{\"key\":\"a\",\"value\":\"1\"}\n" + line + "\n";
          Run run = Run.fed(data, false, "kv", "import", "--yes", "-f", conf);
          assertThat(run.code()).as(line).isEqualTo(2);
          assertThat(run.err()).startsWith("koi kv import: standard input").contains(complaint);
        });
  }

  @Test
  void whatIsMoreThanOneImportTakesIsSplitInTheOrderOfTheKeys() throws Exception {
    StringBuilder data = new StringBuilder("{\"key\":\"koi/x\",\"value\":\"\"}\n");
    Map<String, String> all = new TreeMap<>();
    for (int i = 10; i < 20; i++) {
      all.put("k" + i, "\\\\".repeat(5_000));
      data.append(ApiJson.write(new KvPair("k" + i, "\\\\".repeat(5_000)))).append("\n");
    }
    List<KvRequest> asked = new ArrayList<>();
    try (FakeDaemon _ = new FakeDaemon(folder, line -> {
      asked.add(requireNonNull(request(line).kv()));
      return List.of(written("done"));
    })) {
      Run run = Run.fed(data.toString(), false, "kv", "import", "--yes", "-f", conf);
      assertThat(run.out()).isEqualTo("10 keys are imported in 5 parts (revision 7)\n");
      assertThat(run.err())
          .isEqualTo("koi kv import: 1 of the keys lie below koi/, which koi itself writes: left out\n");
    }
    Map<String, String> got = new TreeMap<>();
    asked.forEach(kv -> got.putAll(requireNonNull(kv.values())));
    assertThat(got).isEqualTo(all);
    assertThat(asked.stream().map(KvRequest::client).distinct()).hasSize(1);
    assertThat(asked.stream().map(KvRequest::sequence)).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void aPartThatFailsSaysWhatIsWritten() throws Exception {
    StringBuilder data = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      data.append(ApiJson.write(new KvPair("k" + i, "x".repeat(30_000)))).append("\n");
    }
    String no = ApiJson.write(Response.refused(Refusal.KEY_OR_FOLDER, "k1 would be both"));
    try (FakeDaemon _ =
        new FakeDaemon(folder, line -> List.of(line.contains("\"k1\"") ? no : written("done")))) {
      Run run = Run.fed(data.toString(), false, "kv", "import", "--yes", "-f", conf);
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains("k1 would be both\nwritten: 1 of 3 keys, through k0; the rest is not");
    }
  }

  /** Whoever took it may have done it; repeated by whomever, it happens once all the same. */
  @Test
  void aWriteWithoutAnAnswerIsPutToTheOthers() throws Exception {
    Path file = folder.resolve("koi.conf");
    Files.writeString(file, """
        node { run_dir %s }
        cluster {
          password "correct horse battery"
          transport "127.0.0.1, 127.0.0.9"
        }
        """.formatted(folder));
    try (FakeDaemon _ = new FakeDaemon(folder, FakeDaemon.SILENCE)) {
      Run run = Run.koi("kv", "set", "a", "1", "--no-wait", "-t", "200ms", "-f", conf);
      assertThat(run.code()).isEqualTo(3);
      assertThat(run.err()).contains("nobody answered in 0.2 s at 127.0.0.9");
    }
  }

  private static @Nullable String after(String line) {
    return requireNonNull(request(line).kv()).after();
  }

  static Request request(String line) {
    try {
      return ApiJson.request(line);
    } catch (MalformedRequest e) {
      throw new AssertionError(line, e);
    }
  }

  static String answer(String kv) {
    String before = "{\"version\":1,\"code\":0,\"message\":null,\"refusal\":null,\"more\":false,";
    return (before + "%s,\"kv\":%s,\"members\":null}")
        .formatted(NONE, kv);
  }

  private static String names(String names, String next) {
    return answer(
        "{\"version\":1,\"value\":null,\"revision\":null,\"names\":[%s],\"items\":null,\"next\":%s,"
            .formatted(names, next)
            + "\"ageMillis\":null,\"storeRevision\":40}");
  }

  static String items(String items, String next) {
    return answer(
        "{\"version\":1,\"value\":null,\"revision\":null,\"names\":null,\"items\":[%s],\"next\":%s,"
            .formatted(items, next)
            + "\"ageMillis\":null,\"storeRevision\":40}");
  }

  private static String written(String message) {
    return ApiJson.write(Response.written(message, KvView.written(7)));
  }
}
