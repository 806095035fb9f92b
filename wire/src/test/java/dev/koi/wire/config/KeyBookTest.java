package dev.koi.wire.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyBookTest {

  private static final String TEXT =
      """
      ; ours
      node {
        port 42013   ; UDP
      }
      cluster {
        password "correct horse battery"
      }
      """;

  @TempDir private Path folder;
  private Path conf = Path.of("");

  @BeforeEach
  void write() throws IOException {
    conf = file("koi.conf", TEXT);
  }

  @Test
  void aRowSaysWhatHoldsAndWhereItStands() throws Exception {
    KeyBook book = KeyBook.read(List.of(conf));
    assertThat(book.row("node.port"))
        .isEqualTo(new KeyRow("node.port", "42013", conf.toString(), 3, "", false));
    assertThat(book.row("cluster.quorum"))
        .isEqualTo(new KeyRow("cluster.quorum", "0", null, 0, "", false));
    assertThat(book.row("time.lease_soft").value()).isEqualTo("800ms");
    assertThat(book.row("node.name"))
        .isEqualTo(new KeyRow("node.name", null, null, 0, "the host's name", false));
    assertThat(book.row("cluster.password").secret()).isTrue();
    assertThat(book.rows()).extracting(KeyRow::name)
        .contains("service.folder", "time.profile").doesNotContain("time.master_dead_time");
  }

  @Test
  void aChangedValueStandsWhereItStood() throws Exception {
    assertThat(set("node.port", "42014")).isEqualTo(TEXT.replace("42013", "42014"));
    assertThat(change(List.of(conf), "node.port", "42014").line()).isEqualTo(3);
  }

  @Test
  void aMissingKeyGoesToItsSectionAndAMissingSectionToTheEnd() throws Exception {
    assertThat(set("node.runner", "true")).isEqualTo(TEXT.replace("; UDP\n", "; UDP\n  runner true\n"));
    assertThat(set("time.profile", "fast")).isEqualTo(TEXT + "\ntime {\n  profile fast\n}\n");
    assertThat(set("group.default.runners", "a, b"))
        .isEqualTo(TEXT + "\ngroup default {\n  runners \"a, b\"\n}\n");
  }

  @Test
  void whatIsWrongIsRefusedWithWhatWasMeant() {
    refused("node.prot", "1", "there is no key 'node.prot'; did you mean node.port?");
    refused("nod.port", "1", "did you mean node.port?");
    refused("port", "1", "did you mean node.port?");
    refused("node", "1", "'node' is a section");
    refused("group.web", "1", "expected group.NAME.KEY");
    refused("group.web.clas", "x", "did you mean group.web.class?");
    refused("node.port", "many", "node.port: expected a whole number from 1 to 65535, not 'many'");
    refused("time.lease_soft", "5s", "section time: ");
    refused("cluster.password", "secret", "everybody knows it");
  }

  @Test
  void oneOfSeveralMistakesCanBeMended() throws Exception {
    conf = file("koi.conf", TEXT.replace("42013", "many").replace("; ours", "node { elector maybe }"));
    assertThat(set("node.port", "1")).contains("port 1   ; UDP");
    refused("node.port", "more", "node.port: expected");
  }

  @Test
  void whatIsNoInfoIsNotEdited() throws Exception {
    conf = file("koi.conf", TEXT + "}");
    refused("node.port", "1", "this '}' closes nothing; nothing is edited before that is mended");
  }

  @Test
  void theFileInWhichTheKeyStandsIsEdited() throws Exception {
    Path part = file("part.conf", "port 1\n");
    conf = file("koi.conf", "node {\n  #include \"part.conf\"\n}\ncluster { password 123456789012 }\n");
    KeyChange change = change(List.of(conf), "node.port", "2");
    assertThat(change.file()).isEqualTo(part.toString());
    assertThat(change.text()).isEqualTo("port 2\n");
    assertThat(set("node.priority", "3")).startsWith("node {\n  priority 3\n  #include");
  }

  @Test
  void ofSeveralFilesTheLastThatHasTheKeyElseTheLast() throws Exception {
    Path over = file("over.conf", "cluster { quorum 2 }\n");
    List<Path> both = List.of(conf, over);
    assertThat(change(both, "node.port", "2").file()).isEqualTo(conf.toString());
    assertThat(change(both, "cluster.quorum", "1").file()).isEqualTo(over.toString());
    assertThat(change(both, "cluster.id", "7").text()).isEqualTo("cluster { quorum 2 id 7 }\n");
    assertThat(change(both, "node.runner", "true").text())
        .isEqualTo("cluster { quorum 2 }\n\nnode {\n  runner true\n}\n");
  }

  @Test
  void theNameThatDoesNotCountIsNotSet() throws Exception {
    conf = file("koi.conf", TEXT + "time { heartbeat_interval 50ms }\n");
    refused("time.cluster_update_interval", "1s", "time.heartbeat_interval in " + conf + ":8 counts");
    conf = file("koi.conf", TEXT + "time { cluster_update_interval 1s }\n");
    assertThat(set("time.heartbeat_interval", "50ms"))
        .endsWith("time { cluster_update_interval 1s heartbeat_interval 50ms }\n");
  }

  @Test
  void bytesThatAreNoUtf8StayAsTheyAre() throws Exception {
    byte[] latin = TEXT.replace("ours", "unsere f\u00fcr").getBytes(StandardCharsets.ISO_8859_1);
    Files.write(conf, latin);
    KeyChange change = change(List.of(conf), "node.port", "42014");
    assertThat(change.text().getBytes(change.charset()))
        .isEqualTo(new String(latin, StandardCharsets.ISO_8859_1)
            .replace("42013", "42014").getBytes(StandardCharsets.ISO_8859_1));
    refused("node.state_dir", "/\u20ac", "is Latin-1");
    Files.writeString(conf, "\uFEFF" + TEXT);
    assertThat(set("node.port", "42014")).isEqualTo("\uFEFF" + TEXT.replace("42013", "42014"));
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private String set(String name, String value) throws KeyChange.Refused {
    return change(List.of(conf), name, value).text();
  }

  private static KeyChange change(List<Path> files, String name, String value)
      throws KeyChange.Refused {
    return KeyBook.read(files).set(name, value);
  }

  private void refused(String name, String value, String why) {
    assertThatThrownBy(() -> set(name, value))
        .isInstanceOf(KeyChange.Refused.class)
        .hasMessageContaining(why);
  }
}
