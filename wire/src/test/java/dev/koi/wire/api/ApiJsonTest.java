package dev.koi.wire.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.core.message.NodeState;
import dev.koi.core.message.ServiceState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiJsonTest {

  private static final String ID_A = "6f1f64b2-39a7-4a45-8b49-6f5a5a0f9a01";
  private static final String ID_B = "6f1f64b2-39a7-4a45-8b49-6f5a5a0f9a02";

  @Test
  void theDocumentedStatusIsWrittenKeyByKeyInOrder() throws Exception {
    assertThat(ApiJson.write(Response.status(view()))).isEqualTo(golden("status.json"));
    assertThat(golden("status.json")).contains(ApiJson.write(view()));
  }

  @Test
  void theDocumentedStatusIsReadBack() throws Exception {
    assertThat(ApiJson.response(golden("status.json"))).isEqualTo(Response.status(view()));
  }

  @Test
  void theDocumentedLocalViewIsWrittenAndReadBack() throws Exception {
    Response response = Response.local(local());
    assertThat(ApiJson.write(response)).isEqualTo(golden("local.json"));
    assertThat(ApiJson.response(golden("local.json"))).isEqualTo(response);
    assertThat(golden("local.json")).contains(ApiJson.write(local()));
  }

  @Test
  void anOrderIsWrittenAndReadBack() throws Exception {
    Request order =
        new Request(
            1, Command.PROMOTE, "b", "default", "disk \"sda\"\nis full", true, true, 60_000, null, null);
    assertThat(ApiJson.write(order)).isEqualTo(golden("promote.json"));
    assertThat(ApiJson.request(golden("promote.json"))).isEqualTo(order);
  }

  @Test
  void aRequestNeedsNoMoreThanVersionAndCommand() throws Exception {
    assertThat(ApiJson.request("{\"version\":1,\"command\":\"status\"}"))
        .isEqualTo(Request.of(Command.STATUS));
  }

  @Test
  void aKeyOfALaterVersionIsIgnored() throws Exception {
    assertThat(ApiJson.request("{\"version\":1,\"later\":[{\"a\":[1]}],\"command\":\"elect\"}"))
        .isEqualTo(Request.of(Command.ELECT));
  }

  @Test
  void aRefusalCarriesItsExitCode() throws Exception {
    Response refused = Response.refused(Refusal.NO_QUORUM, "1 of 3 electors heard");
    assertThat(refused.code()).isEqualTo(ExitCode.NOBODY);
    assertThat(ApiJson.response(ApiJson.write(refused))).isEqualTo(refused);
  }

  @Test
  void whatIsNoRequestIsSaidInOneSentence() {
    complains("", "a whole JSON object expected");
    complains("status", "a JSON object expected");
    complains("[1]", "a JSON object expected");
    complains("{\"version\":1,\"command\":\"status\"", "the line ends before it does");
    complains("{\"version\":1,\"command\":\"status\"} {}", "more follows");
    complains("{\"version\":1}", "command is missing");
    complains("{\"command\":\"status\"}", "version 1 expected, not 0");
    complains("{\"version\":2,\"command\":\"status\"}", "version 1 expected, not 2");
    complains("{\"version\":1,\"command\":\"stauts\"}", "'stauts' is not one of local, status");
    complains("{\"version\":1,\"command\":\"promote\"}", "promote needs a node");
    complains("{\"version\":1,\"command\":\"promote\",\"node\":\"a b\"}", "node must be a name");
    complains("{\"version\":1,\"command\":\"elect\",\"group\":\"a/b\"}", "group is not");
    complains("{\"version\":1,\"command\":\"elect\",\"timeoutMillis\":-1}", "timeoutMillis must");
    complains(
        "{\"version\":1,\"command\":\"elect\",\"reason\":\"" + "x".repeat(1001) + "\"}",
        "reason must have at most 1000");
    complains("{\"version\":1,\"command\":\"status\",\"x\":" + "[".repeat(60_000), "nested more");
  }

  @Test
  void aStatusWithAHoleIsNoStatus() throws Exception {
    String whole = golden("status.json");
    for (String hole :
        List.of(
            whole.replace("\"observer\":\"a\",", ""),
            whole.replace("\"verdict\":\"OK\"", "\"verdict\":null"),
            whole.replace("\"phase\":\"Promoted\"", "\"phase\":\"Elevated\""),
            whole.replace("\"problems\":[{", "\"problems\":[null,{"))) {
      assertThat(hole).isNotEqualTo(whole);
      assertThatThrownBy(() -> ApiJson.response(hole)).isInstanceOf(MalformedResponse.class);
    }
  }

  private static void complains(String line, String sentence) {
    assertThatThrownBy(() -> ApiJson.request(line))
        .isInstanceOf(MalformedRequest.class)
        .hasMessageContaining(sentence);
  }

  private static StatusView view() {
    Instant since = Instant.parse("2026-11-20T10:00:00Z");
    return new StatusView(
        1,
        13,
        "a",
        Verdict.OK,
        "a",
        4,
        new StatusView.Electors(3, 3),
        false,
        List.of(new StatusView.Problem("node.guard is off", "a", null, null)),
        List.of(
            new StatusView.Group(
                "default",
                "b",
                7L,
                Phase.PROMOTED,
                null,
                false,
                since,
                List.of(new StatusView.Candidate("a", true, "Standby")))),
        List.of(
            new StatusView.Node(
                "a",
                ID_A,
                true,
                true,
                NodeState.SLAVE,
                "10.0.0.1:42012",
                42L,
                3600L,
                "1.0.0",
                List.of(
                    new StatusView.Service(
                        "default", "ping", ServiceState.STARTED, "status", false, null)),
                List.of(
                    new StatusView.Path(
                        "10.0.0.1:42012", PathKind.CONFIGURED, 412L, 0, 42L),
                    new StatusView.Path(
                        "239.192.0.13:42012", PathKind.MULTICAST, null, null, 900L))),
            new StatusView.Node(
                "b",
                ID_B,
                true,
                true,
                NodeState.DISCONNECTED,
                null,
                null,
                null,
                null,
                List.of(),
                List.of())));
  }

  @Test
  void aStatusOfADaemonThatKnowsNoPathsYetIsReadAsOneWithoutAny() throws Exception {
    String line = golden("status.json").replaceAll(",\"paths\":\\[[^]]*]", "");
    assertThat(line).doesNotContain("paths");
    StatusView view = requireNonNull(ApiJson.response(line).status());
    assertThat(view.nodes()).hasSize(2).allMatch(node -> node.paths().isEmpty());
  }

  private static LocalView local() {
    return new LocalView(
        1,
        ID_A,
        "a",
        42012,
        false,
        true,
        true,
        Instant.parse("2026-11-20T09:00:00.250Z"),
        "1.0.0",
        NodeState.SLAVE,
        13,
        "a",
        2,
        3,
        List.of("a", "b", "c"));
  }

  static String golden(String name) throws IOException {
    try (InputStream in = ApiJsonTest.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("no golden file " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
