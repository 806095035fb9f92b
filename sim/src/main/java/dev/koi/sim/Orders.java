package dev.koi.sim;

import dev.koi.node.port.Event;
import dev.koi.wire.api.Command;
import dev.koi.wire.api.Request;
import java.util.List;

/** What people ask on the local socket of some node. */
final class Orders {

  private final Scene scene;
  private final List<SimNode> nodes;
  private final Chance chance;
  private long connections;

  Orders(Scene scene, List<SimNode> nodes, Chance chance) {
    this.scene = scene;
    this.nodes = nodes;
    this.chance = chance;
  }

  /** An order at random, good or not, as it is drawn. */
  void some(Chance drawn) {
    String target = drawn.pick(nodes).name();
    Request request =
        switch (drawn.between(0, 9)) {
          case 0, 1 -> Request.about(Command.PROMOTE, target);
          case 2 -> Request.of(Command.DEMOTE);
          case 3 -> Request.of(Command.ELECT);
          case 4 -> Request.about(Command.STOP, target);
          case 5 -> Request.of(Command.STOP);
          case 6, 7 -> Request.about(Command.START, target);
          case 8 -> Request.of(Command.RECOVER);
          default -> Request.of(Command.STATUS);
        };
    ask(drawn, request);
  }

  /** Begins maintenance, or ends it. */
  void maintain(boolean on, Chance drawn) {
    ask(drawn, Request.maintenance(on));
  }

  /** Takes back all that was ordered. */
  void pardon() {
    maintain(false, chance);
    ask(chance, Request.of(Command.ELECT));
    for (SimNode node : nodes) {
      ask(chance, Request.about(Command.START, node.name()));
    }
  }

  private void ask(Chance drawn, Request request) {
    SimNode node = drawn.pick(nodes);
    long connection = ++connections;
    node.tell(new Event.Asked(connection, request));
    // Some hang up before there is an answer.
    scene
        .timeline()
        .after(drawn.anyMillis(10, 20_000), () -> node.tell(new Event.HungUp(connection)));
  }
}
