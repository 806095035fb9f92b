package dev.koi.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts that were read by a person once. {@code -Dkoi.golden=write} makes them anew. */
final class Golden {

  private static final Path FOLDER = Path.of("src/test/resources/dev/koi/cli/render");

  private Golden() {}

  static void check(String name, String text) throws IOException {
    Path file = FOLDER.resolve(name);
    if ("write".equals(System.getProperty("koi.golden"))) {
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(Files.readString(file));
  }
}
