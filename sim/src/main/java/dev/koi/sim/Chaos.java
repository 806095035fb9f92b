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
  private final Faults faults;
  private final List<Fault> kinds;
  private long season;

  Chaos(
      Scene scene, List<SimNode> nodes, SimNetwork network, Chance chance, Faults faults) {
    this.scene = scene;
    this.nodes = nodes;
    this.network = network;
    this.chance = chance;
    this.faults = faults;
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
        Chance own = chance.fork();
        Fault fault = own.pick(kinds);
        SimNode node = own.pick(nodes);
        if (faults.strike("", () -> fault.plural() + ": " + node.name())) {
          strike(fault, node, own);
        }
        again(during);
      }
    });
  }

  private void strike(Fault fault, SimNode node, Chance own) {
    scene.tally().count(fault);
    scene.trace().fold(-1, fault.name(), 0);
    switch (fault) {
      case CUT -> cut(own, cutBetween(node, other(node, own), true), someNetworks(own));
      case ONE_WAY_CUT -> cut(own, cutBetween(node, other(node, own), false), someNetworks(own));
      case ISOLATION -> cut(own, cutAround(List.of(node.index()), own), allNetworks());
      case SPLIT -> cut(own, cutAround(half(own), own), allNetworks());
      case BAD_NETWORK -> {
        network.worsen(own);
        later(own, 500, 20_000, network::clear);
      }
      case MACHINE_CRASH -> {
        node.crash();
        later(own, 300, 15_000, () -> start(node));
      }
      case DAEMON_KILLED -> {
        node.killDaemon();
        later(own, 50, 15_000, () -> start(node));
      }
      case CLEAN_STOP -> stop(node, own);
      case PAUSE -> {
        node.pause();
        later(own, 5, 8_000, node::resume);
      }
      case SLOW_DISK -> {
        node.slowDisks(true);
        later(own, 500, 10_000, () -> node.slowDisks(false));
      }
      case BAD_DISK -> {
        node.badDisks(true);
        later(own, 200, 5_000, () -> node.badDisks(false));
      }
      case BAD_SCRIPTS -> {
        node.scripts().habits().bad(true);
        later(own, 500, 15_000, () -> node.scripts().habits().bad(false));
      }
      case SERVICE_DEATH -> node.scripts().serviceDies();
      case ORDER -> orders.some(own);
      case MAINTENANCE -> {
        orders.maintain(true, own);
        later(own, 500, 20_000, () -> orders.maintain(false, own));
      }
    }
  }

  private void stop(SimNode node, Chance own) {
    node.tell(new Event.Stop("simulated SIGTERM"));
    later(own, 1_000, 20_000, () -> start(node));
  }

  private void start(SimNode node) {
    node.powerOn();
    node.startDaemon();
  }

  /** Takes a fault back after a while, if all faults did not end before. */
  private void later(Chance own, long shortest, long longest, Runnable what) {
    long during = season;
    scene.timeline().after(own.anyMillis(shortest, longest), () -> {
      if (season == during) {
        what.run();
      }
    });
  }

  private void cut(Chance own, List<Direction> directions, List<Integer> networks) {
    scene.trace().say("world", () -> "cut " + directions + " on networks " + networks);
    set(directions, networks, true);
    later(own, 50, 20_000, () -> set(directions, networks, false));
  }

  private void set(List<Direction> directions, List<Integer> networks, boolean isCut) {
    for (Direction direction : directions) {
      for (int which : networks) {
        network.cut(direction.from, direction.to, which, isCut);
      }
    }
  }

  private List<Direction> cutBetween(SimNode a, SimNode b, boolean bothWays) {
    Direction there = new Direction(a.index(), b.index());
    return bothWays ? List.of(there, new Direction(b.index(), a.index())) : List.of(there);
  }

  private List<Direction> cutAround(List<Integer> inside, Chance own) {
    boolean in = !own.once(0.15);
    boolean out = !in || !own.once(0.15);
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

  private SimNode other(SimNode than, Chance own) {
    List<SimNode> others = nodes.stream().filter(n -> n != than).toList();
    return own.pick(others);
  }

  private List<Integer> half(Chance own) {
    List<Integer> inside = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (own.once(0.5)) {
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

  private List<Integer> someNetworks(Chance own) {
    List<Integer> all = allNetworks();
    return all.size() == 1 || own.once(0.5) ? all : List.of(own.pick(all));
  }

  private record Direction(int from, int to) {

    @Override
    public String toString() {
      return from + ">" + to;
    }
  }
}
