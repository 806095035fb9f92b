package dev.koi.node.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.node.port.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RealDiskTest {

  @TempDir Path parent;

  private final Inbox inbox = new Inbox();

  @Test
  void theFolderIsMadeForItsOwnerOnly() throws IOException {
    Path folder = parent.resolve("var/state");
    new RealDisk(folder, inbox).close();
    assertThat(Files.getPosixFilePermissions(folder)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void whatWasSavedIsReadByTheNextOwner() throws IOException {
    try (RealDisk disk = new RealDisk(parent, inbox)) {
      assertThat(disk.read("epochs")).isNull();
      disk.save("epochs", bytes("one, and longer"), 1);
      disk.save("epochs", bytes("two"), 2);
      assertThat(inbox.await(Event.Saved.class)).isEqualTo(new Event.Saved(1));
      assertThat(inbox.await(Event.Saved.class)).isEqualTo(new Event.Saved(2));
    }
    try (RealDisk disk = new RealDisk(parent, inbox)) {
      assertThat(disk.read("epochs")).isEqualTo(bytes("two"));
    }
    assertThat(parent).isDirectoryNotContaining(file -> file.toString().endsWith(".new"));
  }

  @Test
  void aSaveThatFailsSaysWhyAndLeavesTheOldContent() throws IOException {
    try (RealDisk disk = new RealDisk(parent, inbox)) {
      disk.save("epochs", bytes("old"), 1);
      inbox.await(Event.Saved.class);
      Files.createDirectory(parent.resolve("epochs.new"));
      disk.save("epochs", bytes("new"), 2);
      Event.SaveFailed failed = inbox.await(Event.SaveFailed.class);
      assertThat(failed.ticket()).isEqualTo(2);
      assertThat(failed.why()).contains(parent.resolve("epochs").toString());
      assertThat(disk.read("epochs")).isEqualTo(bytes("old"));
    }
  }

  @Test
  void aSecondOwnerIsRefusedByName() throws IOException {
    try (RealDisk _ = new RealDisk(parent, inbox)) {
      assertThatThrownBy(() -> new RealDisk(parent, inbox))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(parent + " is in use by another daemon, process ")
          .hasMessageContaining(String.valueOf(ProcessHandle.current().pid()));
    }
    new RealDisk(parent, inbox).close();
  }

  @Test
  void anOwnerInAnotherProcessIsSeenAndItsDeathFreesTheFolder() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Owner.class.getName(),
                parent.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(other.getInputStream().read()).isEqualTo('!');
      assertThatThrownBy(() -> new RealDisk(parent, inbox)).hasMessageContaining("process " + other.pid());
    } finally {
      other.destroyForcibly().waitFor();
    }
    new RealDisk(parent, inbox).close();
  }

  /** Takes the folder and keeps it until it is killed, or its input ends. */
  static final class Owner {
    private Owner() {}

    public static void main(String[] arguments) throws IOException {
      try (RealDisk _ = new RealDisk(Path.of(arguments[0]), _ -> {})) {
        System.out.write('!');
        System.out.flush();
        System.in.transferTo(System.out);
      }
    }
  }

  @Test
  void aFileInPlaceOfTheFolderIsRefused() throws IOException {
    Path file = Files.createFile(parent.resolve("file"));
    assertThatThrownBy(() -> new RealDisk(file, inbox)).hasMessageContaining("should be a folder");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
