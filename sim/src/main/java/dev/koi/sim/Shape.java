package dev.koi.sim;

import dev.koi.core.lease.Profile;
import dev.koi.core.message.Action;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a world is like: drawn from the seed before anything runs.
 *
 * @param quorum as in koi.conf; 0: none
 * @param networks how many networks every machine is on
 * @param named whether machines know each other by name
 * @param bounded whether every demote ends within Lhard - Lsoft, whatever else goes wrong
 * @param store whether the electors are listed, and so keep a store; the quorum is theirs then
 * @param faults what may happen. Not everything may in every world: leaving some out lets the others
 *     go further (swarm testing: Groce, Zhang, Eide, Chen, Regehr, ISSTA 2012)
 */
record Shape(
    List<Machine> machines,
    int quorum,
    Profile profile,
    int networks,
    boolean named,
    List<Service> services,
    boolean bounded,
    boolean store,
    Set<Fault> faults) {

  /** The clocks of two machines are at most eps = 1 % apart (SAFETY, Clocks), steering included. */
  private static final int MOST_DRIFT = 4_400;

  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

  Shape {
    machines = List.copyOf(machines);
    services = List.copyOf(services);
    faults = sorted(Fault.class, faults);
  }

  /**
   * One machine.
   *
   * @param drift of its clock, in parts per million
   */
  record Machine(String name, boolean elector, boolean runner, int priority, int drift) {}

  /**
   * A service that every runner has.
   *
   * @param resident what {@code promote} does, the process of {@code start} carries: it lives on when
   *     only what {@code promote} began is killed
   */
  record Service(
      String name,
      @Nullable Integer priority,
      boolean single,
      Set<Action> scripts,
      boolean resident) {

    Service {
      scripts = sorted(Action.class, scripts);
    }
  }

  /** Which worlds to draw. */
  enum Scenario {
    /** Anything. */
    GENERAL,
    /** Three nodes, quorum 2, cut apart in every way, and nothing else goes wrong. */
    APART,
    /** Anything, in a cluster with a store. */
    STORED,
  }

  static Shape draw(Scenario scenario, Chance chance) {
    return switch (scenario) {
      case GENERAL -> general(chance);
      case APART -> apart(chance);
      case STORED -> general(chance).stored();
    };
  }

  /** Whether electors can never form two quorums (SAFETY B3), which is what the lease stands on. */
  boolean hasMajorities() {
    return 2L * quorum > machines.stream().filter(Machine::elector).count();
  }

  /**
   * Whether this machine's journal may be lost for good: a majority of the electors must keep theirs, or
   * nobody can agree on anything any more. So it may be one of three or more, and always the same.
   */
  boolean mayLoseJournal(int machine) {
    List<Integer> electors = new ArrayList<>();
    for (int i = 0; i < machines.size(); i++) {
      if (machines.get(i).elector()) {
        electors.add(i);
      }
    }
    return electors.size() >= 3 && electors.getLast() == machine;
  }

  Shape withMachines(List<Machine> others) {
    return new Shape(others, quorum, profile, networks, named, services, bounded, store, faults);
  }

  private Shape stored() {
    int majority = (int) machines.stream().filter(Machine::elector).count() / 2 + 1;
    return new Shape(
        machines, majority, profile, networks, named, services, bounded, true, faults);
  }

  private static Shape apart(Chance chance) {
    List<Machine> machines = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      machines.add(new Machine(NAMES.get(i), true, true, chance.between(0, 1), drift(chance)));
    }
    Profile profile = chance.once(0.5) ? Profile.FAST : Profile.NORMAL;
    Set<Fault> cuts =
        EnumSet.of(Fault.CUT, Fault.ONE_WAY_CUT, Fault.ISOLATION, Fault.SPLIT, Fault.BAD_NETWORK);
    int networks = chance.between(1, 2);
    return new Shape(machines, 2, profile, networks, false, services(chance), true, false, cuts);
  }

  private static Shape general(Chance chance) {
    List<Machine> machines = machines(chance);
    int electors = (int) machines.stream().filter(Machine::elector).count();
    int quorum = chance.once(0.15) ? 0 : electors / 2 + 1;
    boolean bounded = chance.once(0.7);
    EnumSet<Fault> faults = EnumSet.noneOf(Fault.class);
    for (Fault fault : Fault.values()) {
      if (chance.once(fault == Fault.BAD_DISK ? 0.1 : 0.7)) {
        faults.add(fault);
      }
    }
    if (bounded && chance.once(0.8)) {
      faults.removeIf(Fault::needsGuard);
    }
    Profile profile = chance.once(0.5) ? Profile.FAST : Profile.NORMAL;
    int networks = chance.once(0.3) ? 2 : 1;
    List<Service> services = services(chance);
    boolean named = chance.once(0.2);
    return new Shape(
        machines, quorum, profile, networks, named, services, bounded, false, faults);
  }

  private static List<Machine> machines(Chance chance) {
    int count = chance.between(2, 5);
    List<Machine> machines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // The first two do everything, so that there always is someone to fail over to.
      boolean elector = i < 2 || !chance.once(0.2);
      boolean runner = i < 2 || !elector || !chance.once(0.2);
      int priority = chance.once(0.3) ? chance.between(1, 3) : 0;
      machines.add(new Machine(NAMES.get(i), elector, runner, priority, drift(chance)));
    }
    return machines;
  }

  private static int drift(Chance chance) {
    return chance.between(-MOST_DRIFT, MOST_DRIFT);
  }

  private static List<Service> services(Chance chance) {
    int count = chance.between(1, 3);
    List<Service> services = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      EnumSet<Action> scripts = EnumSet.allOf(Action.class);
      if (i > 0 && chance.once(0.3)) {
        // The ping service of the guide: a status and nothing else.
        scripts = EnumSet.of(Action.STATUS);
      } else if (chance.once(0.3)) {
        scripts.remove(Action.FAILED);
      }
      Integer priority = chance.once(0.6) ? Integer.valueOf(chance.between(0, 2) * 10) : null;
      services.add(
          new Service("s" + (i + 1), priority, chance.once(0.3), scripts, chance.once(0.5)));
    }
    return services;
  }

  /** Not {@code Set.copyOf}: that iterates in another order in every process. */
  private static <E extends Enum<E>> Set<E> sorted(Class<E> type, Collection<E> elements) {
    EnumSet<E> set = EnumSet.noneOf(type);
    set.addAll(elements);
    return Collections.unmodifiableSet(set);
  }
}
