package dev.koi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.name.NodeName;
import dev.koi.wire.config.Configuration;
import dev.koi.wire.config.Loader;
import dev.koi.wire.keys.KeyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that need no daemon: init, config check, key new. */
class FilesTest {

  private static final NodeName A = new NodeName("a");
  private static final NodeName B = new NodeName("b");
  private static final NodeName C = new NodeName("c");

  private static final String THREE = "a=10.0.0.1,b=10.0.0.2,c=10.0.0.3";

  @TempDir private Path folder;
  private String said = "";

  @Test
  void threeNodesOnLoopbackAreOneCommand() throws Exception {
    Run run = Run.koi("init", "--loopback", "3", "--folder", folder.toString(), "--profile", "fast");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(mode(folder.resolve("koi.key"))).isEqualTo("rw-------");
    for (int i = 0; i < 3; i++) {
      String name = "abc".substring(i, i + 1);
      Path file = folder.resolve(name).resolve("koi.conf");
      Configuration configuration = Loader.load(List.of(file)).configuration();
      if (configuration == null) {
        throw new AssertionError(file + " is not valid");
      }
      assertThat(configuration.node().port()).isEqualTo(42012 + i);
      assertThat(configuration.node().runDir()).isEqualTo(folder.resolve(name).resolve("run").toString());
      assertThat(configuration.cluster().electors()).containsExactly(A, B, C);
      assertThat(configuration.cluster().transport()).hasSize(3);
      assertThat(Path.of(configuration.service().folder())).isDirectory();
      assertThat(run.out()).contains("koinode -f " + file);
    }
  }

  @Test
  void theSameThreeNodesCanBeWrittenOneByOne() throws Exception {
    String all = "n0=127.0.0.1:42012, n1=127.0.0.1:42013, n2=[::1]:42014";
    Path key = folder.resolve("k");
    assertThat(Run.koi("key", "new", key.toString()).code()).isZero();
    for (int i = 0; i < 3; i++) {
      Path home = folder.resolve("n" + i);
      Run run =
          Run.koi(
              "init", "--name", "n" + i, "--address", all, "--port", "" + (42012 + i),
              "--folder", home.toString(), "--keyfile", key.toString());
      assertThat(run.err()).isEmpty();
      Run check = Run.koi("config", "check", "-f", home.resolve("koi.conf").toString());
      assertThat(check.code()).as(check.out()).isZero();
      assertThat(check.out()).contains("2 of the 3 electors decide").doesNotContain("warning: of two");
    }
  }

  @Test
  void oneAddressIsThisNodesAndItKeepsAStoreAlone() {
    Configuration written = written("init", "--name", "a");
    assertThat(written.cluster().electors()).containsExactly(A);
    assertThat(written.node().elector()).isTrue();
  }

  @Test
  void hostNamesAreTheNodesNames() {
    Configuration written = written("init", "--name", "b", "--address", "a,b,c:42013");
    assertThat(written.cluster().electors()).containsExactly(A, B, C);
  }

  @Test
  void aNodeWithTwoAddressesVotesOnce() {
    Configuration written = written("init", "--name", "b", "--address", "a=10.0.0.1,a=10.1.0.1,b=10.0.0.2");
    assertThat(written.cluster().electors()).containsExactly(A, B);
    assertThat(written.cluster().transport()).hasSize(3);
  }

  @Test
  void whoIsNotAmongTheElectorsVotesNot() {
    for (String electors : List.of("a,b", "2")) {
      Configuration written =
          written("init", "--name", "c", "--address", THREE, "--electors", electors);
      assertThat(written.cluster().electors()).containsExactly(A, B);
      assertThat(written.node().elector()).isFalse();
      assertThat(written.node().runner()).isTrue();
    }
  }

  @Test
  void withoutNamesOrAtOnesWishThereIsAQuorumAndNoStore() {
    Configuration unknown = written("init", "--name", "a", "--address", "10.0.0.1,10.0.0.2,10.0.0.3");
    assertThat(unknown.cluster().hasStore()).isFalse();
    assertThat(unknown.cluster().quorum()).isEqualTo(2);
    assertThat(said).contains("no store: nobody said what the nodes are called");
    Configuration wished = written("init", "--name", "a", "--no-store", "--address", "a=10.0.0.1,b=10.0.0.2");
    assertThat(wished.cluster().hasStore()).isFalse();
    assertThat(wished.cluster().quorum()).isEqualTo(2);
    assertThat(said).doesNotContain("no store");
    Configuration groups = written("init", "--name", "a", "--address", "239.192.0.13", "--electors", "a,b,c");
    assertThat(groups.cluster().electors()).containsExactly(A, B, C);
  }

