package dev.koi.wire.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTest {

  @Test
  void durationsHaveFiveShapes() {
    assertThat(Durations.parse("3000")).contains(Duration.ofSeconds(3));
    assertThat(Durations.parse("3000ms")).contains(Duration.ofSeconds(3));
    assertThat(Durations.parse("3s")).contains(Duration.ofSeconds(3));
    assertThat(Durations.parse("3m")).contains(Duration.ofMinutes(3));
    assertThat(Durations.parse("3h")).contains(Duration.ofHours(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "3 s", "3d", "-3s", "1.5s", "3S", "+3", "99999999999", "0x10"})
  void otherShapesAreNoDurations(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "10.0.0.1:65535",
        "::1",
        "fe80::1%eth0",
        "[::1]:1",
        "[2001:db8::1]",
        "::ffff:10.0.0.1",
        "node-1",
        "node_1.example.org:42012",
        "a1",
        "localhost"
      })
  void addressIsReadAndShownAsItself(String text) {
    assertThat(Address.parse(text))
        .isInstanceOfSatisfying(
            Reading.Good.class,
            good ->
                assertThat(((Address) good.value()).text().replaceAll("[\\[\\]]", ""))
                    .isEqualTo(text.replaceAll("[\\[\\]]", "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0",
        "10.0.0.256",
        "10.0.0.01",
        "1.2.3.4.5",
        "42012",
        "node.5",
        "10.0.0.1:0",
        "10.0.0.1:65536",
        "10.0.0.1:",
        "10.0.0.1:x",
        ":1",
        "[::1",
        "[10.0.0.1]",
        "[::1]x",
        "1::2::3",
        "fe80::1%",
        "239.1.1.1%",
        "239.1.1.1%a/b",
        "10.0.0.1%eth0",
        "node%eth0",
        "::g",
        "a..b",
        "-a",
        "a b",
        "a/b",
        "0.0.0.0",
        "::",
        "[]:1",
        "\u00e4"
      })
  void otherTextIsNoAddress(String text) {
    assertThat(Address.parse(text)).isInstanceOf(Reading.Bad.class);
  }

  @Test
  void multicastIsRecognisedInBothFamilies() {
    assertThat(Address.parse("224.0.0.1:5"))
        .isEqualTo(Reading.good(new Address("224.0.0.1", 5, true)));
    assertThat(Address.parse("[ff02::2%eth0]:5"))
        .isEqualTo(Reading.good(new Address("ff02::2%eth0", 5, true)));
    assertThat(Address.parse("239.192.0.13%eth0:5"))
        .isEqualTo(Reading.good(new Address("239.192.0.13%eth0", 5, true)));
  }

  @Test
  void distanceCountsOneForEachEditAndForASwap() {
    assertThat(Closest.distance("port", "port")).isZero();
    assertThat(Closest.distance("prot", "port")).isEqualTo(1);
    assertThat(Closest.distance("ports", "port")).isEqualTo(1);
    assertThat(Closest.distance("fort", "port")).isEqualTo(1);
    assertThat(Closest.distance("", "port")).isEqualTo(4);
    assertThat(Closest.distance("kitten", "sitting")).isEqualTo(3);
  }
}
