package dev.koi.node.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.node.port.Event;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RealNamesTest {

  private final Inbox inbox = new Inbox();
  private final RealNames names = new RealNames(inbox);

  @Test
  void aNameIsAllItsAddresses() {
    names.resolve("localhost");
    Event.Resolved resolved = inbox.await(Event.Resolved.class);
    assertThat(resolved.host()).isEqualTo("localhost");
    assertThat(resolved.why()).isNull();
    assertThat(resolved.addresses()).isNotEmpty().allMatch(InetAddress::isLoopbackAddress);
  }

  /** Longer than a label may be, so that nobody is asked. */
  @Test
  void aNameThatCannotBeResolvedSaysWhy() {
    String host = "x".repeat(64);
    names.resolve(host);
    Event.Resolved resolved = inbox.await(Event.Resolved.class);
    assertThat(resolved.addresses()).isEmpty();
    assertThat(resolved.why()).isNotBlank().doesNotContain(host);
  }

  /** Defect 12 of the original: host names become 0.0.0.0:0. */
  @Test
  void aNameThatMeansNoNodeIsNotResolved() {
    names.resolve("0.0.0.0");
    assertThat(inbox.await(Event.Resolved.class).why()).isNotNull();
    names.resolve("239.192.0.13");
    assertThat(inbox.await(Event.Resolved.class).why()).contains("no node can have its address");
  }
}