  /** What a command line writes, which has to be valid. */
  private Configuration written(String... arguments) {
    Path file = folder.resolve("written.conf");
    List<String> line = new ArrayList<>(List.of(arguments));
    line.addAll(List.of("--force", "--password", "long enough password", "-f", file.toString()));
    Run run = Run.koi(line.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    said = run.out();
    return Objects.requireNonNull(Loader.load(List.of(file)).configuration());
  }

  @Test
  void whatIsThereIsNotOverwritten() throws Exception {
    Path file = Files.writeString(folder.resolve("koi.conf"), "; mine");
    Run run = Run.koi("init", "--password", "long enough password", "-f", file.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("exists already; --force overwrites it");
    assertThat(file).hasContent("; mine");
    Run forced = Run.koi("init", "--force", "--password", "long enough password", "-f", file.toString());
    assertThat(forced.code()).as(forced.err()).isZero();
    assertThat(file).content().contains("cluster {");
    assertThat(mode(file)).as("it holds a password").isEqualTo("rw-------");
  }

  @Test
  void whatWouldNotBeValidIsNotWritten() {
    Path file = folder.resolve("koi.conf");
    for (String address : List.of("10.0.0.300", "[", ":", "[::1]x")) {
      Run run =
          Run.koi("init", "--address", address, "--password", "0123456789abc", "-f", file.toString());
      assertThat(run.code()).as(address).isIn(1, 2);
      assertThat(run.err()).as(address).startsWith("koi init: ");
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void wrongInitArgumentsAreExitCode2() {
    String[][] wrong = {
      {"--loopback", "0"}, {"--profile", "quick"}, {"--name", "a b"}, {"--address", ", ,"},
      {"--address", "[::1]:x"}, {"--electors", "0"}, {"--password", "x", "--keyfile", "y"}, {"--port", "x"},
      {"--address", "a:0"}, {"--address", "a:65536"}, {"--loopback", "10"},
      {"--name", "a", "--address", "a=10.0.0.1,10.0.0.2"}, {"--name", "a", "--address", "b=10.0.0.1"},
      {"--name", "a", "--address", "b c=10.0.0.1"}, {"--name", "a", "--address", "a/=10.0.0.1"},
      {"--name", "a", "--address", THREE, "--electors", "4"}, {"--loopback", "3", "--no-elector"},
      {"--name", "a", "--address", THREE, "--electors", "d"}, {"--name", "a", "--no-elector"},
      {"--name", "a", "--address", THREE, "--electors", "a/b"},
    };
    for (String[] arguments : wrong) {
      String[] line = new String[arguments.length + 3];
      System.arraycopy(new String[] {"init", "-f", folder.resolve("x.conf").toString()}, 0, line, 0, 3);
      System.arraycopy(arguments, 0, line, 3, arguments.length);
      Run run = Run.koi(line);
      assertThat(run.code()).as(String.join(" ", arguments) + ": " + run.err()).isEqualTo(2);
      assertThat(run.err()).startsWith("koi init: ");
      assertThat(folder.resolve("x.conf")).doesNotExist();
    }
  }

  @Test
  void configCheckTellsAllMistakesAtOnce() throws Exception {
    Path file = Files.writeString(folder.resolve("koi.conf"), "node {\n port many\n elektor true\n}\n");
    Run run = Run.koi("config", "check", "-f", file.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains(file + ":2:").contains(file + ":3:").contains("no node starts with it");
  }

  @Test
  void configCheckPrintsTheBounds() {
    Run.koi("init", "--loopback", "1", "--folder", folder.toString());
    Run run = Run.koi("config", "check", "-f", folder.resolve("a/koi.conf").toString());
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("profile normal", "master elsewhere within");
  }

  @Test
  void aNewKeyIsPrintedOrWrittenForItsOwnerOnly() throws Exception {
    Run printed = Run.koi("key", "new", "--id", "first");
    assertThat(KeyFile.parse(printed.out()).sealing().id()).isEqualTo("first");
    Path file = folder.resolve("koi.key");
    assertThat(Run.koi("key", "new", file.toString()).code()).isZero();
    assertThat(mode(file)).isEqualTo("rw-------");
    KeyFile key = KeyFile.read(file);
    Run again = Run.koi("key", "new", file.toString());
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).startsWith("koi key new: ").contains("exists already");
    assertThat(KeyFile.read(file)).isEqualTo(key);
    assertThat(Run.koi("key", "new", "--id", "no good").code()).isEqualTo(2);
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
