package dev.koi.wire.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.message.Message.Answer;
import dev.koi.core.message.Message.Ask;
import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import dev.koi.wire.datagram.MessageCodec;
import dev.koi.wire.frame.Frame;
import dev.koi.wire.frame.Packet;
import dev.koi.wire.seal.KeyRing;
import dev.koi.wire.seal.Salt;
import dev.koi.wire.seal.Sealer;
import dev.koi.wire.seal.Start;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a caller sends, and when it gives up; the daemon's words are sealed by hand. */
class CallTest {

  private static final int CLUSTER = 13;
  private static final InetSocketAddress A = place(1);
  private static final InetSocketAddress B = place(2);
  private static final Start SELF = start(9, 90);
  private static final Moment BEGIN = Moment.ofMillis(1_000);
  private static final Duration REACH = Duration.ofSeconds(6);

  private final KeyRing ring = ring(1);
  private final Sealer a = Sealer.ofNode(ring, CLUSTER, start(1, 10));
  private final Sealer b = Sealer.ofNode(ring, CLUSTER, start(2, 20));

  @Test
  void itKnocksEverywhereOnePlaceAfterTheOther() {
    Plan.Times times = new Plan.Times(REACH, REACH);
    Call call =
        new Call(new Plan(CLUSTER, SELF, new Ask(7, "?"), true, List.of(A, B), times), ring);
    assertThat(call.due(BEGIN)).extracting(Packet::to).containsExactly(A);
    assertThat(call.due(after(99))).isEmpty();
    assertThat(call.due(after(100))).extracting(Packet::to).containsExactly(A, B);
    assertThat(call.next()).isEqualTo(after(200));
  }

  @Test
  void nobodyIsSaidWhenTheTimeToReachSomeoneIsOver() {
    Call call = call(true);
    call.due(after(5_999));
    assertThat(call.outcome()).isNull();
    assertThat(call.due(after(6_000))).isEmpty();
    assertThat(call.outcome()).isEqualTo(new Outcome.Nobody());
  }

  @Test
  void whoIsNotAskedAboutThisStartOrByAnotherKeyProvesNothing() {
    Call call = call(true);
    Frame other = new Frame.Challenge(new Salt(1, 1), 5);
    assertThat(call.receive(A, seal(a, other), BEGIN)).isEmpty();
    Sealer stranger = Sealer.ofNode(ring(2), CLUSTER, start(1, 10));
    assertThat(call.receive(A, seal(stranger, challenge(5)), BEGIN)).isEmpty();
    Sealer caller = Sealer.ofCaller(ring, CLUSTER, start(1, 10));
    assertThat(call.receive(A, seal(caller, challenge(5)), BEGIN)).isEmpty();
    byte[] toAll = a.seal(Frame.write(null, challenge(5)));
    assertThat(call.receive(A, toAll, BEGIN)).isEmpty();
  }

  @Test
  void anOrderIsPutToTheFirstThatAsksAndToNobodyElse() {
    Call call = call(true);
    assertThat(call.receive(B, seal(b, challenge(5)), BEGIN)).as("echo and order").hasSize(2);
    assertThat(call.receive(A, seal(a, challenge(6)), BEGIN)).isEmpty();
    assertThat(call.due(after(100))).extracting(Packet::to).containsOnly(B);
    assertThat(call.due(after(6_000))).isEmpty();
    assertThat(call.outcome()).isEqualTo(new Outcome.Silent(B));
  }

  @Test
  void anOrderIsNotRepeatedToADaemonThatBeganAnew() {
    Call call = call(true);
    call.receive(A, seal(a, challenge(5)), BEGIN);
    Sealer again = Sealer.ofNode(ring, CLUSTER, start(1, 11));
    assertThat(call.receive(A, seal(again, challenge(6)), after(500))).isEmpty();
    assertThat(call.outcome()).isEqualTo(new Outcome.BegunAnew(A));
  }

  @Test
  void aQuestionGoesOnWhenWhoWasAskedIsSilent() {
    Call call = call(false);
    call.receive(A, seal(a, challenge(5)), BEGIN);
    assertThat(call.due(after(2_500))).extracting(Packet::to).containsExactly(A);
    assertThat(call.receive(B, seal(b, challenge(6)), after(2_600))).hasSize(2);
    call.receive(B, seal(b, answer(7)), after(2_601));
    assertThat(call.outcome()).isEqualTo(new Outcome.Answered(new NodeId(new UUID(2, 2)), B, "yes"));
  }

  @Test
  void anOrderThatTakesItsTimeIsWaitedForWhileItsDaemonLives() {
    Call call = call(true);
    call.receive(A, seal(a, challenge(5)), BEGIN);
    for (int millis = 1_000; millis < 59_000; millis += 1_000) {
      call.due(after(millis));
      call.receive(A, seal(a, new Frame.ProbeReply(0)), after(millis));
      assertThat(call.outcome()).isNull();
    }
    call.receive(A, seal(a, answer(7)), after(59_000));
    assertThat(call.outcome()).isInstanceOf(Outcome.Answered.class);
  }

  @Test
  void aReplayedChallengeOrdersNoSecondProofAndAnotherNumberIsNoAnswer() {
    Call call = call(true);
    byte[] challenge = seal(a, challenge(5));
    assertThat(call.receive(A, challenge, BEGIN)).hasSize(2);
    assertThat(call.receive(A, challenge, after(1_000))).isEmpty();
    assertThat(call.receive(A, seal(a, challenge(5)), after(10))).as("the same, soon").isEmpty();
    call.receive(A, seal(a, answer(8)), after(11));
    assertThat(call.outcome()).isNull();
  }

  private Call call(boolean order) {
    Plan.Times times = new Plan.Times(REACH, Duration.ofSeconds(60));
    Call call =
        new Call(new Plan(CLUSTER, SELF, new Ask(7, "question"), order, List.of(A, B), times), ring);
    call.due(BEGIN);
    return call;
  }

  private static Frame challenge(long nonce) {
    return new Frame.Challenge(SELF.salt(), nonce);
  }

  private static Frame answer(long number) {
    return new Frame.Whole(MessageCodec.encode(new Answer(number, "yes")));
  }

  private static byte[] seal(Sealer sealer, Frame frame) {
    return sealer.seal(Frame.write(SELF.node(), frame));
  }

  private static Moment after(long millis) {
    return BEGIN.plus(Duration.ofMillis(millis));
  }

  private static Start start(int node, long salt) {
    return new Start(new NodeId(new UUID(node, node)), new Salt(salt, salt));
  }

  private static KeyRing ring(int seed) {
    byte[] secret = new byte[KeyRing.SECRET_BYTES];
    Arrays.fill(secret, (byte) seed);
    return KeyRing.of(List.of(secret));
  }

  private static InetSocketAddress place(int last) {
    return new InetSocketAddress(InetAddress.ofLiteral("10.0.0." + last), 42012);
  }
}
