package dev.koi.node.guard;

import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.node.guard.Cells.Head;
import dev.koi.node.port.GuardWord;
import dev.koi.node.port.Guards.Datagram;
import dev.koi.node.port.Guards.Handover;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the two guards have armed, are asked to arm and to disarm. The worker owns it; only {@link #slot}
 * and what it says of itself is for others too.
 *
 * <p>A cell is filled anew only when both guards have disarmed it: one that read half of the old and half
 * of the new would keep deadlines that nobody set.
 */
final class Armoury implements Watchman.Events {

  /** Stands for cell 0, and is never told. */
  private static final GroupName NODE = GroupName.DEFAULT;

  private final Cells cells;
  private final Seats seats;
  private final Path runDir;
  private final Duration budget;
  private final Consumer<GuardWord> words;
  private final Slot[] slots;
  private List<Watchman> guards = List.of();

  /** The last cell that was ever filled: few of them are, and the loop looks at all of these in each turn. */
  private volatile int highest;

  /**
   * Nothing is armed.
   *
   * @param budget K while no group says a shorter one
   */
  Armoury(Cells cells, Seats seats, Path runDir, Duration budget, Consumer<GuardWord> words) {
    this.cells = cells;
    this.seats = seats;
    this.runDir = runDir;
    this.budget = budget;
    this.words = words;
    this.slots = Stream.iterate(0, i -> i < Cells.COUNT, i -> i + 1)
        .map(i -> new Slot(cells, i))
        .toArray(Slot[]::new);
  }

  void guards(List<Watchman> both) {
    guards = List.copyOf(both);
  }

  /** From any thread. */
  Slot slot(int cell) {
    return slots[cell];
  }

  /** A group's epoch is with the guards, or on its way to them. */
  boolean holdsAnything() {
    return Stream.of(slots).skip(1).anyMatch(s -> s.held != null || s.next != null);
  }

  /** Tells of phases that nobody has told of. From any thread. */
  void tellPhases() {
    for (int cell = 1; cell <= highest; cell++) {
      GuardWord.@Nullable Entered news = slots[cell].news();
      if (news != null) {
        words.accept(news);
      }
    }
  }

  // ---- From the loop ----

  void arm(Handover what) {
    int cell = seats.of(what.group());
    if (cell == Seats.NONE) {
      String why = "the guards know " + (Cells.COUNT - 1) + " groups at most";
      guards.forEach(g -> words.accept(new GuardWord.Refused(g.index, what.group(), what.epoch(), why)));
      return;
    }
    slots[cell].group = what.group();
    take(slots[cell], new Load.OfGroup(what));
  }

  void words(List<Datagram> daemonGone, Duration electorWait) {
    Slot slot = slots[Seats.NONE];
    Load last = slot.next == null ? slot.held : slot.next;
    boolean same = last instanceof Load.OfNode before && before.electorWait().equals(electorWait);
    Epoch epoch = last == null ? Epoch.NONE.next() : same ? last.epoch() : last.epoch().next();
    if (slot.held != null && !slot.holds(epoch) && !slot.isDisarming()) {
      disarm(slot);
    }
    take(slot, new Load.OfNode(epoch, List.copyOf(daemonGone), electorWait));
  }

  void disarm(GroupName group, Epoch epoch) {
    Slot slot = slots[seats.find(group)];
    boolean known = slot.number != Seats.NONE;
    if (known && slot.next != null && slot.next.epoch().equals(epoch)) {
      slot.next = null;
    }
    if (known && slot.holds(epoch)) {
      disarm(slot);
    } else {
      guards.forEach(g -> words.accept(new GuardWord.Disarmed(g.index, group, epoch)));
    }
  }

  void cut(GroupName group, Epoch epoch) {
    Slot slot = slots[seats.find(group)];
    if (slot.number != Seats.NONE && slot.holds(epoch)) {
      slot.cut = true;
      guards.forEach(g -> g.send(Frame.toGuard('C', slot.number, epoch.number())));
    }
  }

  void recover(GroupName group, Epoch epoch) {
    Slot slot = slots[seats.find(group)];
    if (slot.number != Seats.NONE && slot.holds(epoch)) {
      guards.forEach(g -> g.send(Frame.toGuard('R', slot.number, epoch.number())));
    }
  }

  // ---- Arming and disarming ----

  private void take(Slot slot, Load load) {
    if (slot.isDisarming()) {
      slot.next = load;
    } else if (slot.held != null && !slot.holds(load.epoch())) {
      refuse(slot, load.epoch(), "epoch " + slot.held.epoch() + " is still armed");
    } else {
      handOver(slot, load);
    }
  }

  private void handOver(Slot slot, Load load) {
    try {
      Cells.replace(runDir.resolve("arm." + slot.number), load.file());
    } catch (IOException | IllegalArgumentException e) {
      refuse(slot, load.epoch(), "it cannot be handed over: " + e.getMessage());
      return;
    }
    if (slot.held == null) {
      slot.fill(load);
      highest = Math.max(highest, slot.number);
      shareBudget();
    }
    for (Watchman guard : guards) {
      slot.arming[guard.index] = true;
      arm(guard, slot, load.epoch());
    }
  }

  private void arm(Watchman guard, Slot slot, Epoch epoch) {
    if (guard.isLostForGood()) {
      slot.arming[guard.index] = false;
      tell(slot, g -> new GuardWord.Refused(guard.index, g, epoch, "this guard cannot be begun"));
    } else {
      guard.send(Frame.toGuard('A', slot.number, epoch.number()));
      if (slot.cut) { // which whoever arms it again has forgotten
        guard.send(Frame.toGuard('C', slot.number, epoch.number()));
      }
    }
  }

  private void refuse(Slot slot, Epoch epoch, String why) {
    for (Watchman guard : guards) {
      tell(slot, g -> new GuardWord.Refused(guard.index, g, epoch, why));
    }
  }

  private void disarm(Slot slot) {
    if (slot.isDisarming()) {
      return; // under way
    }
    guards.forEach(g -> slot.disarming[g.index] = true);
    guards.forEach(g -> sendDisarm(g, slot));
  }

  private void sendDisarm(Watchman guard, Slot slot) {
    Load held = slot.held;
    if (held == null) {
      return;
    }
    if (guard.isLostForGood()) {
      disarmed(guard, slot, held.epoch());
    } else {
      guard.send(Frame.toGuard('D', slot.number, held.epoch().number()));
    }
  }

  private void disarmed(Watchman guard, Slot slot, Epoch epoch) {
    slot.disarming[guard.index] = false;
    tell(slot, g -> new GuardWord.Disarmed(guard.index, g, epoch));
    if (slot.isDisarming()) {
      return;
    }
    slot.empty();
    shareBudget();
    Load next = slot.next;
    slot.next = null;
    if (next != null) {
      handOver(slot, next);
    }
  }

  /** By the smallest K both guards and launcher judge who is late. */
  private void shareBudget() {
    long smallest = budget.toNanos();
    for (Slot slot : slots) {
      if (slot.held instanceof Load.OfGroup group) {
        smallest = Math.min(smallest, group.what().timing().budget().toNanos());
      }
    }
    cells.set(Head.K, smallest);
  }

  // ---- From the guards ----

  @Override
  public void heard(Watchman guard, GuardReport report) {
    switch (report) {
      case GuardReport.Hello h -> {
        words.accept(new GuardWord.Hello(guard.index, h.missing()));
        catchUp(guard);
      }
      case GuardReport.Armed a -> armed(guard, slots[a.cell()], a.epoch());
      case GuardReport.Refused r -> refused(guard, slots[r.cell()], r);
      case GuardReport.Disarmed d -> {
        Slot slot = slots[d.cell()];
        if (slot.disarming[guard.index] && isHeld(slot, d.epoch())) {
          disarmed(guard, slot, new Epoch(d.epoch()));
        }
      }
      case GuardReport.Entered _ -> tellPhases();
      case GuardReport.Said s -> words.accept(new GuardWord.Said(guard.index, s.text()));
    }
  }

  @Override
  public void lost(Watchman guard, String why, boolean forGood) {
    words.accept(new GuardWord.Lost(guard.index, why, forGood));
    if (!forGood) {
      return;
    }
    for (Slot slot : slots) {
      if (slot.disarming[guard.index]) {
        sendDisarm(guard, slot);
      } else if (slot.arming[guard.index] && slot.held != null) {
        arm(guard, slot, slot.held.epoch());
      }
    }
  }

  /**
   * What its predecessor had armed it arms by itself. What that one never read is asked for again; also what
   * seems armed, since both guards may have been between two states when this one looked.
   */
  private void catchUp(Watchman guard) {
    for (Slot slot : slots) {
      Load held = slot.held;
      if (held == null) {
        continue;
      }
      if (slot.disarming[guard.index]) {
        sendDisarm(guard, slot);
      } else if (slot.arming[guard.index] || !slot.isEnding()) {
        arm(guard, slot, held.epoch());
      }
    }
    tellPhases();
  }

  private static boolean isHeld(Slot slot, long epoch) {
    return slot.held != null && slot.held.epoch().number() == epoch;
  }

  private void armed(Watchman guard, Slot slot, long epoch) {
    if (isHeld(slot, epoch) && !slot.disarming[guard.index]) {
      slot.arming[guard.index] = false;
      tell(slot, g -> new GuardWord.Armed(guard.index, g, new Epoch(epoch)));
    }
  }

  private void refused(Watchman guard, Slot slot, GuardReport.Refused report) {
    boolean asked = slot.arming[guard.index];
    if (!isHeld(slot, report.epoch()) || (!asked && slot.isArmedBy(guard.index))) {
      return; // nobody asks any more; or we asked again to be sure, and it was armed all along
    }
    slot.arming[guard.index] = false;
    Epoch epoch = new Epoch(report.epoch());
    tell(slot, g -> new GuardWord.Refused(guard.index, g, epoch, report.why()));
  }

  /** Of cell 0 the loop hears only what went wrong. */
  private void tell(Slot slot, Function<GroupName, GuardWord> word) {
    GroupName group = slot.group;
    GuardWord said = word.apply(group == null ? NODE : group);
    if (group != null) {
      words.accept(said);
    } else if (said instanceof GuardWord.Refused r) {
      words.accept(new GuardWord.Said(r.guard(), "what electors are told when this daemon dies: " + r.why()));
    }
  }
}
