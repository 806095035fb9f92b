package dev.koi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** koi config list, get, set, and koi-config of the original. */
class ConfigKeysTest {

  private static final String TEXT =
      "node {\n  port 42013 ; UDP\n}\ncluster {\n  password \"correct horse battery\"\n}\n";

  @TempDir private Path folder;
  private Path conf = Path.of("");

  @BeforeEach
  void write() throws IOException {
    conf = Files.writeString(folder.resolve("koi.conf"), TEXT);
  }

  @Test
  void listSaysWhatHoldsAndWhoSaysSo() {
    Run run = Run.koi("config", "list", "-o", "wide", "-f", conf.toString());
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .containsPattern("node.port +42013 +" + conf + ":2\n")
        .containsPattern("cluster.password +\\(hidden\\) +" + conf + ":5\n")
        .containsPattern("time.lease_soft +800ms +default\n")
        .containsPattern("node.name +- +default: the host's name\n")
        .doesNotContain("horse");
    String narrow = Run.koi("config", "list", "-f", conf.toString()).out();
    assertThat(narrow.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void asJsonForPrograms() {
    String list = Run.koi("config", "list", "-o", "json", "-f", conf.toString()).out();
    assertThat(list)
        .startsWith("{\"version\":1,\"valid\":true,\"keys\":[")
        .contains(
            "{\"name\":\"node.port\",\"value\":\"42013\",\"file\":\"" + conf
                + "\",\"line\":2,\"note\":null}")
        .contains("{\"name\":\"cluster.password\",\"value\":null,")
        .doesNotContain("horse");
    assertThat(Run.koi("config", "get", "node.port", "-o", "json", "-f", conf.toString()).out())
        .contains("\"keys\":[{\"name\":\"node.port\",\"value\":\"42013\"");
    assertThat(Run.koi("config", "check", "-o", "json", "-f", conf.toString()).out())
        .contains("\"problems\":[{\"severity\":\"warning\"", "\"bounds\":[\"");
    assertThat(Run.koi("version", "-o", "json").out()).contains("\"code\":0,\"message\":\"koi ");
  }

  @Test
  void getPrintsTheValueAlone() {
    assertThat(Run.koi("config", "get", "node.port", "-f", conf.toString()))
        .isEqualTo(new Run(0, "42013\n", ""));
    assertThat(Run.koi("config", "get", "cluster.quorum", "-f", conf.toString()).out()).isEqualTo("0\n");
    Run unset = Run.koi("config", "get", "node.name", "-f", conf.toString());
    assertThat(unset.code()).isEqualTo(1);
    assertThat(unset.err()).contains("not written; without it holds: the host's name");
  }

  @Test
  void setEditsTheFileAndSaysWhatARunningNodeNeeds() throws IOException {
    Run run = Run.koi("config", "set", "node.port", "42014", "-f", conf.toString());
    assertThat(run.out())
        .isEqualTo(
            conf + ":2: node.port is set, it was 42013\n"
                + "next: koi reconfigure, if a node runs with it\n");
    assertThat(conf).hasContent(TEXT.replace("42013", "42014"));
    assertThat(Run.koi("config", "set", "node.port", "42014", "-f", conf.toString()).out())
        .contains("is so already");
    onlyTheFile();
  }

  @Test
  void whatIsRefusedLeavesTheFileAsItIs() throws IOException {
    for (String[] wrong : new String[][] {
      {"node.prot", "1", "did you mean node.port?"}, {"node.port", "0", "expected a whole number"},
    }) {
      Run run = Run.koi("config", "set", wrong[0], wrong[1], "-f", conf.toString());
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).startsWith("koi config set: ").contains(wrong[2]).hasLineCount(1);
    }
    assertThat(conf).hasContent(TEXT);
    onlyTheFile();
    Run missing = Run.koi("config", "set", "node.port");
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).contains("needs VALUE, such as: koi config set time.profile fast");
  }

  @Test
  void modeIsKeptAndALinkStaysALink() throws IOException {
    Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(folder.resolve("link.conf"), conf);
    assertThat(Run.koi("config", "set", "node.runner", "true", "-f", link.toString()).code()).isZero();
    assertThat(link).isSymbolicLink();
    assertThat(Files.readString(conf)).contains("  runner true\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(conf))).isEqualTo("rw-r-----");
  }

  @Test
  void oldConfigSpeaksAsTheOriginal() throws IOException {
    String file = conf.toString();
    assertThat(Run.koi("koi-config", "-c", "/nowhere;" + file, "get", "node.port"))
        .isEqualTo(new Run(0, "42013\n", ""));
    assertThat(Run.koi("koi-config", "-c", file, "list").out())
        .isEqualTo("Configuration file: " + file + "\nnode {\n\tport \"42013\"\n}\n\n"
            + "cluster {\n\tpassword \"correct horse battery\"\n}\n\n\n");
    assertThat(Run.koi("koi-config", "--config=" + file, "get", "node.runner")).isEqualTo(new Run(1, "", ""));
    assertThat(Run.koi("koi-config", "-c", file, "get"))
        .isEqualTo(new Run(1, "Wrong argument count for get\n", ""));
    assertThat(Run.koi("koi-config", "-c", file, "put", "x").code()).isEqualTo(2);
    String changed = TEXT.replace("42013", "7");
    assertThat(Run.koi("koi-config", "-c", file, "set", "node.port", "7")).isEqualTo(new Run(0, changed, ""));
    assertThat(conf).hasContent(changed);
  }

  private void onlyTheFile() throws IOException {
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(conf);
    }
  }
}
