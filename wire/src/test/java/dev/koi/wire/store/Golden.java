package dev.koi.wire.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.raft.Bytes;
import dev.koi.wire.datagram.Hex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** The golden files. What a log of today says must be readable for ever. */
final class Golden {

  private static final Path FOLDER = Path.of("src/test/resources/dev/koi/wire/store");

  private Golden() {}

  static void assertWritten(String name, Bytes bytes) throws IOException {
    String hex = Hex.lines(bytes.toArray());
    Path file = FOLDER.resolve(name + ".hex");
    if (Boolean.getBoolean("koi.rewrite")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, hex);
    }
    assertThat(hex).as(name).isEqualTo(Files.readString(file));
  }

  static Bytes read(String name) throws IOException {
    return Bytes.wrap(Hex.bytes(Files.readString(FOLDER.resolve(name + ".hex"))));
  }

  static Set<String> names() throws IOException {
    Set<String> names = new TreeSet<>();
    try (var files = Files.list(FOLDER)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".hex"))
          .forEach(name -> names.add(name.replace(".hex", "")));
    }
    return names;
  }
}
