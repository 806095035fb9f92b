package dev.koi.sim;

import dev.koi.core.lease.Profile;
import dev.koi.core.message.Action;
import dev.koi.core.message.Message.Ask;
import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import dev.koi.node.daemon.Settings;
import dev.koi.node.port.Event;
import dev.koi.node.port.Journal;
import dev.koi.node.port.Ports;
import dev.koi.wire.api.ApiJson;
import dev.koi.wire.api.Request;
import dev.koi.wire.call.Call;
import dev.koi.wire.call.Outcome;
import dev.koi.wire.call.Plan;
import dev.koi.wire.frame.Packet;
import dev.koi.wire.seal.KeyRing;
import dev.koi.wire.seal.Salt;
import dev.koi.wire.seal.Start;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Three real daemons that see each other well, and someone far away on a network that does not. */
final class Distance {

  static final InetSocketAddress CALLER = at(10, 9, 9, 9, 5555);
  static final InetSocketAddress ELSEWHERE = at(10, 9, 9, 66, 666);
  static final KeyRing KEYS = KeyRing.ofPassword("simulated cluster", 13);

  final Timeline timeline = new Timeline();
  final List<SimNode> nodes = new ArrayList<>();

  /** What the daemons' logs say. */
  final List<String> said = new ArrayList<>();

  /** All that the caller ever sent. */
  final List<Packet> recorded = new ArrayList<>();

  /** All that any daemon sent to where the caller is, or to nobody's address. */
  final List<Packet> answered = new ArrayList<>();

  double loss;
  double repeats;
  Duration jitter = Duration.ZERO;

  private final Oracle oracle = new Oracle(true, true);
  private final SimNetwork network;
  private final Random random;
  private final Queue<Packet> arrived = new ArrayDeque<>();
  private long number;

  Distance(long seed) {
    this(seed, false);
  }

  /** With a store, or without. */
  Distance(long seed, boolean store) {
    random = new Random(seed);
    List<Shape.Machine> machines =
        List.of("a", "b", "c").stream().map(n -> new Shape.Machine(n, true, true, 0, 0)).toList();
    Shape.Service service =
        new Shape.Service("s", null, false, EnumSet.allOf(Action.class), false);
    Shape shape = new Shape(machines, 2, Profile.FAST, 1, false, List.of(service), true, store, Set.of());
    Scene scene = new Scene(shape, timeline, new Trace(timeline, null), new Tally(), oracle);
    Chance chance = new Chance(seed);
    network = new SimNetwork(scene, chance.fork(), nodes::get);
    for (int i = 0; i < machines.size(); i++) {
      nodes.add(new SimNode(scene, i, network, this::daemon, chance.fork()));
    }
    for (SimNode node : nodes) {
      node.powerOn();
      node.startDaemon();
    }
    pass(Duration.ofSeconds(5));
  }

  InetSocketAddress address(int node) {
    return network.transport().get(node);
  }

  List<InetSocketAddress> addresses() {
    return network.transport();
  }

  /** How often a daemon took an order of this word. */
  long taken(String word) {
    return said.stream().filter(line -> line.startsWith("order " + word)).count();
  }

  void pass(Duration time) {
    long end = timeline.now() + time.toNanos();
    timeline.at(end, () -> {});
    while (timeline.step(end)) {
      // As far as it goes.
    }
    if (oracle.isViolated()) {
      throw new AssertionError(oracle.violations());
    }
  }

  /** Asks until there is an outcome. */
  Outcome ask(Request request, List<InetSocketAddress> places) {
    return ask(request, places, KEYS);
  }

  Outcome ask(Request request, List<InetSocketAddress> places, KeyRing keys) {
    return run(call(request, places, keys));
  }

  Call call(Request request, List<InetSocketAddress> places, KeyRing keys) {
    NodeId self = new NodeId(new UUID(random.nextLong(), random.nextLong()));
    return new Call(
        new Plan(
            13,
            new Start(self, new Salt(random.nextLong(), random.nextLong())),
            new Ask(++number, ApiJson.write(request)),
            request.command().changesTheCluster(),
            places,
            new Plan.Times(Duration.ofSeconds(6), Duration.ofSeconds(60))),
        keys);
  }

  Outcome run(Call call) {
    while (true) {
      call.due(now()).forEach(this::send);
      Outcome outcome = call.outcome();
      if (outcome != null) {
        return outcome;
      }
      long next = call.next().monotonic();
      timeline.at(next, () -> {});
      while (arrived.isEmpty() && timeline.now() < next) {
        timeline.step(next);
      }
      for (Packet packet = arrived.poll(); packet != null; packet = arrived.poll()) {
        call.receive(packet.to(), packet.datagram(), now()).forEach(this::send);
      }
    }
  }

  /** Hands a datagram to a daemon, out of the blue, and lets time pass. */
  void inject(InetSocketAddress from, InetSocketAddress to, byte[] datagram) {
    int node = addresses().indexOf(to);
    nodes.get(node).arrive(new Event.Arrived(from, datagram));
    pass(Duration.ofMillis(1));
  }

  private void send(Packet packet) {
    recorded.add(packet);
    int node = addresses().indexOf(packet.to());
    if (node >= 0) {
      Event.Arrived event = new Event.Arrived(CALLER, packet.datagram());
      travel(() -> nodes.get(node).arrive(event));
    }
  }

  private void travel(Runnable arrival) {
    if (random.nextDouble() >= loss) {
      timeline.after(late(), arrival);
    }
    if (random.nextDouble() < repeats) {
      timeline.after(late(), arrival);
    }
  }

  private long late() {
    return 1_000_000 + (long) (random.nextDouble() * jitter.toNanos());
  }

  private Program daemon(Settings settings, Ports ports) throws IOException {
    InetSocketAddress own = ownAddress(settings);
    Ports listened =
        new Ports(
            ports.clock(),
            ports.entropy(),
            (to, datagram) -> {
              if (addresses().contains(to)) {
                ports.datagrams().send(to, datagram);
              } else {
                answered.add(new Packet(to, datagram));
                // What arrives is told by where it came from.
                travel(() -> arrived.add(new Packet(own, datagram)));
              }
            },
            ports.names(),
            ports.disk(),
            ports.ledger(),
            ports.scripts(),
            ports.guards(),
            ports.replies(),
            ports.files(),
            listen(ports.journal()));
    return Program.daemon(settings, listened);
  }

  private InetSocketAddress ownAddress(Settings settings) {
    return address(List.of("a", "b", "c").indexOf(settings.name().text()));
  }

  private Journal listen(Journal journal) {
    return (level, text) -> {
      said.add(text);
      journal.say(level, text);
    };
  }

  private Moment now() {
    return Moment.ofNanos(timeline.now());
  }

  private static InetSocketAddress at(int a, int b, int c, int d, int port) {
    byte[] octets = {(byte) a, (byte) b, (byte) c, (byte) d};
    try {
      return new InetSocketAddress(InetAddress.getByAddress(octets), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four octets are an address", e);
    }
  }

  /** The line of an answer; fails if there is none. */
  static String line(@Nullable Outcome outcome) {
    if (outcome instanceof Outcome.Answered answered) {
      return answered.line();
    }
    throw new AssertionError("no answer, but " + outcome);
  }
}
