package dev.koi.sim;

import dev.koi.node.port.Event;
import java.util.ArrayList;
import java.util.List;

/** Does the faults of a world to it, one after the other, and takes them back. */
final class Chaos {

  private final Scene scene;
  private final List<SimNode> nodes;
  private final SimNetwork network;
  private final Chance chance;
  private final Orders orders;
  private final List<Fault> kinds;
  private long season;

  Chaos(Scene scene, List<SimNode> nodes, SimNetwork network, Chance chance) {
    this.scene = scene;
    this.nodes = nodes;
    this.network = network;
    this.chance = chance;
    orders = new Orders(scene, nodes, chance.fork());
    kinds = List.copyOf(scene.shape().faults());
  }

  /** Faults begin, about one every few seconds, until {@link #cease}. */
  void begin() {
    season++;
    again(season);
  }

  /** All faults end now. What is down stays down until {@link #mend}. */
  void cease() {
    season++;
    network.heal();
    for (SimNode node : nodes) {
      node.slowDisks(false);
      node.badDisks(false);
      node.scripts().habits().bad(false);
      node.resume();
    }
    scene.trace().say("world", () -> "all faults end");
  }

  /** Starts what is down. */
  void mend() {
    for (SimNode node : nodes) {
      node.powerOn();
      node.startDaemon();
    }
  }

  /** Ends what people ordered. */
  void pardon() {
    orders.pardon();
  }

  private void again(long during) {
    if (kinds.isEmpty()) {
      return;
    }
    scene.timeline().after(chance.anyMillis(100, 8_000), () -> {
      if (season == during) {
        strike(chance.pick(kinds));
        again(during);
      }
    });
  }

  private void strike(Fault fault) {
    scene.tally().count(fault);
    scene.trace().fold(-1, fault.name(), 0);
    SimNode node = chance.pick(nodes);
    scene.trace().say("world", () -> fault.plural() + ": " + node.name());
    switch (fault) {
      case CUT -> cut(cutBetween(node.index(), other(node).index(), true), someNetworks());
      case ONE_WAY_CUT -> cut(cutBetween(node.index(), other(node).index(), false), someNetworks());
      case ISOLATION -> cut(cutAround(List.of(node.index())), allNetworks());
      case SPLIT -> cut(cutAround(half()), allNetworks());
      case BAD_NETWORK -> {
        network.worsen();
        later(500, 20_000, network::clear);
      }
      case MACHINE_CRASH -> {
        node.crash();
        later(300, 15_000, () -> start(node));
      }
      case DAEMON_KILLED -> {
        node.killDaemon();
        later(50, 15_000, () -> start(node));
      }
      case CLEAN_STOP -> stop(node);
      case PAUSE -> {
        node.pause();
        later(5, 8_000, node::resume);
      }
      case SLOW_DISK -> {
        node.slowDisks(true);
        later(500, 10_000, () -> node.slowDisks(false));
      }
      case BAD_DISK -> {
        node.badDisks(true);
        later(200, 5_000, () -> node.badDisks(false));
      }
      case BAD_SCRIPTS -> {
        node.scripts().habits().bad(true);
        later(500, 15_000, () -> node.scripts().habits().bad(false));
      }
      case SERVICE_DEATH -> node.scripts().serviceDies();
      case ORDER -> orders.some();
      case MAINTENANCE -> {
        orders.maintain(true);
        later(500, 20_000, () -> orders.maintain(false));
      }
    }
  }

  private void stop(SimNode node) {
    node.tell(new Event.Stop("simulated SIGTERM"));
    later(1_000, 20_000, () -> start(node));
  }

  private void start(SimNode node) {
    node.powerOn();
    node.startDaemon();
  }

  /** Takes a fault back after a while, if all faults did not end before. */
  private void later(long shortest, long longest, Runnable what) {
    long during = season;
    scene.timeline().after(chance.anyMillis(shortest, longest), () -> {
      if (season == during) {
        what.run();
      }
    });
  }

  private void cut(List<Direction> directions, List<Integer> networks) {
    scene.trace().say("world", () -> "cut " + directions + " on networks " + networks);
    set(directions, networks, true);
    later(50, 20_000, () -> set(directions, networks, false));
  }

  private void set(List<Direction> directions, List<Integer> networks, boolean isCut) {
    for (Direction direction : directions) {
      for (int which : networks) {
        network.cut(direction.from, direction.to, which, isCut);
      }
    }
  }

  private List<Direction> cutBetween(int a, int b, boolean bothWays) {
    Direction there = new Direction(a, b);
    return bothWays ? List.of(there, new Direction(b, a)) : List.of(there);
  }

  private List<Direction> cutAround(List<Integer> inside) {
    boolean in = !chance.once(0.15);
    boolean out = !in || !chance.once(0.15);
    List<Direction> directions = new ArrayList<>();
    for (int a : inside) {
      for (int b = 0; b < nodes.size(); b++) {
        if (!inside.contains(b)) {
          if (out) {
            directions.add(new Direction(a, b));
          }
          if (in) {
            directions.add(new Direction(b, a));
          }
        }
      }
    }
    return directions;
  }

  private SimNode other(SimNode than) {
    List<SimNode> others = nodes.stream().filter(n -> n != than).toList();
    return chance.pick(others);
  }

  private List<Integer> half() {
    List<Integer> inside = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (chance.once(0.5)) {
        inside.add(i);
      }
    }
    return inside;
  }

  private List<Integer> allNetworks() {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < scene.shape().networks(); i++) {
      all.add(i);
    }
    return all;
  }

  private List<Integer> someNetworks() {
    List<Integer> all = allNetworks();
    return all.size() == 1 || chance.once(0.5) ? all : List.of(chance.pick(all));
  }

  private record Direction(int from, int to) {

    @Override
    public String toString() {
      return from + ">" + to;
    }
  }
}
