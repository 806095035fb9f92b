package dev.koi.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScreenTest {

  @Test
  void onlyWhatDiffersIsSent() {
    Screen screen = new Screen();
    assertThat(screen.show("a\nb\nc\n", 10, 80))
        .isEqualTo(
            "\u001b[2J\u001b[1;1Ha\u001b[0m\u001b[K"
                + "\u001b[2;1Hb\u001b[0m\u001b[K\u001b[3;1Hc\u001b[0m\u001b[K");
    assertThat(screen.show("a\nB\nc\n", 10, 80)).isEqualTo("\u001b[2;1HB\u001b[0m\u001b[K");
    assertThat(screen.show("a\nB\nc\n", 10, 80)).isEmpty();
    assertThat(screen.show("a\n", 10, 80)).isEqualTo("\u001b[2;1H\u001b[K\u001b[3;1H\u001b[K");
  }

  @Test
  void anotherSizeBeginsAnew() {
    Screen screen = new Screen();
    screen.show("a\n", 10, 80);
    assertThat(screen.show("a\n", 10, 90)).startsWith("\u001b[2J\u001b[1;1Ha");
  }

  @Test
  void whatDoesNotFitIsCounted() {
    assertThat(new Screen().show("a\nb\nc\n", 2, 80))
        .contains("a")
        .contains("... 2 more lines")
        .doesNotContain("b\u001b");
  }
}
