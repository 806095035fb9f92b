package dev.koi.sim;

import dev.koi.core.message.Claim;
import dev.koi.core.name.GroupName;
import dev.koi.node.daemon.Inspection;
import dev.koi.node.daemon.Settings;
import dev.koi.node.port.Event;
import dev.koi.node.port.Ports;
import dev.koi.wire.api.ApiJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of a daemon, from its start until it ends, is killed, or its machine crashes. */
final class Life {

  /** A socket's receive buffer holds about as many datagrams; the rest is lost. */
  private static final int MOST_WAITING = 400;

  /** More events than this within a second: the daemon wakes itself in a circle. */
  private static final int SPINNING = 5_000;

  private static final long SECOND = 1_000_000_000;
  private static final long FAR = Duration.ofHours(1).toNanos();

  private final Scene scene;
  private final SimNode node;
  private final long wakeLatency;
  private final Deque<Event> waiting = new ArrayDeque<>();
  private final List<Promote> promotes = new ArrayList<>();
  private @Nullable Program program;
  private boolean paused;
  private boolean led;
  private long stopAskedAt = Long.MAX_VALUE;
  private long wanted;
  private long armed = Long.MAX_VALUE;
  private long arming;
  private long second;
  private int inSecond;

  Life(Scene scene, SimNode node, Chance chance) {
    this.scene = scene;
    this.node = node;
    wakeLatency = chance.micros(20, 150);
  }

  void begin(Program.Maker maker, Settings settings, Ports ports) {
    try {
      Program fresh = maker.make(settings, ports);
      program = fresh;
      fresh.start();
      afterwards(fresh);
    } catch (IOException | RuntimeException e) {
      blame(e, "start");
    }
  }

  /** Something for this run of the daemon; nothing happens when it is over. */
  void deliver(Event event) {
    if (program == null) {
      return;
    }
    if (!paused) {
      handle(program, event, false);
    } else if (waiting.size() < MOST_WAITING || !(event instanceof Event.Arrived)) {
      waiting.add(event);
    }
  }

  void pause() {
    if (program != null && !paused) {
      paused = true;
      scene.trace().say(node.name(), () -> "daemon stands still");
      scene.oracle().claims(scene.now(), node.name(), null);
      scene.oracle().orphaned(node.name());
    }
  }

  void resume() {
    if (!paused) {
      return;
    }
    paused = false;
    scene.trace().say(node.name(), () -> "daemon goes on, " + waiting.size() + " events wait");
    while (program != null && !waiting.isEmpty() && !scene.oracle().isViolated()) {
      // As in the real loop, a deadline that has passed goes before whatever waits.
      boolean isLate = node.clock().virtual(program.nextWake()) <= scene.now();
      Event event = isLate ? new Event.Tick() : waiting.remove();
      handle(program, event, !isLate && !waiting.isEmpty());
    }
  }

  /** Whether it was asked to stop so long ago. */
  boolean isStoppingFor(Duration time) {
    return scene.now() - time.toNanos() > stopAskedAt;
  }

  @Nullable Inspection inspect() {
    return program == null ? null : program.inspect();
  }

  /** Nothing of this run acts or hears any more. */
  void die() {
    program = null;
    waiting.clear();
    scene.oracle().claims(scene.now(), node.name(), null);
  }

  /** A promote script was begun by what is being handled now. */
  void promotes(GroupName group, Oracle.Master master) {
    promotes.add(new Promote(group, master));
  }

  private void handle(Program running, Event event, boolean more) {
    scene.tally().events++;
    scene.trace().fold(node.index(), event.getClass().getSimpleName(), detail(event));
    tell(event);
    if (event instanceof Event.Stop) {
      stopAskedAt = Math.min(stopAskedAt, scene.now());
    }
    if (spins()) {
      scene.oracle().violated(scene.now(), node.name() + " spins: " + event);
    }
    try {
      running.handle(event, more);
      afterwards(running);
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      blame(e, event.toString());
    }
  }

