package dev.koi.wire.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

class ValuePropertiesTest {

  @Property
  void durationReadsAsItWasWritten(@ForAll @LongRange(min = 0, max = 9_999_999_999L) long millis) {
    Duration duration = Duration.ofMillis(millis);
    assertThat(Durations.parse(Durations.text(duration))).contains(duration);
  }

  @Property
  void anyTextIsADurationOrNone(
      @ForAll @Chars({'0', '9', 'm', 's', 'h', '-', '.', ' '}) String text) {
    Durations.parse(text)
        .ifPresent(
            duration -> assertThat(Durations.parse(Durations.text(duration))).contains(duration));
  }

  @Property
  void anyTextIsAnAddressOrNone(
      @ForAll
          @Chars({'[', ']', ':', '.', '%', '-', '_', ' ', '\u00e9'})
          @CharRange(from = '0', to = 'f')
          @StringLength(max = 24)
          String text) {
    if (Address.parse(text) instanceof Reading.Good<Address>(Address address)) {
      assertThat(Address.parse(address.text())).isEqualTo(Reading.good(address));
    }
  }

  @Property
  void everyIpv4AddressIsRead(
      @ForAll @IntRange(min = 1) int bits, @ForAll @IntRange(min = 1, max = 65535) int port) {
    String host =
        (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
    boolean multicast = bits >>> 28 == 14;
    assertThat(Address.parse(host + ":" + port))
        .isEqualTo(Reading.good(new Address(host, port, multicast)));
  }

  @Property
  void anyTextIsAConfigurationOrProblems(
      @ForAll
          @Chars({'{', '}', '"', '\\', ';', '#', '\n', ' ', 'a', '1', '.'})
          @StringLength(max = 40)
          String text) {
    Loaded loaded =
        Loader.parse("t", "cluster { password " + text + "\nnode { port " + text + "\n" + text);
    assertThat(loaded.configuration() == null)
        .isEqualTo(loaded.problems().stream().anyMatch(p -> p.severity() == Severity.ERROR));
  }
}
