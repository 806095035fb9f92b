package dev.koi.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.message.Card;
import dev.koi.core.message.Claim;
import dev.koi.core.message.Message;
import dev.koi.core.message.Message.Heartbeat;
import dev.koi.core.message.Message.Pulse;
import dev.koi.core.message.Message.Unheard;
import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeId;
import dev.koi.core.name.NodeName;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PulsesTest {

  private static final NodeId B = new NodeId(new UUID(0, 'b'));
  private static final Claim LEADS = new Claim.Leading(2, true, 0);

  private final Pulses speaker = new Pulses(Duration.ofMillis(40), at(0));
  private final Pulses listener = new Pulses(Duration.ofMillis(40), at(0));

  @Test
  void whatOnlyRepeatsIsSaidInShortAndUnderstoodAsTheWhole() {
    Heartbeat first = heartbeat(LEADS, 1);
    assertThat(speaker.words(first, at(40))).isEqualTo(first);
    listener.heard(B, first);
    Heartbeat second = heartbeat(LEADS, 2);
    assertThat(listener.whole(B, pulse(second, 80))).isEqualTo(second);
  }

  @Test
  void newsAreSaidWhole() {
    speaker.words(heartbeat(LEADS, 1), at(40));
    Heartbeat news = heartbeat(new Claim.Leading(3, true, 0), 2);
    assertThat(speaker.words(news, at(80))).isEqualTo(news);
  }

  @Test
  void anotherCopyOfOneRevisionIsNews() {
    speaker.words(heartbeat(LEADS, 1), at(40));
    Heartbeat two = heartbeat(LEADS, 2);
    Agreed other = new Agreed(Agreed.EMPTY.revision(), true, new TreeMap<>(), new TreeMap<>());
    Heartbeat news =
        new Heartbeat(two.card(), LEADS, other, List.of(), Duration.ZERO, two.hears(), 2, 0, null);
    assertThat(speaker.words(news, at(80))).isEqualTo(news);
  }

  @Test
  void aSecondAfterTheLastWholeOneTheNextIsWhole() {
    speaker.words(heartbeat(LEADS, 1), at(40));
    assertThat(speaker.words(heartbeat(LEADS, 2), at(1039))).isInstanceOf(Pulse.class);
    assertThat(speaker.words(heartbeat(LEADS, 3), at(1040))).isInstanceOf(Heartbeat.class);
  }

  @Test
  void whoLacksTheWholeOneAsksAndIsTold() {
    speaker.words(heartbeat(LEADS, 1), at(40));
    Pulse pulse = pulse(heartbeat(LEADS, 2), 80);
    assertThat(listener.whole(B, pulse)).isNull();
    assertThat(listener.lacks(B, pulse)).isTrue();
    assertThat(speaker.unheard(new Unheard(pulse.base()), at(81))).isTrue();
    Heartbeat third = heartbeat(LEADS, 3);
    assertThat(speaker.words(third, at(81))).isEqualTo(third);
    assertThat(speaker.words(heartbeat(LEADS, 4), at(121))).isInstanceOf(Pulse.class);
  }

  @Test
  void manyWhoAskAreToldOnce() {
    speaker.words(heartbeat(LEADS, 1), at(40));
    assertThat(speaker.unheard(new Unheard(1), at(80))).isTrue();
    speaker.words(heartbeat(LEADS, 2), at(80));
    assertThat(speaker.unheard(new Unheard(1), at(81))).as("that one is replaced").isFalse();
    assertThat(speaker.unheard(new Unheard(2), at(99))).as("it is on its way").isFalse();
    assertThat(speaker.unheard(new Unheard(2), at(100))).as("it was lost").isTrue();
  }

  @Test
  void aPulseThatALaterWholeOneOvertookIsPast() {
    Heartbeat first = heartbeat(LEADS, 1);
    speaker.words(first, at(40));
    Pulse late = pulse(heartbeat(LEADS, 2), 80);
    listener.heard(B, heartbeat(LEADS, 3));
    listener.heard(B, first);
    assertThat(listener.whole(B, late)).isNull();
    assertThat(listener.lacks(B, late)).isFalse();
  }

  @Test
  void aNodeThatIsForgottenMustSayTheWholeAgain() {
    Heartbeat first = heartbeat(LEADS, 1);
    speaker.words(first, at(40));
    listener.heard(B, first);
    listener.forgetAllBut(Set.of());
    assertThat(listener.lacks(B, pulse(heartbeat(LEADS, 2), 80))).isTrue();
  }

  private Pulse pulse(Heartbeat heartbeat, long millis) {
    Message words = speaker.words(heartbeat, at(millis));
    assertThat(words).isInstanceOf(Pulse.class);
    return (Pulse) words;
  }

  private static Heartbeat heartbeat(Claim claim, long pulse) {
    Incarnation run = new Incarnation(B, new UUID(0, 1), 5);
    Card card = new Card(run, new NodeName("b"), true, true, 0, "1", Duration.ofMillis(pulse));
    return new Heartbeat(
        card, claim, Agreed.EMPTY, List.of(), Duration.ZERO, List.of(B), pulse, 0, null);
  }

  private static Moment at(long millis) {
    return Moment.ofMillis(millis);
  }
}
