package dev.koi.sim;

import dev.koi.core.message.Action;
import dev.koi.core.name.GroupName;
import dev.koi.core.runner.Ending;
import dev.koi.node.port.Event;
import java.util.List;

/** A script that was begun, and the session of processes that it leads. */
final class SimProcess {

  private final Order order;
  private final Habits.Behaviour behaviour;
  private boolean runs = true;
  private boolean hasChildren;

  SimProcess(Order order, Habits.Behaviour behaviour) {
    this.order = order;
    this.behaviour = behaviour;
    // What start and promote bring up stays behind as a child, however the script itself ends.
    hasChildren = order.action == Action.START || order.action == Action.PROMOTE;
  }

  /** What the daemon asked for. */
  record Order(
      Life life, long launch, SimService service, Action action, GroupName group, long epoch) {}

  Order order() {
    return order;
  }

  SimService service() {
    return order.service;
  }

  Action action() {
    return order.action;
  }

  Habits.Behaviour behaviour() {
    return behaviour;
  }

  /** Whether the script itself still runs. */
  boolean runs() {
    return runs;
  }

  /** Whether any process of its session lives. */
  boolean lives() {
    return runs || hasChildren;
  }

  void scriptEnds() {
    runs = false;
  }

  void childrenEnd() {
    hasChildren = false;
  }

  /** Tells the daemon that began it how the script ended. */
  void report(Ending ending) {
    boolean good = ending instanceof Ending.Exited(int code) && code == 0;
    List<String> said = good ? List.of() : List.of("simulated");
    order.life.deliver(new Event.Ended(order.launch, new Ending.Report(ending, said)));
  }
}
