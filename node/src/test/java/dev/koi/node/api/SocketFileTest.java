package dev.koi.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketFileTest {

  @TempDir private Path folder;

  @Test
  void aMissingFolderIsMadeForItsOwnerAlone() throws Exception {
    Path run = folder.resolve("a/run");
    try (SocketFile file = SocketFile.open(run)) {
      assertThat(mode(run)).isEqualTo("rwx------");
      assertThat(mode(file.path())).isEqualTo("rw-rw----");
    }
    assertThat(run.resolve(SocketFile.NAME)).doesNotExist();
  }

  @Test
  void aStaleSocketIsReplaced() throws Exception {
    listen().close(); // the file stays, as after a crash
    assertThat(folder.resolve(SocketFile.NAME)).exists();
    try (SocketFile file = SocketFile.open(folder);
        Caller caller = new Caller(file.path())) {
      caller.say("hello");
    }
  }

  @Test
  void aSecondDaemonIsRefusedAndTheFirstKeepsItsSocket() throws Exception {
    try (SocketFile first = SocketFile.open(folder)) {
      refuses("another koinode answers on " + first.path());
      new Caller(first.path()).close();
    }
    SocketFile.open(folder).close(); // free again
  }

  @Test
  void aListenerIsNotReplacedThoughItsLockFileWasTidiedAway() throws Exception {
    try (ServerSocketChannel _ = listen()) {
      refuses("another koinode answers on");
    }
  }

  @Test
  void aFileThatIsNoSocketIsLeftAlone() throws Exception {
    Path file = Files.writeString(folder.resolve(SocketFile.NAME), "precious");
    refuses("is no socket; move it away");
    assertThat(file).hasContent("precious");
  }

  @Test
  void aFolderThatEveryoneMayWriteIsRefused() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    refuses("is writable by everyone (rwxrwxrwx)");
  }

  @Test
  void aPathThatNoSocketCanHaveIsRefused() {
    assertThatThrownBy(() -> SocketFile.open(folder.resolve("x".repeat(100))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("node.run_dir is too long");
  }

  private void refuses(String sentence) {
    assertThatThrownBy(() -> SocketFile.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(sentence);
  }

  private ServerSocketChannel listen() throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    channel.bind(UnixDomainSocketAddress.of(folder.resolve(SocketFile.NAME)));
    return channel;
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
