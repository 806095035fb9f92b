package dev.koi.core.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.name.MemberId;
import dev.koi.core.raft.RaftMessage.Accepted;
import dev.koi.core.raft.RaftMessage.Append;
import dev.koi.core.raft.RaftMessage.Ask;
import dev.koi.core.raft.RaftMessage.PreVote;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What heartbeats that are no messages of Raft's stand for, and what not. */
class BesideStatementsTest {

  /** Leads, and b and c have all and know that it is agreed. */
  private static Lone calm() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    a.ack("c", 1);
    a.pass(40);
    answer(a, "b");
    answer(a, "c");
    return a;
  }

  private static void answer(Lone a, String from) {
    long last = a.state.log().last();
    a.hear(from, a.state.term(), new Accepted(last, last, new Ask(0, a.now().monotonic())));
  }

  private static List<RaftOutput> beat(Lone a, String... heard) {
    Map<MemberId, Moment> followers = new HashMap<>();
    for (String letter : heard) {
      followers.put(Council.member(letter), a.now());
    }
    return a.tell(new RaftInput.Beat(a.now().plus(Duration.ofMillis(60)), followers));
  }

  private static boolean asks(List<RaftOutput> outputs, String to) {
    return Lone.sent(outputs, to, Append.class) != null;
  }

  @Test
  void aLeaderNeedNotSayTwiceThatItIsThere() {
    Lone a = calm();
    for (int i = 0; i < 20; i++) {
      assertThat(beat(a, "b", "c")).isEmpty();
      assertThat(a.pass(40)).isEmpty();
    }
    assertThat(a.state.leads()).isTrue();
  }

  @Test
  void aLeaderThatIsNotHeardBesideSaysSoItself() {
    Lone a = calm();
    beat(a, "b", "c");
    assertThat(a.state.wake()).isEqualTo(a.now().plus(Duration.ofMillis(60)));
    List<RaftOutput> outputs = a.pass(60);
    assertThat(asks(outputs, "b") && asks(outputs, "c")).isTrue();
  }

  @Test
  void whoDoesNotAnswerBesideGetsRaftsOwnHeartbeats() {
    Lone a = calm();
    beat(a, "b");
    List<RaftOutput> outputs = a.pass(40);
    assertThat(asks(outputs, "b")).isFalse();
    assertThat(asks(outputs, "c")).isTrue();
  }

  /** The message that told of it may be lost: until its answer comes it is repeated. */
  @Test
  void whoMayNotKnowWhatIsAgreedGetsRaftsOwnHeartbeats() {
    Lone a = calm();
    a.propose("x");
    a.ack("b", 2);
    a.ack("c", 2);
    beat(a, "b", "c");
    assertThat(asks(a.pass(40), "c")).isTrue();
    a.pass(1);
    answer(a, "c");
    beat(a, "b", "c");
    List<RaftOutput> outputs = a.pass(40);
    assertThat(asks(outputs, "b")).isTrue();
    assertThat(asks(outputs, "c")).isFalse();
  }

  @Test
  void anOpenRoundIsRepeatedAsBefore() {
    Lone a = calm();
    a.tell(new RaftInput.Read(1));
    beat(a, "b", "c");
    assertThat(asks(a.pass(10), "b")).isTrue();
  }

  /** SAFETY E3: only an answer to what was sent after the question confirms. */
  @Test
  void whatIsHeardBesideConfirmsNoRound() {
    Lone a = calm();
    a.tell(new RaftInput.Read(1));
    a.pass(5);
    assertThat(Lone.all(beat(a, "b", "c"), RaftOutput.ReadReady.class)).isEmpty();
    assertThat(Lone.all(a.confirm("b", 1), RaftOutput.ReadReady.class)).hasSize(1);
  }

  /** Thesis 6.2: a leader that no majority hears gives up; who is heard beside is heard. */
  @Test
  void aLeaderHearsItsMajorityBesideToo() {
    Lone a = calm();
    for (int i = 0; i < 10; i++) {
      beat(a, "b");
      a.pass(40);
    }
    assertThat(a.state.leads()).isTrue();
    for (int i = 0; i < 8; i++) {
      beat(a);
      a.pass(40);
    }
    assertThat(a.state.leads()).isFalse();
  }

  @Test
  void aFollowerWaitsForAsLongAsItHearsItsLeaderBeside() {
    Lone a = Lone.of("a", "b", "c");
    a.heartbeat("b", 2);
    for (int i = 0; i < 10; i++) {
      a.pass(100);
      a.tell(new RaftInput.LeaderHeard(Council.member("b"), 2));
    }
    assertThat(a.state.leader()).isEqualTo(Council.member("b"));
    assertThat(Lone.sent(a.pass(180), "b", PreVote.class)).isNotNull();
  }

  /** Neither of an earlier term, nor of a later one, nor another: only what is followed already. */
  @Test
  void nobodyIsFollowedBecauseOfWhatIsHeardBeside() {
    Lone a = Lone.of("a", "b", "c");
    a.tell(new RaftInput.LeaderHeard(Council.member("b"), 1));
    assertThat(a.state.leader()).isNull();
    a.heartbeat("b", 2);
    a.pass(100);
    RaftState before = a.state;
    a.tell(new RaftInput.LeaderHeard(Council.member("b"), 1));
    a.tell(new RaftInput.LeaderHeard(Council.member("b"), 3));
    a.tell(new RaftInput.LeaderHeard(Council.member("c"), 2));
    assertThat(a.state).isEqualTo(before);
  }
}
