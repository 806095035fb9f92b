package dev.koi.sim;

import dev.koi.core.message.Action;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.ServiceName;
import dev.koi.core.runner.Script;
import dev.koi.core.runner.ServiceSpec;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One service on one machine, as it really is. It is promoted from the instant at which a promote
 * script begins, since the first thing that this does may be all it takes, until a demote or stop
 * ended with 0, or no process is left that carries the effect.
 */
final class SimService {

  private static final String FOLDER = "/etc/koi/services/";

  private final Scene scene;
  private final String node;
  private final Shape.Service shape;
  private final ServiceSpec spec;
  private final Set<SimProcess> carriers = new HashSet<>();
  private boolean started;
  private Oracle.@Nullable Master master;
  private GroupName group = GroupName.DEFAULT;

  SimService(Scene scene, String node, Shape.Service shape) {
    this.scene = scene;
    this.node = node;
    this.shape = shape;
    Integer priority = shape.priority();
    String path = FOLDER + (priority == null ? "" : priority + "-") + shape.name();
    Map<Action, Script> scripts = new EnumMap<>(Action.class);
    for (Action action : shape.scripts()) {
      String file = shape.single() ? path : path + "/" + action.word();
      scripts.put(action, new Script(file, 1, Integer.toUnsignedLong(file.hashCode()), "00"));
    }
    spec =
        new ServiceSpec(
            new ServiceName(shape.name()),
            priority,
            shape.single(),
            shape.single() ? FOLDER : path,
            scripts,
            false);
  }

  ServiceSpec spec() {
    return spec;
  }

  boolean isPromoted() {
    return master != null;
  }

  boolean isPromotable() {
    return shape.scripts().contains(Action.PROMOTE);
  }

  /** A script of it begins. */
  void begins(SimProcess process) {
    if (process.action() == Action.PROMOTE) {
      lose();
      SimProcess.Order order = process.order();
      Oracle.Master now = new Oracle.Master(node, shape.name(), order.epoch());
      master = now;
      group = order.group();
      carriers.add(process);
      scene.oracle().promoted(scene.now(), group, now);
    } else if (process.action() == Action.START && shape.resident()) {
      carriers.add(process);
    }
  }

  /** A script of it ended by itself, with 0. */
  void succeeds(Action action) {
    switch (action) {
      case START -> started = true;
      case STOP -> {
        started = false;
        lose();
      }
      case DEMOTE -> lose();
      case PROMOTE, STATUS, FAILED -> {}
    }
  }

  /** The whole session of a script is gone. */
  void gone(SimProcess process) {
    if (process.action() == Action.START) {
      started = false;
    }
    if (carriers.remove(process) && carriers.isEmpty()) {
      lose();
    }
  }

  /** What {@code status} exits with. */
  int truth() {
    if (!isPromotable()) {
      return 0;
    }
    if (master != null) {
      return 90;
    }
    return started ? 91 : 92;
  }

  private void lose() {
    Oracle.Master was = master;
    if (was != null) {
      master = null;
      scene.oracle().demoted(scene.now(), group, was);
      scene.trace().say(node, () -> "service " + was + " is promoted no more");
    }
  }
}
