package dev.koi.node.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/koinode.md shows what koinode --help prints, and the man page is made of that. */
class HelpPageTest {

  private static final Path FILE = Path.of("..", "docs", "koinode.md");
  private static final String BEGIN = "<!-- help: begin -->\n";
  private static final String END = "<!-- help: end -->\n";

  @Test
  void thePageShowsTheHelp() throws IOException {
    String text = Files.readString(FILE);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    assertThat(end).as("markers in " + FILE).isGreaterThanOrEqualTo(begin);
    String block = "\n```\n" + Options.HELP + "```\n\n";
    if (Boolean.getBoolean("koi.rewrite")) {
      Files.writeString(FILE, text.substring(0, begin) + block + text.substring(end));
    } else {
      assertThat(text.substring(begin, end))
          .as("stale: run this test with -Dkoi.rewrite=true, then PagesTest in module cli")
          .isEqualTo(block);
    }
  }
}
