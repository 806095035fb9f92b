package dev.koi.sim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.agreed.Holder;
import dev.koi.core.lease.Profile;
import dev.koi.core.message.Claim;
import dev.koi.core.message.Message;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeId;
import dev.koi.node.daemon.Inspection;
import dev.koi.wire.api.ApiJson;
import dev.koi.wire.api.Command;
import dev.koi.wire.api.MalformedResponse;
import dev.koi.wire.api.Request;
import dev.koi.wire.api.StatusView;
import dev.koi.wire.api.Verdict;
import dev.koi.wire.datagram.MessageCodec;
import dev.koi.wire.frame.Frame;
import dev.koi.wire.seal.Salt;
import dev.koi.wire.seal.Sealer;
import dev.koi.wire.seal.Start;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guards, played by hand, and real daemons that hear them: with a store, and without. */
class GuardWordsTest {

  private static final GroupName GROUP = GroupName.DEFAULT;
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final Duration RENEW = Profile.FAST.lease().renew();
  private static final Duration W = Profile.FAST.lease().electorWait();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theNextOneLeadsAtOnceWhenTheLeadersDaemonIsGone(boolean store) {
    for (long seed = 0; seed < 5; seed++) {
      Distance far = new Distance(seed, store);
      Downed leader = down(leader(far));
      far.pass(Duration.ofMillis(5)); // what it said last arrives
      long gone = far.timeline.now();
      tell(far, leader, others(far, leader.node), new Message.Gone(leader.run));
      assertThat(passUntilAnotherLeads(far, leader, gone)).isLessThan(Duration.ofMillis(60));
      far.pass(Duration.ofSeconds(2));
      assertThat(leader(far).name()).isNotEqualTo(leader.name);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aWordThatOneElectorAloneHearsMovesTheLeaderAllTheSame(boolean store) {
    Distance far = new Distance(3, store);
    Downed leader = down(leader(far));
    long gone = far.timeline.now();
    tell(far, leader, others(far, leader.node).getFirst(), new Message.Gone(leader.run));
    assertThat(passUntilAnotherLeads(far, leader, gone)).isLessThan(Duration.ofMillis(500));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aWordOfAnEarlierRunMovesNobody(boolean store) {
    Distance far = new Distance(4, store);
    SimNode leader = leader(far);
    Incarnation run = inspected(leader).card().incarnation();
    Incarnation earlier = new Incarnation(run.node(), run.boot(), run.start() + 1);
    Downed ghost = new Downed(leader, leader.name(), earlier, Epoch.NONE);
    tell(far, ghost, others(far, leader), new Message.Gone(earlier));
    far.pass(Duration.ofSeconds(1));
    assertThat(leader(far).name()).isEqualTo(leader.name());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aReleaseThatOneFollowerHearsFreesTheGroupThoughNobodyLeadsJustThen(boolean store) {
    Distance far = new Distance(5, store);
    SimNode holder = holder(far);
    moveLeaderTo(far, holder);
    // Its last RENEW may be so old; from then on W would count.
    long end = far.timeline.now() + W.minus(RENEW).toNanos();
    Downed held = down(holder);
    tell(far, held, others(far, holder).getFirst(), new Message.Released(GROUP, held.epoch, held.run));
    passUntilHeldByAnother(far, held, end);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anUnconfirmedHolderOutlivesTheElectorsProcesses(boolean store) {
    Distance far = new Distance(8, store);
    Downed held = down(holder(far));
    List<SimNode> left = others(far, held.node);
    tell(far, held, left, new Message.Unconfirmed(GROUP, held.epoch, held.run));
    far.pass(Duration.ofSeconds(1));
    left.forEach(SimNode::crash);
    for (SimNode node : left) {
      node.powerOn();
      node.startDaemon();
    }
    far.pass(Duration.ofSeconds(20));
    for (SimNode node : left) {
      Holder holder = inspected(node).agreed().group(GROUP).holder();
      assertThat(holder == null || holder.incarnation().equals(held.run)).isTrue();
    }
    tell(far, held, left, new Message.Released(GROUP, held.epoch, held.run));
    passUntilHeldByAnother(far, held, far.timeline.now() + Duration.ofSeconds(2).toNanos());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void silenceFreesNothingOfAnUnconfirmedHolderAndItsReleaseDoes(boolean store)
      throws MalformedResponse {
    Distance far = new Distance(6, store);
    Downed held = down(holder(far));
    List<SimNode> left = others(far, held.node);
    tell(far, held, left, new Message.Unconfirmed(GROUP, held.epoch, held.run));
    far.pass(Duration.ofSeconds(20));
    assertHeld(far, held);
    // Who leads next goes by it too.
    SimNode leader = leader(far);
    leader.killDaemon();
    leader.startDaemon();
    far.pass(Duration.ofSeconds(20));
    assertHeld(far, held);
    StatusView status = status(far);
    assertThat(status.verdict()).isEqualTo(Verdict.NO_MASTER);
    assertThat(status.problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.text()).startsWith("holder unconfirmed: default");
              // A daemon that began after it was gone knows it by its id.
              assertThat(problem.node()).isIn(held.name, held.run.node().toString());
              assertThat(problem.next()).contains("koi recover " + problem.node());
            });
    long told = far.timeline.now();
    tell(far, held, left.getFirst(), new Message.Released(GROUP, held.epoch, held.run));
    passUntilHeldByAnother(far, held, told + Duration.ofSeconds(2).toNanos());
    assertThat(status(far).problems()).noneMatch(p -> p.text().contains("unconfirmed"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTicketOfAnotherNodeOrWithAnotherMessageIsNothing(boolean store) {
    Distance far = new Distance(7, store);
    SimNode leader = leader(far);
    Incarnation run = inspected(leader).card().incarnation();
    SimNode follower = others(far, leader).getFirst();
    NodeId forger = inspected(others(far, leader).getLast()).card().id();
    far.inject(
        Distance.ELSEWHERE,
        far.address(follower.index()),
        sealed(forger, id(follower), new Message.Gone(run)));
    far.inject(
        Distance.ELSEWHERE,
        far.address(follower.index()),
        sealed(run.node(), id(follower), new Message.Farewell(id(follower))));
    far.pass(Duration.ofSeconds(1));
    assertThat(leader(far).name()).isEqualTo(leader.name());
  }

  // Play.

  private record Downed(SimNode node, String name, Incarnation run, Epoch epoch) {}

  /** The machine loses power; what it was and held. */
  private static Downed down(SimNode node) {
    Inspection last = inspected(node);
    Downed downed =
        new Downed(
            node, node.name(), last.card().incarnation(), last.agreed().group(GROUP).epoch());
    node.crash();
    return downed;
  }

  private static void tell(Distance far, Downed by, SimNode to, Message word) {
    byte[] ticket = sealed(by.run.node(), id(to), word);
    far.inject(Distance.ELSEWHERE, far.address(to.index()), ticket);
  }

  private static void tell(Distance far, Downed by, List<SimNode> to, Message word) {
    to.forEach(node -> tell(far, by, node, word));
  }

  /** Any start of the node will do: a ticket is outside all sessions. */
  private static byte[] sealed(NodeId by, NodeId to, Message word) {
    Sealer sealer = Sealer.ofTickets(Distance.KEYS, 13, new Start(by, new Salt(1, word.hashCode())));
    return sealer.seal(Frame.write(to, new Frame.Whole(MessageCodec.encode(word))));
  }

  private static void moveLeaderTo(Distance far, SimNode node) {
    for (int i = 0; i < 20 && !leader(far).name().equals(node.name()); i++) {
      SimNode leader = leader(far);
      leader.killDaemon();
      far.pass(Duration.ofSeconds(1));
      leader.startDaemon();
      far.pass(Duration.ofSeconds(4));
    }
    assertThat(leader(far).name()).isEqualTo(node.name());
  }

  private static Duration passUntilAnotherLeads(Distance far, Downed leader, long since) {
    while (leaders(far).stream().allMatch(n -> n.name().equals(leader.name))) {
      far.pass(MILLI);
      assertThat(far.timeline.now() - since).isLessThan(Duration.ofSeconds(3).toNanos());
    }
    return Duration.ofNanos(far.timeline.now() - since);
  }

  private static void passUntilHeldByAnother(Distance far, Downed held, long end) {
    while (true) {
      for (SimNode node : alive(far)) {
        var state = inspected(node).agreed().group(GROUP);
        if (state.epoch().isAfter(held.epoch) && state.holder() != null) {
          return;
        }
      }
      assertThat(far.timeline.now()).isLessThan(end);
      far.pass(MILLI);
    }
  }

  private static void assertHeld(Distance far, Downed held) {
    for (SimNode node : alive(far)) {
      var state = inspected(node).agreed().group(GROUP);
      assertThat(state.epoch()).isEqualTo(held.epoch);
      assertThat(state.unconfirmed()).as(node.name()).isTrue();
    }
  }

  // Look.

  private static SimNode leader(Distance far) {
    return leaders(far).getFirst();
  }

  private static List<SimNode> leaders(Distance far) {
    return alive(far).stream().filter(n -> inspected(n).claim() instanceof Claim.Leading).toList();
  }

  private static SimNode holder(Distance far) {
    for (SimNode node : alive(far)) {
      if (inspected(leader(far)).agreed().group(GROUP).isHeldBy(id(node))) {
        return node;
      }
    }
    throw new AssertionError("nobody holds it");
  }

  private static List<SimNode> others(Distance far, SimNode but) {
    List<SimNode> others = new ArrayList<>(alive(far));
    others.remove(but);
    return others;
  }

  private static List<SimNode> alive(Distance far) {
    return far.nodes.stream().filter(node -> node.inspect() != null).toList();
  }

  private static NodeId id(SimNode node) {
    return inspected(node).card().id();
  }

  private static Inspection inspected(SimNode node) {
    @Nullable Inspection inspection = node.inspect();
    return requireNonNull(inspection);
  }

  private static StatusView status(Distance far) throws MalformedResponse {
    List<InetSocketAddress> places =
        alive(far).stream().map(node -> far.address(node.index())).toList();
    var line = Distance.line(far.ask(Request.of(Command.STATUS), places));
    return requireNonNull(ApiJson.response(line).status());
  }
}
