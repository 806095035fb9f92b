package dev.koi.wire.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProgramTest {

  @Test
  void theVersionIsThePoms() throws Exception {
    String pom = Files.readString(Path.of("pom.xml"));
    assertThat(pom).contains("<artifactId>koi</artifactId><version>" + Program.VERSION + "</version>");
  }
}
