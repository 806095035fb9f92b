package dev.koi.node.links;

import static dev.koi.node.links.Network.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.message.Message.Answer;
import dev.koi.core.message.Message.Ask;
import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import dev.koi.node.port.SeededEntropy;
import dev.koi.wire.call.Call;
import dev.koi.wire.call.Outcome;
import dev.koi.wire.call.Plan;
import dev.koi.wire.datagram.MessageCodec;
import dev.koi.wire.frame.Packet;
import dev.koi.wire.seal.Salt;
import dev.koi.wire.seal.Start;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Both ends of a call, datagram by datagram; whole daemons are called in module sim. */
class CallersTest {

  private static final InetSocketAddress NODE = at("10.0.0.2", 42012);
  private static final InetSocketAddress HERE = at("10.0.0.9", 5555);
  private static final InetSocketAddress EVIL = at("10.0.0.66", 666);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Random random = new Random(1);
  private final Links node =
      new Links(
          new LinkSettings(Network.CLUSTER, Network.id(2), List.of(NODE)),
          Network.RING,
          new SeededEntropy(2));
  private Moment now = Moment.ofMillis(1000);

  @Test
  void nothingIsAskedBeforeTheProofAndTheQuestionFollowsIt() {
    Call call = call("q", false);
    List<Packet> challenge = deliver(call.due(now)).replies();
    assertThat(challenge).extracting(Packet::to).containsExactly(HERE);
    List<Packet> proof = receive(call, challenge);
    assertThat(deliver(proof).questions())
        .singleElement()
        .satisfies(q -> assertThat(MessageCodec.decode(q.message())).isEqualTo(new Ask(7, "q")));
    assertThat(node.paths(now)).as("a caller is no peer").isEmpty();
    now = now.plus(Duration.ofSeconds(4));
    assertThat(node.broadcast(new byte[1], now)).extracting(Packet::to).doesNotContain(HERE);
    assertThat(node.tick(now)).extracting(Packet::to).doesNotContain(HERE);
  }

  @Test
  void whatWasRecordedIsNeverTakenAgain() {
    Call call = call("q", true);
    List<Packet> knock = call.due(now);
    List<Packet> proof = receive(call, deliver(knock).replies());
    assertThat(deliver(proof).questions()).hasSize(1);
    for (int seconds = 0; seconds < 40; seconds++) {
      for (Packet packet : proof) {
        assertThat(node.receive(EVIL, packet.datagram(), now).questions()).isEmpty();
        assertThat(node.receive(HERE, packet.datagram(), now).questions()).isEmpty();
      }
      now = now.plus(SECOND);
      node.tick(now);
    }
  }

  @Test
  void aProofThatComesTooLateIsNone() {
    Call call = call("q", false);
    List<Packet> proof = receive(call, deliver(call.due(now)).replies());
    now = now.plus(Callers.NUMBER_KEPT).plus(Duration.ofMillis(1));
    assertThat(deliver(proof).questions()).isEmpty();
  }

  @Test
  void anAnswerGoesWhereTheCallerWasHeardLastAndNotWhereItWasReplayed() {
    Call call = call("q", true);
    List<Packet> proof = receive(call, deliver(call.due(now)).replies());
    NodeId caller = deliver(proof).questions().getFirst().caller();
    proof.forEach(packet -> node.receive(EVIL, packet.datagram(), now));
    byte[] answer = MessageCodec.encode(new Answer(7, "done"));
    List<Packet> packets = node.answer(caller, answer, now);
    assertThat(packets).extracting(Packet::to).containsExactly(HERE);
    receive(call, packets);
    assertThat(call.outcome()).isEqualTo(new Outcome.Answered(Network.id(2), NODE, "done"));
  }

