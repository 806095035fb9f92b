package dev.koi.node.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1", "::1", "::", "fd00::", "fd00::1", "ff05::13", "1:2:3:4:5:6:7:8", "1:0:3:4:5:6:7:8",
        "1::4:5:0:0:8", "1:2::5:6:7:8", "0:2:3:4:5:6:7:8", "2001:db8::1:0:0:1"
      })
  void theShortFormIsWritten(String text) {
    assertThat(AddressText.of(InetAddress.ofLiteral(text))).isEqualTo(text);
  }

  @Test
  void anIpv6AddressWithAPortStandsInBrackets() {
    assertThat(AddressText.of(new InetSocketAddress(InetAddress.ofLiteral("ff05::13"), 5000)))
        .isEqualTo("[ff05::13]:5000");
    assertThat(AddressText.of(new InetSocketAddress(InetAddress.ofLiteral("239.192.0.13"), 5)))
        .isEqualTo("239.192.0.13:5");
  }
}
