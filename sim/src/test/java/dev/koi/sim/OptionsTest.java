package dev.koi.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  @Test
  void everyOptionIsUnderstood() throws Exception {
    String line = "--seeds 50 --first -3 --minutes 2 --budget 4m --scenario apart --hashes";
    Options options = Options.parse(List.of(line.split(" ")));

    assertThat(options)
        .isEqualTo(
            new Options(
                -3,
                50,
                Duration.ofMinutes(2),
                Duration.ofMinutes(4),
                Shape.Scenario.APART,
                false,
                false,
                false,
                true,
                null));
    assertThat(Options.parse(List.of("--store")).store()).isTrue();
  }

  @Test
  void aTraceIsOfOneSeed() throws Exception {
    Options options = Options.parse(List.of("--trace", "42"));

    assertThat(options.trace()).isTrue();
    assertThat(options.first()).isEqualTo(42);
    assertThat(options.seeds()).isEqualTo(1);
  }

  @Test
  void aSeedCanBeShrunkAndRunAgainWithSomeOfItsFaults() throws Exception {
    Options options = Options.parse(List.of("--store", "--shrink", "42", "--only", "3,17,s21"));

    assertThat(options.shrink()).isTrue();
    assertThat(options.first()).isEqualTo(42);
    assertThat(options.seeds()).isEqualTo(1);
    assertThat(options.only()).containsExactlyInAnyOrder("3", "17", "s21");
    assertThat(Options.parse(List.of("--trace", "42", "--only", "")).only()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--seed 1", "--seeds", "--seeds 0", "--seeds x", "--minutes 1000", "--budget 4", "--scenario x",
        "--trace 1 --shrink 1", "--seeds 2 --only 3", "--trace 1 --only x,3"
      })
  void aMistakeIsToldWithWhatWasExpected(String line) throws Exception {
    assertThatThrownBy(() -> Options.parse(List.of(line.split(" "))))
        .isInstanceOf(Options.UsageException.class)
        .hasMessageContaining("--");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    PrintStream complaints = new PrintStream(err, true, StandardCharsets.UTF_8);

    int code = Main.run(List.of(line.split(" ")), nowhere, complaints);

    assertThat(code).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Usage: sim");
  }
}
