package dev.koi.sim;

import dev.koi.core.message.Action;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.runner.Ending;
import dev.koi.core.runner.ServiceSpec;
import dev.koi.node.port.Event;
import dev.koi.node.port.Scripts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The processes of a machine: scripts, what they leave behind, and the services that these make up. */
final class SimScripts {

  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;

  private final Scene scene;
  private final int node;
  private final String name;
  private final Chance chance;
  private final Habits habits;
  private final List<SimService> services = new ArrayList<>();
  private final Map<String, Target> targets = new HashMap<>();
  private final List<SimProcess> processes = new ArrayList<>();

  SimScripts(Scene scene, int node, Chance chance) {
    this.scene = scene;
    this.node = node;
    this.chance = chance;
    Shape.Machine machine = scene.shape().machines().get(node);
    name = machine.name();
    habits = new Habits(scene.shape(), chance.fork());
    if (machine.runner()) {
      scene.shape().services().forEach(this::install);
    }
  }

  /** The scripts as one run of the daemon sees them. */
  Scripts door(Life life) {
    return new Door(life);
  }

  /** What the services folder holds. */
  List<ServiceSpec> specs() {
    return services.stream().map(SimService::spec).toList();
  }

  Habits habits() {
    return habits;
  }

  /** Whether every service that can be promoted is. */
  boolean isMaster() {
    return !services.isEmpty()
        && services.stream().filter(SimService::isPromotable).allMatch(SimService::isPromoted);
  }

  /** The machine loses power. */
  void powerOff() {
    List<SimProcess> all = List.copyOf(processes);
    processes.clear();
    for (SimProcess process : all) {
      process.scriptEnds();
      process.childrenEnd();
      process.service().gone(process);
    }
  }

  /** A service dies by itself: what start and promote left behind ends. */
  void serviceDies() {
    if (services.isEmpty()) {
      return;
    }
    SimService victim = chance.pick(services);
    scene.trace().say(name, () -> "service " + victim.spec().name() + " dies");
    endChildren(victim, true);
  }

  private void install(Shape.Service shape) {
    SimService service = new SimService(scene, name, shape);
    services.add(service);
    service
        .spec()
        .scripts()
        .forEach((action, script) -> targets.put(script.path(), new Target(service, action)));
  }

  private void begin(Life life, Scripts.Launch launch) {
    Target target = targets.get(launch.command().getFirst());
    if (target == null) {
      throw new IllegalArgumentException("no such script: " + launch.command());
    }
    Action action =
        target.service.spec().single() ? action(launch.command().get(1)) : target.action;
    GroupName group =
        new GroupName(launch.environment().getOrDefault("KOI_GROUP", GroupName.DEFAULT.text()));
    long epoch = Long.parseLong(launch.environment().getOrDefault("KOI_EPOCH", "0"));
    SimProcess process =
        new SimProcess(
            new SimProcess.Order(life, launch.id(), target.service, action, group, epoch),
            habits.next(action));
    scene.trace().fold(node, "launch", launch.id() * 31 + launch.label().hashCode());
    scene.trace().say(name, () -> "script " + launch.label() + " begins, epoch " + epoch + ", "
        + process.behaviour());
    if (!process.behaviour().begins()) {
      Ending failed = new Ending.NotBegun("simulated: exec format error");
      scene.timeline().after(chance.micros(100, 2_000), () -> process.report(failed));
      return;
    }
    processes.add(process);
    target.service.begins(process);
    if (action == Action.PROMOTE) {
      life.promotes(group, new Oracle.Master(name, target.service.spec().name().text(), epoch));
    }
    if (!process.behaviour().hangs()) {
      scene.timeline().after(process.behaviour().nanos(), () -> exit(process));
    }
  }

  private static Action action(String word) {
    for (Action action : Action.values()) {
      if (action.word().equals(word)) {
        return action;
      }
    }
    throw new IllegalArgumentException("no such action: " + word);
  }

  private void exit(SimProcess process) {
    if (!process.runs()) {
      return;
    }
    int code = process.behaviour().code();
    Action action = process.action();
    if (code == 0) {
      process.service().succeeds(action);
      if (action == Action.DEMOTE || action == Action.STOP) {
        endChildren(process.service(), action == Action.STOP);
      }
    }
    boolean tellsTruth = code == 0 && action == Action.STATUS;
    scriptEnds(process, new Ending.Exited(tellsTruth ? process.service().truth() : code));
  }

  /** What promote left behind ends, and what start left if all of it shall. */
  private void endChildren(SimService service, boolean all) {
    for (SimProcess process : List.copyOf(processes)) {
      boolean concerned = process.action() == Action.PROMOTE || all;
      if (process.service() == service && concerned) {
        process.childrenEnd();
        bury(process);
      }
    }
  }

  private void scriptEnds(SimProcess process, Ending ending) {
    process.scriptEnds();
    bury(process);
    scene.trace().say(name, () -> "script of launch " + Long.toHexString(process.order().launch())
        + " " + process.action().word() + " ends: " + ending);
    process.report(ending);
  }

  private void bury(SimProcess process) {
    if (!process.lives() && processes.remove(process)) {
      process.service().gone(process);
    }
  }

  private List<SimProcess> of(Life life, Set<Long> launches) {
    return processes.stream()
        .filter(p -> p.order().life() == life && launches.contains(p.order().launch()))
        .toList();
  }

  private record Target(SimService service, Action action) {}

  /** The port. */
  private final class Door implements Scripts {

    private final Life life;

    private Door(Life life) {
      this.life = life;
    }

    @Override
    public void launch(Launch launch) {
      begin(life, launch);
    }

    @Override
    public void terminate(long id) {
      scene.trace().fold(node, "terminate", id);
      scene.trace().say(name, () -> "SIGTERM for launch " + Long.toHexString(id));
      for (SimProcess process : of(life, Set.of(id))) {
        if (process.runs() && !process.behaviour().deaf()) {
          scene.timeline().after(chance.micros(200, 20_000), () -> obey(process));
        }
      }
    }

    private void obey(SimProcess process) {
      if (process.runs()) {
        scriptEnds(process, new Ending.Signalled(SIGTERM));
      }
    }

    @Override
    public void kill(Set<Long> ids) {
      for (SimProcess process : of(life, ids)) {
        long id = process.order().launch();
        scene.trace().fold(node, "kill", id);
        scene.trace().say(name, () -> "SIGKILL for launch " + Long.toHexString(id));
        boolean ran = process.runs();
        process.scriptEnds();
        process.childrenEnd();
        bury(process);
        if (ran) {
          Ending killed = new Ending.Signalled(SIGKILL);
          scene.timeline().after(chance.micros(50, 2_000), () -> process.report(killed));
        }
      }
    }

    @Override
    public void survey(Set<Long> ids, long ticket) {
      Set<Long> asked = Set.copyOf(ids);
      scene.timeline().after(chance.micros(50, 3_000), () -> answer(asked, ticket));
    }

    @Override
    public void left(GroupName group, Epoch epoch, boolean kill, long ticket) {
      life.deliver(new Event.Left(ticket, true)); // there are no guards, so no trees: nobody can say
    }

    private void answer(Set<Long> asked, long ticket) {
      Set<Long> alive = new TreeSet<>();
      of(life, asked).forEach(process -> alive.add(process.order().launch()));
      life.deliver(new Event.Surveyed(ticket, alive));
    }
  }
}
