package dev.koi.sim;

import dev.koi.node.daemon.Inspection;
import dev.koi.node.daemon.Settings;
import dev.koi.node.port.Event;
import dev.koi.node.port.Journal;
import dev.koi.node.port.Ports;
import dev.koi.node.port.Replies;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A machine: clocks and processes of a boot, a disk that outlives it, and a daemon now and then. */
final class SimNode {

  private final Scene scene;
  private final Shape.Machine machine;
  private final int index;
  private final SimNetwork network;
  private final Program.Maker maker;
  private final Chance chance;
  private final SimDisk disk;
  private final SimLedger ledger;
  private final SimScripts scripts;
  private @Nullable Boot boot;
  private @Nullable Life life;

  SimNode(Scene scene, int index, SimNetwork network, Program.Maker maker, Chance chance) {
    this.scene = scene;
    this.index = index;
    this.network = network;
    this.maker = maker;
    this.chance = chance;
    machine = scene.shape().machines().get(index);
    disk = new SimDisk(scene, index, chance.fork());
    scripts = new SimScripts(scene, index, chance.fork());
    ledger = new SimLedger(scene, index, scene.shape().store() ? chance.fork() : chance);
  }

  private record Boot(UUID id, SimClock clock) {}

  int index() {
    return index;
  }

  String name() {
    return machine.name();
  }

  void slowDisks(boolean slow) {
    disk.slow(slow);
    ledger.slow(slow);
  }

  void badDisks(boolean bad) {
    disk.bad(bad);
    ledger.bad(bad);
  }

  SimScripts scripts() {
    return scripts;
  }

  SimClock clock() {
    return booted().clock;
  }

  /** Whether its daemon was asked to stop so long ago, and is still there. */
  boolean isStoppingFor(Duration time) {
    return life != null && life.isStoppingFor(time);
  }

  @Nullable Inspection inspect() {
    return life == null ? null : life.inspect();
  }

  void powerOn() {
    if (boot == null) {
      SimClock clock = new SimClock(scene.timeline(), machine.drift(), chance.fork());
      boot = new Boot(new UUID(chance.draw(), chance.draw()), clock);
      note("machine boots");
    }
  }

  /** Begins a run of the daemon, on a machine that has power and no daemon yet. */
  void startDaemon() {
    if (boot == null || life != null) {
      return;
    }
    note("daemon starts");
    Life fresh = new Life(scene, this, chance.fork());
    life = fresh;
    Ports ports =
        new Ports(
            clock(),
            new SimEntropy(chance.fork()),
            network.door(index),
            network.names(fresh),
            disk.door(fresh),
            machine.elector() && scene.shape().store() ? ledger.door(fresh) : null,
            scripts.door(fresh),
            null,
            replies(),
            new SimFiles(scene, fresh, settings()),
            journal());
    fresh.begin(maker, settings(), ports);
    if (machine.runner()) {
      Event found = new Event.Found(scripts.specs(), List.of());
      scene.timeline().after(chance.micros(500, 20_000), () -> fresh.deliver(found));
    }
  }

  void arrive(Event.Arrived datagram) {
    if (life != null) {
      life.deliver(datagram);
    }
  }

  void tell(Event event) {
    if (life != null) {
      life.deliver(event);
    }
  }

  void pause() {
    if (life != null) {
      life.pause();
    }
  }

  void resume() {
    if (life != null) {
      life.resume();
    }
  }

  /** The daemon alone is killed. */
  void killDaemon() {
    if (life != null) {
      note("daemon killed");
      scene.oracle().orphaned(name());
      life.die();
      life = null;
      disk.cut();
      ledger.cut();
    }
  }

  /** The machine loses power. */
  void crash() {
    killDaemon();
    if (boot != null) {
      note("machine crashes");
      boot = null;
      scripts.powerOff();
    }
  }

  /** The daemon says that it has ended in good order. */
  void daemonEnded(Life which) {
    if (life == which) {
      note("daemon ended");
      which.die();
      life = null;
      disk.cut();
      ledger.cut();
    }
  }

  private Settings settings() {
    return Setup.settings(scene.shape(), machine, network.places(), booted().id);
  }

  private Boot booted() {
    if (boot == null) {
      throw new IllegalStateException(name() + " has no power");
    }
    return boot;
  }

  private Journal journal() {
    return (level, text) -> {
      scene.trace().fold(index, "says", text.hashCode());
      scene.trace().say(name(), () -> level + " " + text);
    };
  }

  private Replies replies() {
    return (connection, line) -> {
      scene.trace().fold(index, "replies", connection * 31 + line.hashCode());
      scene.trace().say(name(), () -> "-> " + connection + " " + line);
    };
  }

  private void note(String what) {
    scene.trace().fold(index, what, 0);
    scene.trace().say(name(), () -> what);
  }
}
