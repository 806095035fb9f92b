package dev.koi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.wire.api.ApiJson;
import dev.koi.wire.api.Command;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Request;
import dev.koi.wire.api.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class AskingTest {

  /** Recorded, not made from our records: what stands here is the protocol. */
  private static final String VIEW =
      "{\"version\":1,\"cluster\":13,\"observer\":\"a\",\"verdict\":\"OK\",\"leader\":\"a\",\"term\":4,"
          + "\"electors\":{\"known\":2,\"heard\":2},\"maintenance\":false,\"problems\":[],"
          + "\"groups\":[{\"name\":\"default\",\"master\":\"b\",\"epoch\":7,\"phase\":\"Promoted\","
          + "\"untilMillis\":null,\"manual\":false,\"since\":\"2026-11-20T10:00:00Z\",\"candidates\":[]}],"
          + "\"nodes\":[{\"name\":\"a\",\"id\":\"0a\",\"elector\":true,\"runner\":true,\"state\":\"Slave\","
          + "\"address\":\"10.0.0.1:42012\",\"heardMillis\":0,\"uptimeSeconds\":3600,"
          + "\"version\":\"1.0.0\",\"services\":[],\"paths\":[]},"
          + "{\"name\":\"b\",\"id\":\"0b\",\"elector\":true,\"runner\":true,\"state\":\"Master\","
          + "\"address\":\"10.0.0.2:42012\",\"heardMillis\":42,\"uptimeSeconds\":3600,"
          + "\"version\":\"1.0.0\",\"services\":[],\"paths\":[]}]}";

  private static final String STATUS = statusWith(0, VIEW);
  private static final String DONE =
      "{\"version\":1,\"code\":0,\"message\":\"b is master of default\",\"refusal\":null,"
          + "\"more\":false,\"status\":null,\"local\":null}";

  @TempDir private Path folder;
  private String conf = "";

  @BeforeEach
  void writeConfiguration() throws IOException {
    Path file = folder.resolve("koi.conf");
    Files.writeString(file, "node {\n  name a\n  run_dir " + folder + "\n}\n");
    conf = file.toString();
  }

  @Test
  void statusPrintsTheVerdictFirst() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(folder, List.of(STATUS))) {
      Run run = Run.koi("status", "-f", conf);
      assertThat(run.out()).startsWith("OK: cluster 13 seen by a, leader a, 2 of 2 electors\n");
      assertThat(run.code()).isZero();
      assertThat(run.err()).isEmpty();
      assertThat(ApiJson.request(daemon.question())).isEqualTo(Request.of(Command.STATUS));
    }
  }

  /** Contract: {@code -c} wins over {@code NO_COLOR} and over the want of a terminal. */
  @Test
  void coloursAreThereWhenTheyAreAskedFor() throws Exception {
    try (FakeDaemon _ = new FakeDaemon(folder, List.of(STATUS, STATUS))) {
      Map<String, String> without = Map.of("NO_COLOR", "1");
      assertThat(Run.in(without, "-c", "status", "-f", conf).out()).contains("\u001b[");
      assertThat(Run.in(without, "status", "-f", conf).out()).doesNotContain("\u001b[");
    }
  }

  /** The daemon here asks for no secret, so nobody is asked from afar because there is one. */
  @Test
  void aSecretAloneAsksNobodyFromAfar() throws Exception {
    try (FakeDaemon _ = new FakeDaemon(folder, List.of(STATUS))) {
      Run run = Run.in(Map.of("KOI_SECRET", "of another cluster"), "status", "-f", conf);
      assertThat(run.code()).isZero();
    }
  }

  @Test
  void statusAsJsonIsTheViewAsItCame() throws Exception {
    try (FakeDaemon _ = new FakeDaemon(folder, List.of(STATUS))) {
      assertThat(Run.koi("-o", "json", "-f", conf, "status").out()).isEqualTo(VIEW + "\n");
    }
  }

  @Test
  void aVerdictThatIsNotWellIsExitCode4() throws Exception {
    String degraded = statusWith(4, VIEW.replace("\"OK\"", "\"DEGRADED\""));
    try (FakeDaemon _ = new FakeDaemon(folder, List.of(degraded))) {
      assertThat(Run.koi("status", "-f", conf).code()).isEqualTo(4);
      assertThat(Run.koi("tree", "-f", conf).code()).as("the tree is no verdict").isZero();
    }
  }

  @Test
  void statusOfOneNodeShowsThatNode() throws Exception {
    try (FakeDaemon _ = new FakeDaemon(folder, List.of(STATUS))) {
      Run run = Run.koi("status", "b", "-f", conf);
      assertThat(run.out()).contains("\nb     Master").doesNotContain("\na     Slave");
      assertThat(Run.koi("status", "0B", "-f", conf).out()).isEqualTo(run.out());
    }
  }

  @Test
  void aNodeThatNobodyKnowsIsExitCode1() throws Exception {
    try (FakeDaemon _ = new FakeDaemon(folder, List.of(STATUS))) {
      Run run = Run.koi("status", "c", "-f", conf);
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).isEqualTo("koi status: no node 'c' is known to a, only a, b\n");
    }
  }

  @Test
  void anOrderSaysWhatHappened() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(folder, List.of(DONE))) {
      Run run = Run.koi("promote", "b", "--timeout", "30s", "--reason", "test", "-f", conf);
      assertThat(run).isEqualTo(new Run(0, "b is master of default\n", ""));
      assertThat(ApiJson.request(daemon.question()))
          .isEqualTo(new Request(1, Command.PROMOTE, "b", null, "test", false, false, 30_000, null, null));
    }
  }

  @Test
  void theSlowParserAsksTheSameAsTheQuickOne() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(folder, List.of(DONE))) {
      Run.koi("promote", "b", "--timeout", "30s", "--no-wait", "--force", "-f", conf);
      Run.koi("-f" + conf, "promote", "--timeout=30s", "--no-wait", "--force", "b");
      assertThat(daemon.question()).isEqualTo(daemon.question());
    }
  }

  @Test
  void aRefusalGoesToStandardErrorWithItsCode() throws Exception {
    Response refused = Response.refused(Refusal.NO_QUORUM, "1 of 3 electors heard\nnext: wait");
    try (FakeDaemon _ = new FakeDaemon(folder, List.of(ApiJson.write(refused)))) {
      assertThat(Run.koi("elect", "-f", conf))
          .isEqualTo(new Run(3, "", "koi elect: 1 of 3 electors heard\nnext: wait\n"));
      Run json = Run.koi("elect", "-o", "json", "-f", conf);
      assertThat(json).isEqualTo(new Run(3, ApiJson.write(refused) + "\n", ""));
    }
  }

  @Test
  void linesBeforeTheLastAreProgress() throws Exception {
    String first = DONE.replace("b is master of default", "a demotes").replace("false", "true");
    try (FakeDaemon _ = new FakeDaemon(folder, List.of(first, DONE))) {
      assertThat(Run.koi("promote", "b", "-f", conf).out())
          .isEqualTo("a demotes\nb is master of default\n");
    }
  }

  @Test
  void aDaemonThatIsNotThereIsNamedWithTheNextStep() {
    Run run = Run.koi("status", "-f", conf);
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .startsWith("koi status: no koinode answers on " + folder + "/koi.sock (node.run_dir in " + conf)
        .contains("No such file")
        .contains("next: start the daemon with 'koinode -f " + conf + "'");
  }

  @Test
  void aDaemonThatLeftItsSocketIsNotThere() throws Exception {
    new FakeDaemon(folder, List.of(STATUS)).close();
    Run run = Run.koi("local", "-f", conf);
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("Connection refused");
  }

  @Test
  void aDaemonThatIsSilentIsGivenUpInTime() throws Exception {
    try (FakeDaemon _ = new FakeDaemon(folder, FakeDaemon.SILENCE)) {
      Run run = Run.koi("status", "-t", "200ms", "-f", conf);
      assertThat(run.code()).isEqualTo(3);
      assertThat(run.err()).contains("no answer within 0.2 s", "next: look at the daemon's log");
    }
  }

  @Test
  void anAnswerThatIsNoneIsNotTakenForOne() throws Exception {
    for (String line : List.of("hello", "{\"version\":2,\"code\":0,\"message\":\"x\"}", "{\"version\":1")) {
      try (FakeDaemon _ = new FakeDaemon(folder, List.of(line))) {
        Run run = Run.koi("elect", "-f", conf);
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("no koinode of this version");
      }
      Files.delete(folder.resolve("koi.sock"));
    }
  }

  @Test
  void aMistakeElsewhereInTheConfigurationDoesNotHideTheCluster() throws Exception {
    Files.writeString(Path.of(conf), "node {\n run_dir " + folder + "\n port many\n}\ncluster {");
    try (FakeDaemon _ = new FakeDaemon(folder, List.of(STATUS))) {
      assertThat(Run.koi("status", "-f", conf).out()).startsWith("OK: ");
    }
  }

  @Test
  void theLaterFileSaysWhereTheDaemonIs() throws Exception {
    Path other = Files.writeString(folder.resolve("other.conf"), "node { run_dir /nowhere }");
    assertThat(Run.koi("status", "-f", conf, "-f", other.toString()).err())
        .contains("/nowhere/koi.sock (node.run_dir in " + other + ":1:");
  }

  @Test
  void debugShowsWhatIsAskedAndAnswered() throws Exception {
    try (FakeDaemon _ = new FakeDaemon(folder, List.of(STATUS))) {
      Run run = Run.koi("status", "-d", "-f", conf);
      assertThat(run.err()).contains("socket " + folder, "> {\"version\":1", "< " + STATUS);
    }
  }

  private static String statusWith(int code, String view) {
    return "{\"version\":1,\"code\":%d,\"message\":null,\"refusal\":null,\"more\":false,".formatted(code)
        + "\"status\":%s,\"local\":null}".formatted(view);
  }
}