  @Test
  void callersAreBoundedAndAreForgotten() {
    int believed = 0;
    for (int i = 0; i < Callers.MOST + 20; i++) {
      Call call = call("q", false);
      InetSocketAddress from = at("10.0.1.1", 1000 + i);
      List<Packet> challenge = new ArrayList<>();
      for (Packet knock : call.due(now)) {
        challenge.addAll(node.receive(from, knock.datagram(), now).replies());
      }
      for (Packet proof : receive(call, challenge)) {
        believed += node.receive(from, proof.datagram(), now).questions().size();
      }
    }
    assertThat(believed).isEqualTo(Callers.MOST);
    now = now.plus(Callers.KEPT).plus(SECOND);
    node.tick(now);
    Call later = call("q", false);
    assertThat(deliver(receive(later, deliver(later.due(now)).replies())).questions()).hasSize(1);
  }

  @Test
  void sixtyFourKilobytesArriveThoughAThirdIsLostRepeatedAndReordered() {
    for (int seed = 0; seed < 20; seed++) {
      random.setSeed(seed);
      StringBuilder text = new StringBuilder();
      while (text.length() < 40_000) { // random, so that deflating does not help
        text.append((char) ('\u0100' + random.nextInt(0x500)));
      }
      byte[] answer = MessageCodec.encode(new Answer(7, text.toString()));
      assertThat(answer.length).isBetween(60_000, 65_536);
      Outcome outcome = converse(call("q".repeat(3_000), true), answer);
      boolean whole =
          new Outcome.Answered(Network.id(2), NODE, text.toString()).equals(outcome);
      assertThat(whole).as("seed %d: %s", seed, outcome.getClass()).isTrue();
    }
  }

  /** Every datagram is lost, repeated or late, each with its chance. */
  private Outcome converse(Call call, byte[] answer) {
    List<Packet> toNode = new ArrayList<>();
    List<Packet> toCaller = new ArrayList<>();
    while (call.outcome() == null) {
      now = now.plus(Duration.ofMillis(1));
      toNode.addAll(call.due(now));
      toCaller.addAll(node.tick(now).stream().filter(p -> p.to().equals(HERE)).toList());
      for (Packet packet : drawn(toNode)) {
        Inbound inbound = node.receive(HERE, packet.datagram(), now);
        toCaller.addAll(inbound.replies());
        inbound.questions().forEach(q -> toCaller.addAll(node.answer(q.caller(), answer, now)));
      }
      for (Packet packet : drawn(toCaller)) {
        toNode.addAll(call.receive(NODE, packet.datagram(), now));
      }
    }
    return call.outcome();
  }

  private List<Packet> drawn(List<Packet> underWay) {
    List<Packet> arrive = new ArrayList<>();
    for (Packet packet : List.copyOf(underWay)) {
      double draw = random.nextDouble();
      if (draw < 0.5) {
        underWay.remove(packet);
      }
      if (draw < 0.35 || draw > 0.95) { // lost in between; repeated at the end
        arrive.add(packet);
      }
    }
    return arrive;
  }

  private Inbound deliver(List<Packet> packets) {
    List<Question> questions = new ArrayList<>();
    List<Packet> replies = new ArrayList<>();
    for (Packet packet : packets) {
      Inbound inbound = node.receive(HERE, packet.datagram(), now);
      questions.addAll(inbound.questions());
      replies.addAll(inbound.replies());
    }
    return new Inbound(List.of(), List.of(), questions, replies);
  }

  private List<Packet> receive(Call call, List<Packet> packets) {
    return packets.stream()
        .flatMap(packet -> call.receive(NODE, packet.datagram(), now).stream())
        .toList();
  }

  private Call call(String question, boolean order) {
    NodeId self = new NodeId(new UUID(random.nextLong(), random.nextLong()));
    Start start = new Start(self, new Salt(random.nextLong(), random.nextLong()));
    Plan.Times times = new Plan.Times(Duration.ofSeconds(6), Duration.ofSeconds(60));
    return new Call(
        new Plan(Network.CLUSTER, start, new Ask(7, question), order, List.of(NODE), times),
        Network.RING);
  }
}
