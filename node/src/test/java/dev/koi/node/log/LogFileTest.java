package dev.koi.node.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.node.port.Journal.Level;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void place() {
    path = folder.resolve("log/koi.log");
  }

  @Test
  void theLineAfterARenameBeginsANewFileAndNothingIsLost() throws IOException {
    try (LogFile log = LogFile.open(path)) {
      log.say(line("one"));
      Files.move(path, path.resolveSibling("koi.log.1"));
      log.say(line("two"));
      Files.move(path, path.resolveSibling("koi.log.2"));
      log.say(line("three"));
    }
    assertThat(texts("koi.log.1")).containsExactly("one");
    assertThat(texts("koi.log.2")).containsExactly("two");
    assertThat(texts("koi.log")).containsExactly("three");
  }

  @Test
  void aFileThatWasRotatedAndMadeAnewByItsRotatorIsUsed() throws IOException {
    try (LogFile log = LogFile.open(path)) {
      log.say(line("one"));
      Files.move(path, path.resolveSibling("koi.log.1"));
      Files.createFile(path);
      log.say(line("two"));
    }
    assertThat(texts("koi.log")).containsExactly("two");
  }

  @Test
  void aFileThatWasCopiedAndTruncatedGoesOnFromItsStart() throws IOException {
    try (LogFile log = LogFile.open(path)) {
      log.say(line("one"));
      try (FileChannel other = FileChannel.open(path, StandardOpenOption.WRITE)) {
        other.truncate(0);
      }
      log.say(line("two"));
    }
    assertThat(texts("koi.log")).containsExactly("two");
  }

  @Test
  void aFolderThatWasRemovedIsMadeAgain() throws IOException {
    try (LogFile log = LogFile.open(path)) {
      Files.delete(path);
      Files.delete(path.getParent());
      log.say(line("one"));
    }
    assertThat(texts("koi.log")).containsExactly("one");
  }

  @Test
  void whatCannotBeWrittenIsSaidWithItsPath() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> LogFile.open(file.resolve("koi.log")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot write the log file " + file.resolve("koi.log"));
  }

  private static Line line(String text) {
    return new Line(Instant.EPOCH, Level.INFO, text);
  }

  private List<String> texts(String name) throws IOException {
    return Files.readAllLines(path.resolveSibling(name)).stream()
        .map(l -> l.substring(l.indexOf("INFO  ") + 6))
        .toList();
  }
}
