package dev.koi.node.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputLinesTest {

  private final List<String> said = new ArrayList<>();
  private final OutputLines lines = new OutputLines(said::add);

  @Test
  void aLineMayComeInPieces() {
    add("on");
    add("e\ntwo\r\n\nthr");
    add("ee");
    lines.finish();
    lines.finish();
    assertThat(said).containsExactly("one", "two", "", "three");
  }

  @Test
  void aLineWithoutEndIsBrokenBetweenCharacters() {
    add("x" + "ä".repeat(5000) + "\n");
    assertThat(String.join("", said)).isEqualTo("x" + "ä".repeat(5000));
    assertThat(said).hasSize(3);
  }

  @Test
  void theReportHasAtMostFiveLinesOfTwoHundredCharacters() {
    String text = "0\n1\n2\n3\n4\n" + "x".repeat(500) + "\n";
    assertThat(last(text, false)).containsExactly("1", "2", "3", "4", "x".repeat(199) + "…");
    assertThat(last("", false)).isEmpty();
    assertThat(last("\n", false)).containsExactly("");
  }

  @Test
  void aSurrogatePairIsNotCutInTwo() {
    assertThat(last("x".repeat(198) + "\uD83D\uDC1F\uD83D\uDC1F", false))
        .containsExactly("x".repeat(198) + "…");
  }

  @Test
  void aLineThatLostItsBeginningShowsThat() {
    byte[] whole = "äb\nc".getBytes(StandardCharsets.UTF_8);
    byte[] tail = java.util.Arrays.copyOfRange(whole, 1, whole.length);
    assertThat(OutputLines.lastOf(tail, true)).containsExactly("…b", "c");
  }

  private static List<String> last(String text, boolean begun) {
    return OutputLines.lastOf(text.getBytes(StandardCharsets.UTF_8), begun);
  }

  private void add(String text) {
    lines.add(text.getBytes(StandardCharsets.UTF_8));
  }
}
