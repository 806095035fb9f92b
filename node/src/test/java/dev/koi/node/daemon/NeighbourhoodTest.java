package dev.koi.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.heard.Heard;
import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import dev.koi.node.links.LinkSettings;
import dev.koi.node.links.Links;
import dev.koi.node.port.Event;
import dev.koi.node.port.SeededEntropy;
import dev.koi.wire.config.Configuration.Endpoint;
import dev.koi.wire.seal.KeyRing;
import dev.koi.wire.frame.Packet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Names and groups, as the one loop sees them. */
class NeighbourhoodTest {

  private static final InetAddress FIRST = InetAddress.ofLiteral("10.0.0.2");
  private static final InetAddress SECOND = InetAddress.ofLiteral("fd00::2");

  private final List<String> asked = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private final Links links = new Links(settings(), KeyRing.of(List.of(new byte[32])), new SeededEntropy(3));
  private final Neighbourhood neighbourhood =
      new Neighbourhood(
          List.of(new Endpoint("db", 42012), new Endpoint("db", 5000), new Endpoint("other", 42012)),
          asked::add,
          links,
          new Diary((level, text) -> said.add(level + " " + text), () -> Heard.NOBODY));
  private Moment now = Moment.ofMillis(1000);

  @Test
  void everyNameIsAskedForOnceAtTheStartAndNotAgainBeforeItAnswered() {
    neighbourhood.step(now);
    pass(120);
    assertThat(asked).containsExactly("db", "other");
  }

  @Test
  void allAddressesOfANameAreUsedWithEachOfItsPorts() {
    neighbourhood.step(now);
    answer("db", FIRST, SECOND);
    assertThat(destinations())
        .containsExactlyInAnyOrder(
            new InetSocketAddress(FIRST, 42012),
            new InetSocketAddress(FIRST, 5000),
            new InetSocketAddress(SECOND, 42012),
            new InetSocketAddress(SECOND, 5000));
  }

  @Test
  void aNameThatCannotBeResolvedIsOneWarningAProblemAndAskedAgainEvery30Seconds() {
    neighbourhood.step(now);
    answer("db", FIRST);
    fail("other", "Name or service not known");
    asked.clear();
    pass(29);
    assertThat(asked).isEmpty();
    for (int i = 0; i < 3; i++) {
      pass(31);
      fail("other", "Name or service not known");
    }
    assertThat(asked).filteredOn("other"::equals).hasSize(3);
    assertThat(said).filteredOn(line -> line.startsWith("WARN")).singleElement().asString()
        .contains("other cannot be resolved, it is left out: Name or service not known");
    assertThat(neighbourhood.unresolved()).containsEntry("other", "Name or service not known");
    answer("other", SECOND);
    assertThat(neighbourhood.unresolved()).isEmpty();
  }

  @Test
  void aNameWhereNobodyIsHeardIsAskedForAgainAndItsNewAddressTakesThePlaceOfTheOld() {
    neighbourhood.step(now);
    answer("db", FIRST);
    answer("other", SECOND);
    asked.clear();
    pass(31);
    assertThat(asked).containsExactly("db", "other");
    answer("db", SECOND);
    links.tick(now);
    assertThat(destinations()).extracting(InetSocketAddress::getAddress).containsOnly(SECOND);
  }

  @Test
  void aNameServerThatFailsLaterTakesNoAddressAway() {
    neighbourhood.step(now);
    answer("db", FIRST);
    fail("db", "Temporary failure in name resolution");
    assertThat(destinations()).extracting(InetSocketAddress::getAddress).containsOnly(FIRST);
    assertThat(said.getLast()).contains("its last addresses stay");
  }

  @Test
  void whatAGroupLacksIsWarnedOfOnceAndAProblemUntilItIsJoined() {
    neighbourhood.joined(new Event.Joined(List.of(), List.of("it is down")));
    neighbourhood.joined(new Event.Joined(List.of(), List.of("it is down")));
    assertThat(said).containsExactly("WARN multicast: it is down");
    assertThat(neighbourhood.unjoined()).containsExactly("it is down");
    neighbourhood.joined(new Event.Joined(List.of("239.192.0.13:5000 on lan"), List.of()));
    assertThat(said.getLast()).isEqualTo("INFO multicast: joined 239.192.0.13:5000 on lan");
    assertThat(neighbourhood.unjoined()).isEmpty();
  }

  private void answer(String host, InetAddress... addresses) {
    neighbourhood.resolved(new Event.Resolved(host, List.of(addresses), null));
  }

  private void fail(String host, String why) {
    neighbourhood.resolved(new Event.Resolved(host, List.of(), why));
  }

  private List<InetSocketAddress> destinations() {
    return links.broadcast(new byte[1], now).stream().map(Packet::to).toList();
  }

  private void pass(int seconds) {
    now = now.plus(Duration.ofSeconds(seconds));
    neighbourhood.step(now);
  }

  private static LinkSettings settings() {
    return new LinkSettings(13, new NodeId(new UUID(1, 1)), List.of());
  }
}
