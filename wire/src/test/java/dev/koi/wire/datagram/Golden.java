package dev.koi.wire.datagram;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** A folder of golden files. What was said, or written to a log, must be readable for ever. */
public final class Golden {

  private static final String ENDING = ".hex";

  private final Path folder;

  /** Those of a package of {@code dev.koi.wire}. */
  public Golden(String name) {
    folder = Path.of("src/test/resources/dev/koi/wire", name);
  }

  public void assertWritten(String name, byte[] bytes) throws IOException {
    String hex = Hex.lines(bytes);
    Path file = folder.resolve(name + ENDING);
    if (Boolean.getBoolean("koi.rewrite")) {
      Files.createDirectories(folder);
      Files.writeString(file, hex);
    }
    assertThat(hex).as(name).isEqualTo(Files.readString(file));
  }

  public byte[] read(String name) throws IOException {
    return Hex.bytes(Files.readString(folder.resolve(name + ENDING)));
  }

  public Set<String> names() throws IOException {
    Set<String> names = new TreeSet<>();
    try (var files = Files.list(folder)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ENDING))
          .forEach(name -> names.add(name.substring(0, name.length() - ENDING.length())));
    }
    return names;
  }
}
