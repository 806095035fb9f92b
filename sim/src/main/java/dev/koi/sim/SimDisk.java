package dev.koi.sim;

import dev.koi.node.port.Disk;
import dev.koi.node.port.Event;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state folder of a machine. Saves take time and end in order. One that was under way when daemon
 * or machine died is there or not, whole; those behind it are not.
 */
final class SimDisk {

  private final Scene scene;
  private final int node;
  private final Chance chance;
  private final Map<String, byte[]> durable = new TreeMap<>();
  private final Deque<Save> underWay = new ArrayDeque<>();
  private long busyUntil;
  private boolean slow;
  private boolean bad;

  SimDisk(Scene scene, int node, Chance chance) {
    this.scene = scene;
    this.node = node;
    this.chance = chance;
  }

  /** The disk as one run of the daemon sees it. */
  Disk door(Life life) {
    return new Disk() {
      @Override
      public byte @Nullable [] read(String name) {
        byte[] content = durable.get(name);
        return content == null ? null : content.clone();
      }

      @Override
      public void save(String name, byte[] content, long ticket) {
        begin(new Save(name, content.clone(), ticket, life));
      }
    };
  }

  void slow(boolean nowSlow) {
    slow = nowSlow;
  }

  void bad(boolean nowBad) {
    bad = nowBad;
  }

  /** The daemon has died, alone or with its machine. */
  void cut() {
    Save first = underWay.peek();
    if (first != null && chance.once(0.5)) {
      durable.put(first.name, first.content);
    }
    underWay.clear();
    busyUntil = scene.now();
  }

  private void begin(Save save) {
    scene.trace().fold(node, "save", save.ticket * 31 + Arrays.hashCode(save.content));
    long latency = slow ? chance.anyMillis(50, 1_000) : chance.micros(200, 5_000);
    busyUntil = Math.max(busyUntil, scene.now()) + latency;
    underWay.add(save);
    scene.timeline().at(busyUntil, () -> end(save));
  }

  private void end(Save save) {
    if (underWay.peek() != save) {
      return;
    }
    underWay.remove();
    boolean fails = bad && chance.once(0.3);
    if (!fails || chance.once(0.5)) {
      durable.put(save.name, save.content);
    }
    if (fails) {
      scene.trace().say(scene.shape().machines().get(node).name(), () -> "save fails: " + save.name);
      save.life.deliver(new Event.SaveFailed(save.ticket, "simulated: no space left on device"));
    } else {
      save.life.deliver(new Event.Saved(save.ticket));
    }
  }

  /** No record: two saves of the same content are still two. */
  private static final class Save {

    private final String name;
    private final byte[] content;
    private final long ticket;
    private final Life life;

    private Save(String name, byte[] content, long ticket, Life life) {
      this.name = name;
      this.content = content;
      this.ticket = ticket;
      this.life = life;
    }
  }
}
