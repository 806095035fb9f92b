package dev.koi.sim;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.lease.Profile;
import dev.koi.core.message.Action;
import dev.koi.core.message.Card;
import dev.koi.core.message.Claim;
import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeId;
import dev.koi.core.runner.Ending;
import dev.koi.core.time.Moment;
import dev.koi.node.daemon.Inspection;
import dev.koi.node.daemon.Settings;
import dev.koi.node.port.Event;
import dev.koi.node.port.Ports;
import dev.koi.node.port.Scripts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Two machines where nothing goes wrong by itself, and programs whose ports a test works by hand. */
final class Bench {

  final Timeline timeline = new Timeline();
  final Oracle oracle = new Oracle(true, true);
  final SimNetwork network;
  final List<SimNode> nodes = new ArrayList<>();
  final List<Puppet> puppets = new ArrayList<>();

  /** A bench whose one service is resident or not. */
  Bench(boolean resident) {
    Shape.Service service =
        new Shape.Service("s", null, false, EnumSet.allOf(Action.class), resident);
    List<Shape.Machine> machines =
        List.of(
            new Shape.Machine("a", true, true, 0, 0), new Shape.Machine("b", true, true, 0, 0));
    Shape shape =
        new Shape(machines, 2, Profile.NORMAL, 1, false, List.of(service), true, false, Set.of());
    Trace trace = new Trace(timeline, null);
    Scene scene = new Scene(shape, timeline, trace, new Tally(), oracle);
    Chance chance = new Chance(11);
    network = new SimNetwork(scene, chance.fork(), nodes::get);
    for (int i = 0; i < machines.size(); i++) {
      nodes.add(new SimNode(scene, i, network, this::puppet, chance.fork()));
    }
    for (SimNode node : nodes) {
      node.powerOn();
      node.startDaemon();
    }
  }

  private Program puppet(Settings settings, Ports ports) {
    Puppet puppet = new Puppet(settings, ports);
    puppets.add(puppet);
    return puppet;
  }

  SimNode a() {
    return nodes.getFirst();
  }

  /** The latest run on any machine. */
  Puppet latest() {
    return puppets.getLast();
  }

  Puppet onA() {
    return puppets.getFirst();
  }

  Puppet onB() {
    return puppets.get(1);
  }

  void pass(Duration time) {
    long end = timeline.now() + time.toNanos();
    timeline.at(end, () -> {});
    while (timeline.step(end)) {
      // As far as it goes.
    }
  }

  /** Does what its test says, and notes what it is told. */
  static final class Puppet implements Program {

    final Settings settings;
    final Ports ports;
    final List<Event> events = new ArrayList<>();

    private Puppet(Settings settings, Ports ports) {
      this.settings = settings;
      this.ports = ports;
    }

    /** Begins a script of the service; its id. */
    long launch(Action action) {
      long id = ports.entropy().draw();
      String path = "/etc/koi/services/s/" + action.word();
      Map<String, String> environment = Map.of("KOI_EPOCH", "1");
      ports
          .scripts()
          .launch(
              new Scripts.Launch(id, List.of(path), "/etc/koi/services/s", environment, "script", null));
      return id;
    }

    List<Ending> endings() {
      return of(Event.Ended.class).stream().map(e -> e.report().ending()).toList();
    }

    <E extends Event> List<E> of(Class<E> kind) {
      return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public void start() {
      events.clear();
    }

    @Override
    public void handle(Event event, boolean more) {
      events.add(event);
    }

    @Override
    public Moment nextWake() {
      return ports.clock().now().plus(Duration.ofDays(1));
    }

    @Override
    public boolean hasEnded() {
      return false;
    }

    @Override
    public Inspection inspect() {
      Incarnation run = new Incarnation(new NodeId(settings.boot()), settings.boot(), 0);
      Card card = new Card(run, settings.name(), true, true, 0, "puppet", Duration.ZERO);
      return new Inspection(card, new Claim.Listening(), Agreed.EMPTY, Map.of());
    }
  }
}
