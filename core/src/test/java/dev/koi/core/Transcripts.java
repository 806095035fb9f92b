package dev.koi.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Golden transcripts: what happens stands at the margin, what is decided stands indented below it.
 * Playing one reads the first and writes the second; {@code -Dkoi.rewrite=true} keeps the result.
 */
public final class Transcripts {

  private static final Path FOLDER = Path.of("src/test/resources/transcripts");

  private Transcripts() {}

  /** Plays one line: what came of it, each with its reason. */
  public interface Stage {
    List<String> play(String[] words);
  }

  public static List<String> named(String topic) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve(topic))) {
      return files.map(file -> topic + "/" + file.getFileName()).sorted().toList();
    }
  }

  /** Plays a transcript on a fresh stage; it must come out as it is written. */
  public static void check(String name, Stage stage) throws IOException {
    Path file = FOLDER.resolve(name);
    List<String> written = Files.readAllLines(file);
    List<String> played = play(written, words -> tryOn(stage, words));
    if (Boolean.getBoolean("koi.rewrite")) {
      Files.write(file, played);
      return;
    }
    assertThat(String.join("\n", played)).as(name).isEqualTo(String.join("\n", written));
  }

  private static List<String> play(List<String> written, Function<String[], List<String>> stage) {
    List<String> lines = new ArrayList<>();
    for (String line : written) {
      if (line.startsWith("  ")) {
        continue;
      }
      lines.add(line);
      if (!line.isBlank() && !line.startsWith("#")) {
        stage.apply(line.split(" ", -1)).forEach(said -> lines.add("  " + said));
      }
    }
    return lines;
  }

  private static List<String> tryOn(Stage stage, String[] words) {
    try {
      return stage.play(words);
    } catch (RuntimeException e) {
      throw new IllegalStateException("at: " + String.join(" ", words), e);
    }
  }
}
