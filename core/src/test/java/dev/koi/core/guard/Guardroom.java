package dev.koi.core.guard;

import dev.koi.core.name.Epoch;
import dev.koi.core.time.Moment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Two guards as guard/README.md has them, a launcher and a daemon, with every message on its way for a
 * while. The guards share what they know of the epoch, as they share a cell.
 */
final class Guardroom {

  private final Random random;
  private final Sentry[] sentries = {new Sentry(0), new Sentry(1)};
  private final List<String> story = new ArrayList<>();
  private boolean acting;
  private boolean done;
  private long latch;
  private long millis;
  private long epoch;
  private boolean sweeping;
  private boolean promoted;
  Guarding guarding = Guarding.begin(Epoch.NONE);

  Guardroom(long seed) {
    random = new Random(seed);
  }

  /** One guard, with what is on its way to it and from it. */
  private static final class Sentry {
    final int number;
    final Deque<Demand> in = new ArrayDeque<>();
    final Deque<Runnable> out = new ArrayDeque<>();
    long armed;

    Sentry(int number) {
      this.number = number;
    }
  }

  void step() {
    millis += random.nextInt(15);
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> wish();
      case 4, 5, 6 -> serve(sentries[random.nextInt(2)]);
      case 7, 8, 9 -> say(sentries[random.nextInt(2)]);
      case 10 -> looked();
      default -> misfortune();
    }
    check();
  }

  private void wish() {
    boolean wants = guarding.isFree() && random.nextInt(3) == 0;
    epoch = wants ? epoch + 1 : epoch;
    Wish wish =
        switch (random.nextInt(8)) {
          case 0 -> new Wish.Rest();
          case 1, 2 -> free();
          default -> new Wish.Hold(new Epoch(epoch), random.nextInt(4) == 0);
        };
    if (epoch == 0) {
      return;
    }
    note("wants " + wish);
    promoted = promoted && !(wish instanceof Wish.Rest); // in maintenance that is nobody's business
    obey(guarding.step(wish, Moment.ofMillis(millis)));
    promoted |= guarding.holds(new Epoch(epoch)) && random.nextBoolean();
  }

  /** A daemon says so only when its services are down. */
  private Wish free() {
    promoted = promoted && guarding.isTheirs();
    return new Wish.Free();
  }

  private void obey(Guarding.Step step) {
    guarding = step.next();
    switch (step.demand()) {
      case Demand.Nothing _ -> {}
      case Demand.Sweep _ -> sweeping = true;
      case Demand.Arm arm -> {
        if (sentries[0].armed != arm.epoch().number() && sentries[1].armed != arm.epoch().number()) {
          acting = false;
          done = false;
        }
        send(arm);
      }
      case Demand.Disarm disarm -> send(disarm);
    }
  }

  private void send(Demand demand) {
    note("-> " + demand);
    sentries[0].in.add(demand);
    sentries[1].in.add(demand);
  }

  /** A guard does what it was told. */
  private void serve(Sentry sentry) {
    Demand demand = sentry.in.poll();
    if (demand instanceof Demand.Arm arm) {
      arm(sentry, arm.epoch());
    } else if (demand instanceof Demand.Disarm disarm) {
      Epoch which = disarm.epoch();
      sentry.armed = 0;
      sentry.out.add(() -> guarding = guarding.disarmed(sentry.number, which));
    }
  }

  private void arm(Sentry sentry, Epoch which) {
    if (which.number() <= latch || acting) {
      sentry.out.add(() -> guarding = guarding.refused(sentry.number, which, "latched"));
    } else {
      sentry.armed = which.number();
      sentry.out.add(() -> guarding = guarding.armed(sentry.number, which));
    }
  }

  private void say(Sentry sentry) {
    Runnable word = sentry.out.poll();
    if (word != null) {
      word.run();
      note("heard from " + sentry.number + ": " + guarding);
    }
  }

  private void looked() {
    if (sweeping) {
      sweeping = false;
      obey(guarding.isEmpty());
    }
  }

  private void misfortune() {
    Sentry sentry = sentries[random.nextInt(2)];
    boolean armed = sentry.armed != 0;
    switch (random.nextInt(3)) {
      case 0 -> dies(sentry);
      case 1 -> {
        if (armed && !acting) {
          acting = true;
          latch = Math.max(latch, sentry.armed);
          tell(sentry, GuardPhase.CUTTING);
        }
      }
      default -> {
        if (armed && acting && !done) {
          done = random.nextBoolean();
          promoted = promoted && !done;
          tell(sentry, done ? GuardPhase.CONFIRMED : GuardPhase.UNCONFIRMED);
        }
      }
    }
  }

  private void tell(Sentry sentry, GuardPhase phase) {
    Epoch which = new Epoch(sentry.armed);
    sentry.out.add(() -> guarding = guarding.entered(which, phase));
  }

  /** Its words are lost, but the cell knows them: the one after it says what counts again. */
  private void dies(Sentry sentry) {
    note("guard " + sentry.number + " dies");
    Demand last = sentry.in.peekLast();
    sentry.in.clear();
    sentry.out.clear();
    guarding = guarding.lost(sentry.number);
    if (acting) {
      long which = Math.max(sentries[0].armed, sentries[1].armed);
      GuardPhase phase = done ? GuardPhase.CONFIRMED : GuardPhase.CUTTING;
      sentry.out.add(() -> guarding = guarding.entered(new Epoch(which), phase));
    }
    Demand again = last == null ? lastSaid() : last;
    if (again != null) {
      sentry.in.add(again);
    }
  }

  /** What has been answered for good is not said again: its second answer would be taken for another's. */
  private @Nullable Demand lastSaid() {
    return switch (guarding.stage()) {
      case ARMED, SWEEPING, ENDING, CONFIRMED, UNCONFIRMED -> new Demand.Arm(guarding.epoch());
      case FREEING -> new Demand.Disarm(guarding.epoch());
      case FREE -> null;
    };
  }

  private void check() {
    boolean held = guarding.holds(new Epoch(epoch));
    if (held && !acting && (sentries[0].armed != epoch || sentries[1].armed != epoch)) {
      throw new AssertionError("held by one guard only: " + this);
    }
    if (guarding.isFree() && promoted) {
      throw new AssertionError("free though promoted: " + this);
    }
    if (guarding.isFree() && (sentries[0].armed != 0 || sentries[1].armed != 0)) {
      throw new AssertionError("free though armed: " + this);
    }
  }

  private void note(String what) {
    story.add(millis + " " + what);
  }

  @Override
  public String toString() {
    int from = Math.max(0, story.size() - 40);
    return guarding + "\n" + String.join("\n", story.subList(from, story.size()));
  }
}
