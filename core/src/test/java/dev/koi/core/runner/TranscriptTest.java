package dev.koi.core.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each transcript still comes out as it is written; {@code -Dkoi.rewrite=true} writes it anew. */
class TranscriptTest {

  private static final Path FOLDER = Path.of("src/test/resources/transcripts/runner");

  static List<String> transcripts() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void aTranscriptComesOutAsItIsWritten(String name) throws IOException {
    Path file = FOLDER.resolve(name);
    List<String> written = Files.readAllLines(file);
    List<String> played = Transcript.play(written);
    if (Boolean.getBoolean("koi.rewrite")) {
      Files.write(file, played);
      return;
    }
    assertThat(String.join("\n", played)).isEqualTo(String.join("\n", written));
  }
}
