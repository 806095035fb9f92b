package dev.koi.wire.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.koi.wire.info.InfoText;
import dev.koi.wire.info.Mistake;
import dev.koi.wire.info.Parsed;
import java.nio.charset.StandardCharsets;

/** A configuration of any text is parsed, and each of its mistakes has a place in it. */
class ConfigurationFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void anyTextIsParsedAndEveryMistakeHasItsPlace(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8).replace("#include", "include");
    Parsed parsed = InfoText.parse("koi.conf", text);
    long lines = text.chars().filter(c -> c == '\n' || c == '\r').count() + 1;
    for (Mistake mistake : parsed.mistakes()) {
      assertThat(mistake.at().line()).isBetween(1, (int) lines);
      assertThat(mistake.text()).isNotBlank();
    }
  }
}
