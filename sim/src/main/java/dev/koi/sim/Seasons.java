package dev.koi.sim;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.agreed.GroupState;
import dev.koi.core.agreed.Wish;
import dev.koi.node.daemon.Inspection;
import java.time.Duration;
import java.util.List;

/**
 * Faults come in seasons; between them all is well, and then there must be a master, and it must stay.
 */
final class Seasons {

  /**
   * Without faults there is a master after this long at the latest. Generous, and the sum of: a
   * script that hangs and is deaf (time-out and SIGKILL, 6 s) in start, failed, and stop; the wait
   * before the next attempt (2 s); a start that takes its time (1 s); the next status round (10 s in
   * profile normal); an election (1 s); the first promotion wait and the largest W (5.1 s); the
   * lag of a failed node behind all others (10 s).
   */
  static final Duration MASTER_WITHIN = Duration.ofSeconds(50);

  /**
   * A daemon that was asked to stop has ended after this long: three priorities, each with a deaf
   * script that hangs in demote, failed and stop.
   */
  static final Duration STOPS_WITHIN = Duration.ofSeconds(60);

  /** A master that was there for so long without a fault has to stay. */
  private static final long SETTLED = Duration.ofSeconds(12).toNanos();

  /** Twice as long as that is watched. */
  private static final long WATCHED = Duration.ofSeconds(20).toNanos();

  private static final long LOOK = Duration.ofMillis(200).toNanos();
  private static final long NONE = -1;

  private final Scene scene;
  private final List<SimNode> nodes;
  private final Chaos chaos;
  private final Chance chance;
  private long calmSince;
  private long masterSince;
  private long ordersDue;

  Seasons(Scene scene, List<SimNode> nodes, Chaos chaos, Chance chance) {
    this.scene = scene;
    this.nodes = nodes;
    this.chaos = chaos;
    this.chance = chance;
  }

  /** The world begins: machines come up one after the other, in any order. */
  void begin() {
    for (SimNode node : nodes) {
      scene.timeline().after(chance.anyMillis(1, 4_000), () -> {
        node.powerOn();
        node.startDaemon();
      });
    }
    scene.timeline().after(chance.millis(4_000, 5_000), chance.once(0.7) ? this::calm : this::storm);
  }

  private void storm() {
    chaos.begin();
    scene.timeline().after(chance.anyMillis(5_000, 60_000), this::calm);
  }

  private void calm() {
    chaos.cease();
    calmSince = scene.now();
    masterSince = NONE;
    ordersDue = scene.now();
    // Now and then only a breath: the next faults meet a cluster that has not settled yet.
    if (chance.once(0.4)) {
      chaos.mend();
      scene.timeline().after(chance.anyMillis(100, 10_000), this::storm);
    } else {
      look();
    }
  }

  private void look() {
    long now = scene.now();
    chaos.mend();
    for (SimNode node : nodes) {
      if (node.isStoppingFor(STOPS_WITHIN)) {
        complain(node.name() + " does not stop");
      }
    }
    boolean free = nodes.stream().noneMatch(Seasons::isBound);
    if (!free && now >= ordersDue) {
      chaos.pardon();
      ordersDue = now + Duration.ofSeconds(2).toNanos();
    }
    // One that maintenance has left promoted, without its daemon perhaps, does not count.
    boolean hasMaster = free && nodes.stream().anyMatch(n -> n.scripts().isMaster());
    if (hasMaster) {
      masterSince = masterSince == NONE ? now : masterSince;
    } else {
      if (masterSince != NONE && now - masterSince > SETTLED) {
        complain("the master of a settled cluster was lost without a fault");
      }
      masterSince = NONE;
    }
    if (!hasMaster && now - calmSince > MASTER_WITHIN.toNanos()) {
      complain("no master " + MASTER_WITHIN.toSeconds() + " s after the last fault");
    }
    if (masterSince != NONE && now - masterSince > WATCHED) {
      scene.tally().settled++;
      storm();
    } else {
      scene.timeline().after(LOOK, this::look);
    }
  }

  /** Whether it knows of an order that keeps a group without a master. */
  private static boolean isBound(SimNode node) {
    Inspection inspection = node.inspect();
    if (inspection == null) {
      return false;
    }
    Agreed agreed = inspection.agreed();
    return agreed.maintenance()
        || agreed.groups().values().stream().anyMatch(GroupState::manual)
        || agreed.wishes().values().stream().anyMatch(Wish::stopped);
  }

  private void complain(String what) {
    StringBuilder text = new StringBuilder(what);
    for (SimNode node : nodes) {
      Inspection inspection = node.inspect();
      text.append("\n    ").append(node.name()).append(": ");
      text.append(inspection == null ? "no daemon" : inspection.claim() + " " + inspection.agreed());
    }
    scene.oracle().violated(scene.now(), text.toString());
  }
}
