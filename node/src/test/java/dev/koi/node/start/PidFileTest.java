package dev.koi.node.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {

  private static final long PARENT =
      ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(1L);

  @TempDir Path folder;

  @Test
  void itNamesThisProcessAndIsRemovedAtTheEnd() throws CannotStart, IOException {
    Path file = folder.resolve("pid");
    try (PidFile _ = PidFile.take(file)) {
      assertThat(file).hasContent(ProcessHandle.current().pid() + "\n");
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void oneOfALivingProcessIsRefusedAndLeftAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("pid"), PARENT + "\n");
    assertThatThrownBy(() -> PidFile.take(file))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("process " + PARENT);
    assertThat(file).hasContent(PARENT + "\n");
  }

  @Test
  void oneThatWasWrittenBeforeItsProcessBeganIsStale() throws IOException, CannotStart {
    Path file = Files.writeString(folder.resolve("pid"), PARENT + "\n");
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    PidFile.take(file).close();
    assertThat(file).doesNotExist();
  }

  @Test
  void oneOfAProcessThatIsGoneIsStale() throws IOException, CannotStart, InterruptedException {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Path file = Files.writeString(folder.resolve("pid"), gone.pid() + "\n");
    PidFile.take(file).close();
    assertThat(file).doesNotExist();
  }

  @Test
  void aFileThatHoldsSomethingElseIsNotOverwritten() throws IOException {
    Path file = Files.writeString(folder.resolve("pid"), "node { runner true }\n");
    assertThatThrownBy(() -> PidFile.take(file))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("no process id");
    assertThat(file).hasContent("node { runner true }\n");
  }

  @Test
  void aPlaceThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> PidFile.take(folder.resolve("none/pid")))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("cannot write the pid file");
  }
}
