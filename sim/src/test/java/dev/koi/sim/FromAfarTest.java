package dev.koi.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.wire.api.ApiJson;
import dev.koi.wire.api.Command;
import dev.koi.wire.api.MalformedResponse;
import dev.koi.wire.api.Request;
import dev.koi.wire.api.Response;
import dev.koi.wire.api.StatusView;
import dev.koi.wire.call.Call;
import dev.koi.wire.call.Outcome;
import dev.koi.wire.frame.Packet;
import dev.koi.wire.seal.Header;
import dev.koi.wire.seal.KeyRing;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks from afar, and daemons that answer: real ones, on a simulated network. */
class FromAfarTest {

  private static final Request STATUS = Request.of(Command.STATUS);

  @Test
  void anyNodeAnswersForTheClusterAndLocalForItself() throws MalformedResponse {
    Distance far = new Distance(1);
    for (InetSocketAddress place : far.addresses()) {
      Response status = response(far.ask(STATUS, List.of(place)));
      assertThat(status.code()).isZero();
      assertThat(view(status).nodes()).extracting(StatusView.Node::name).containsExactly("a", "b", "c");
    }
    Response local = response(far.ask(Request.of(Command.LOCAL), List.of(far.address(1))));
    assertThat(local.local()).isNotNull().extracting(l -> l == null ? "" : l.name()).isEqualTo("b");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 30, 50})
  void anOrderIsDoneOnceWhateverIsLostRepeatedAndReordered(int lossPercent)
      throws MalformedResponse {
    for (long seed = 0; seed < 4; seed++) {
      Distance far = new Distance(seed);
      far.loss = lossPercent / 100.0;
      far.repeats = 0.3;
      far.jitter = Duration.ofMillis(200);
      String to = master(far, "a") ? "b" : "a";
      Response moved = response(far.ask(Request.about(Command.PROMOTE, to), far.addresses()));
      assertThat(moved.message()).as("seed %d", seed).contains(to + " is master");
      far.pass(Duration.ofSeconds(5));
      assertThat(far.taken("promote")).as("seed %d", seed).isEqualTo(1);
      assertThat(master(far, to)).isTrue();
    }
  }

  /** Defect 9 of the original, on this way in. */
  @Test
  void aRecordedDatagramReplayedFromAnyHostDemotesNobody() throws MalformedResponse {
    Distance far = new Distance(2);
    response(far.ask(Request.of(Command.DEMOTE), far.addresses()));
    List<Packet> recorded = List.copyOf(far.recorded);
    response(far.ask(Request.of(Command.ELECT), far.addresses()));
    replay(far, recorded);
    assertThat(far.taken("demote")).as("at once").isEqualTo(1);
    far.pass(Duration.ofSeconds(60));
    replay(far, recorded);
    assertThat(far.taken("demote")).as("when all is forgotten").isEqualTo(1);
    for (SimNode node : far.nodes) {
      node.killDaemon();
      node.startDaemon();
    }
    far.pass(Duration.ofSeconds(10));
    replay(far, recorded);
    assertThat(far.taken("demote")).as("by daemons that began anew").isEqualTo(1);
    assertThat(far.taken("elect")).isEqualTo(1);
  }

  @Test
  void whoHasAnotherKeyFindsNobodyAndIsNamedOnTheNodes() throws MalformedResponse {
    Distance far = new Distance(3);
    KeyRing wrong = KeyRing.ofPassword("simulated clusteR", 13);
    Outcome outcome = far.ask(Request.of(Command.DEMOTE), far.addresses(), wrong);
    assertThat(outcome).isInstanceOf(Outcome.Nobody.class);
    assertThat(far.answered).isEmpty();
    assertThat(far.taken("demote")).isZero();
    assertThat(view(response(far.ask(STATUS, far.addresses()))).problems())
        .anySatisfy(problem -> assertThat(problem.toString()).contains("10.9.9.9:5555"));
  }

  @Test
  void aCallerBecomesNoNodeAndHearsNoHeartbeats() throws MalformedResponse {
    Distance far = new Distance(4);
    response(far.ask(STATUS, far.addresses()));
    far.answered.clear();
    far.pass(Duration.ofSeconds(20));
    assertThat(far.answered).isEmpty();
    assertThat(view(response(far.ask(STATUS, far.addresses()))).nodes()).hasSize(3);
  }

  @Test
  void garbageAndDamageAreAnsweredByNobody() throws MalformedResponse {
    Distance far = new Distance(5);
    response(far.ask(Request.of(Command.DEMOTE), far.addresses()));
    List<Packet> recorded = List.copyOf(far.recorded);
    far.answered.clear();
    Random random = new Random(5);
    int lines = far.said.size();
    for (int i = 0; i < 2_000; i++) {
      Packet packet = recorded.get(random.nextInt(recorded.size()));
      byte[] damaged = packet.datagram().clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      far.inject(Distance.ELSEWHERE, packet.to(), damaged);
    }
    assertThat(far.answered).isEmpty();
    assertThat(far.taken("demote")).isEqualTo(1);
    assertThat(far.said.size() - lines).isLessThan(100);
  }

  @Test
  void anOrderIsPutToOneNodeOnlyAndNeverAgainToADaemonThatBeganAnew() {
    Distance far = new Distance(6);
    Request slow = new Request(1, Command.DEMOTE, null, null, null, false, false, 50_000, null, null);
    Call call = far.call(slow, far.addresses(), Distance.KEYS);
    long at = far.timeline.now() + 2_500_000;
    // Asked, and killed before it can say so.
    far.timeline.at(
        at,
        () -> {
          far.nodes.getFirst().killDaemon();
          far.timeline.after(1_000_000_000L, far.nodes.getFirst()::startDaemon);
        });
    Outcome outcome = far.run(call);
    assertThat(outcome).isEqualTo(new Outcome.BegunAnew(far.address(0)));
    assertThat(far.taken("demote")).isLessThanOrEqualTo(1);
    assertThat(far.recorded)
        .filteredOn(packet -> !packet.to().equals(far.address(0)))
        .as("the others were not even knocked at")
        .isEmpty();
  }

  @Test
  void aQuestionGoesOnToTheNextWhenWhoWasAskedFallsSilent() throws MalformedResponse {
    Distance far = new Distance(7);
    Call call = far.call(STATUS, far.addresses(), Distance.KEYS);
    far.timeline.at(far.timeline.now() + 2_500_000, far.nodes.getFirst()::killDaemon);
    Outcome outcome = far.run(call);
    assertThat(view(response(outcome)).nodes()).hasSize(3);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Answered.class, a -> assertThat(a.at()).isNotEqualTo(far.address(0)));
  }

  @Test
  void aNodeThatIsDownCostsATenthOfASecond() throws MalformedResponse {
    Distance far = new Distance(8);
    far.nodes.getFirst().killDaemon();
    far.pass(Duration.ofSeconds(3));
    long begin = far.timeline.now();
    assertThat(view(response(far.ask(STATUS, far.addresses()))).nodes()).hasSize(3);
    assertThat(Duration.ofNanos(far.timeline.now() - begin)).isLessThan(Duration.ofMillis(150));
  }

  @Test
  void callersAreBoundedAndLeaveRoomForLaterOnes() throws MalformedResponse {
    Distance far = new Distance(9);
    List<InetSocketAddress> one = List.of(far.address(0));
    for (int i = 0; i < 300; i++) {
      response(far.ask(STATUS, one));
    }
    assertThat(view(response(far.ask(STATUS, one))).nodes()).hasSize(3);
  }

  private static void replay(Distance far, List<Packet> recorded) {
    List<Packet> order = new ArrayList<>(recorded);
    for (int round = 0; round < 3; round++) {
      for (Packet packet : order) {
        assertThat(Header.parse(packet.datagram(), 13)).isNotNull();
        far.inject(Distance.ELSEWHERE, packet.to(), packet.datagram());
        far.inject(Distance.CALLER, packet.to(), packet.datagram());
      }
      Collections.shuffle(order, new Random(round));
    }
    far.pass(Duration.ofSeconds(2));
  }

  private static boolean master(Distance far, String name) throws MalformedResponse {
    far.pass(Duration.ofSeconds(1));
    return name.equals(view(response(far.ask(STATUS, far.addresses()))).groups().getFirst().master());
  }

  private static Response response(Outcome outcome) throws MalformedResponse {
    return ApiJson.response(Distance.line(outcome));
  }

  private static StatusView view(Response response) {
    StatusView view = response.status();
    if (view == null) {
      throw new AssertionError("no status: " + response);
    }
    return view;
  }
}