  private void afterwards(Program running) {
    Inspection inspection = running.inspect();
    for (Promote promote : promotes) {
      scene
          .oracle()
          .launched(
              scene.now(),
              promote.group,
              promote.master,
              inspection.answered().get(promote.group));
    }
    promotes.clear();
    scene.oracle().claims(scene.now(), node.name(), inspection.claim());
    boolean leads = inspection.claim() instanceof Claim.Leading;
    if (leads && !led) {
      scene.tally().elections++;
    }
    led = leads;
    if (running.hasEnded()) {
      node.daemonEnded(this);
    } else {
      arm(running);
    }
  }

  /** Asks to be woken; an earlier request that stands wakes early, and then sees that it is early. */
  private void arm(Program running) {
    long at = node.clock().virtual(running.nextWake()) + wakeLatency;
    wanted = Math.max(at, scene.now() + wakeLatency);
    if (wanted < armed && wanted - scene.now() < FAR) {
      armed = wanted;
      long mine = ++arming;
      scene.timeline().at(wanted, () -> wake(mine));
    }
  }

  private void wake(long whose) {
    Program running = program;
    if (running == null || whose != arming) {
      return;
    }
    armed = Long.MAX_VALUE;
    if (scene.now() < wanted) {
      arm(running);
    } else {
      deliver(new Event.Tick());
    }
  }

  private boolean spins() {
    long now = scene.now() / SECOND;
    if (now != second) {
      second = now;
      inSecond = 0;
    }
    return ++inSecond == SPINNING;
  }

  private void blame(Throwable e, String when) {
    StringWriter stack = new StringWriter();
    e.printStackTrace(new PrintWriter(stack));
    scene.oracle().violated(scene.now(), node.name() + " threw at " + when + ": " + stack);
  }

  /** What makes the trace long without making it clearer is left out. */
  private void tell(Event event) {
    switch (event) {
      case Event.Tick _, Event.Arrived _, Event.Saved _, Event.Ended _, Event.HungUp _ -> {}
      case Event.Kept _ -> {}
      case Event.Found f ->
          scene.trace().say(node.name(), () -> "<- found " + f.services().size() + " services");
      case Event.SaveFailed _,
          Event.Surveyed _,
          Event.LauncherLost _,
          Event.Guarded _,
          Event.Left _,
          Event.Resolved _,
          Event.Joined _,
          Event.Asked _,
          Event.Reload _,
          Event.Stop _ ->
          scene.trace().say(node.name(), () -> "<- " + event);
      case Event.Reread r ->
          scene.trace().say(node.name(), () -> "<- configuration read, ticket " + r.ticket());
    }
  }

  private static long detail(Event event) {
    return switch (event) {
      case Event.Tick _ -> 0;
      case Event.Arrived a -> Arrays.hashCode(a.datagram());
      case Event.Saved s -> s.ticket();
      case Event.Kept k -> k.word().hashCode();
      case Event.SaveFailed f -> ~f.ticket();
      case Event.Ended e -> e.launch() * 31 + e.report().hashCode();
      case Event.Surveyed s -> s.ticket() * 31 + s.alive().hashCode();
      case Event.Found f -> f.services().size();
      case Event.Resolved r -> r.hashCode();
      case Event.Joined j -> j.hashCode();
      case Event.Asked a -> a.connection() * 31 + ApiJson.write(a.request()).hashCode();
      case Event.HungUp h -> h.connection();
      case Event.LauncherLost l -> l.why().hashCode();
      case Event.Guarded g -> g.word().toString().hashCode(); // an enum's own changes from run to run
      case Event.Left l -> l.ticket() * 2 + (l.anyone() ? 1 : 0);
      case Event.Reload r -> r.why().hashCode();
      case Event.Reread r -> r.ticket();
      case Event.Stop s -> s.why().hashCode();
    };
  }

  private record Promote(GroupName group, Oracle.Master master) {}
}
