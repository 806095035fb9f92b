package dev.koi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees who asks where nobody answers; who does answer is tried with real daemons. */
@Timeout(30)
class AskingAfarTest {

  private static final String SECRET = "correct horse battery";

  @TempDir private Path folder;

  @Test
  void nobodyIsToldInTimeWithWhatToLookAt() throws IOException {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Run run = Run.in(Map.of("KOI_SECRET", SECRET), "status", "-H", "127.0.0.1", "--id", "14",
          "-p", String.valueOf(silent.getLocalPort()), "-t", "300ms");
      assertThat(run.code()).isEqualTo(3);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .startsWith("koi status: nobody answered in 0.3 s at 127.0.0.1:" + silent.getLocalPort())
          .contains("cluster 14, key given", "whether koinode runs there", "--id and --secret");
      DatagramPacket knock = new DatagramPacket(new byte[1500], 1500);
      silent.setSoTimeout(10_000);
      silent.receive(knock);
      assertThat(knock.getData()).startsWith('k', 'o', 'i', 1, 0, 0, 0, 14);
    }
  }

  @Test
  void theSecretIsNeverShown() throws IOException {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Run run = Run.koi("status", "-d", "-H", "127.0.0.1", "--secret", SECRET, "-t", "100ms",
          "-p", String.valueOf(silent.getLocalPort()), "--id", "13");
      assertThat(run.err()).contains("> {\"version\":1").doesNotContain(SECRET);
    }
  }

  @Test
  void theOthersOfTheConfigurationAreAskedWhenNoDaemonIsHere() throws IOException {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      String other = "127.0.0.1:" + silent.getLocalPort();
      String conf = write("transport \"127.0.0.1, " + other + "\"");
      for (String verb : new String[] {"status", "tree", "elect"}) {
        Run run = Run.koi(verb, "-f", conf, "-t", "200ms");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
            .contains("no koinode answers on " + folder + "/koi.sock")
            .contains("nobody answered in 0.2 s at " + other + " (cluster 13, key of " + conf);
      }
      for (String verb : new String[] {"local", "stop", "start"}) { // about this node
        Run here = Run.koi(verb, "-f", conf, "-t", "200ms");
        assertThat(here.err()).doesNotContain("nobody answered").contains("next: start the daemon");
      }
    }
  }

  @Test
  void anOrderThatTheDaemonHereTookIsNotGivenToOthers() throws Exception {
    String conf = write("transport \"127.0.0.1, 127.0.0.9\"");
    try (FakeDaemon _ = new FakeDaemon(folder, FakeDaemon.SILENCE)) {
      Run run = Run.koi("elect", "--no-wait", "-t", "200ms", "-f", conf);
      assertThat(run.code()).isEqualTo(3);
      assertThat(run.err()).contains("the order may still be done").doesNotContain("127.0.0.9");
    }
  }

  @Test
  void aMistakeInTheConfigurationIsToldWhereOthersWouldHaveBeenAsked() throws IOException {
    Path conf = folder.resolve("koi.conf");
    Files.writeString(
        conf,
        "node {\n run_dir %s\n port many\n}\ncluster { password \"%s\" }\n"
            .formatted(folder, SECRET));
    Run run = Run.koi("status", "-f", conf.toString());
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("the other nodes were not asked: " + conf + ":3:");
  }

  private String write(String transport) throws IOException {
    Path conf = folder.resolve("koi.conf");
    Files.writeString(
        conf,
        "node { run_dir %s }%ncluster { password \"%s\"%n %s }%n"
            .formatted(folder, SECRET, transport));
    return conf.toString();
  }
}
