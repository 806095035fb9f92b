package dev.koi.node.daemon;

import dev.koi.core.agreed.DurableState;
import dev.koi.core.agreed.Marks;
import dev.koi.core.agreed.Pin;
import dev.koi.core.message.Message.ConfirmAsk;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.Incarnation;
import dev.koi.core.tenure.Tenure;
import dev.koi.core.time.Moment;
import dev.koi.node.port.Disk;
import dev.koi.wire.state.StateCodec;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What must outlive the process: the tenures' marks and what the elector may have promised. One save
 * is under way at most; what changes meanwhile goes with the next one.
 */
final class Memory {

  static final String FILE = "state";

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Disk disk;
  private final Incarnation self;
  private final SortedMap<GroupName, Tenure> tenures = new TreeMap<>();
  private DurableState wanted;
  private @Nullable DurableState underWay;
  private @Nullable DurableState saved;
  private long ticket;
  private @Nullable String failure;
  private boolean changed = true;

  /** Not before then is tried again what failed. */
  private @Nullable Moment again;

  /**
   * Begins with what is on disk.
   *
   * @param loaded what an earlier run left, or a fresh state that is not on disk yet
   */
  Memory(Disk disk, Incarnation self, DurableState loaded) {
    this.disk = disk;
    this.self = self;
    this.wanted = loaded;
    loaded.groups().forEach((name, marks) -> tenures.put(name, Tenure.begin(name, self, marks)));
  }

  Tenure tenure(GroupName group) {
    Tenure known = tenures.get(group);
    return known == null ? begun(group) : known;
  }

  private Tenure begun(GroupName group) {
    Tenure fresh = Tenure.begin(group, self, Marks.FRESH);
    tenures.put(group, fresh);
    return fresh;
  }

  void put(Tenure tenure) {
    Tenure before = tenures.put(tenure.group(), tenure);
    changed |= before == null || !before.marks().equals(tenure.marks());
  }

  Collection<Tenure> tenures() {
    return List.copyOf(tenures.values());
  }

  /**
   * Whether it may be confirmed: the epoch, its W and a promise that time does not end are on disk. If
   * not, they are on their way. A promise that time may end again need not be: until it is written down
   * this elector would only be stricter after a start.
   */
  boolean remembers(ConfirmAsk ask, @Nullable Pin pin) {
    GroupName group = ask.group();
    Duration electorWait = ask.timing().electorWait();
    Tenure tenure = tenure(group);
    boolean known =
        !ask.epoch().isAfter(tenure.durable().highest())
            && saved != null
            && electorWait.compareTo(saved.longestWait()) <= 0
            && (pin == null || pin.equals(saved.pins().get(group)));
    if (!known) {
      put(tenure.saw(ask.epoch()));
      Duration longest = wanted.longestWait();
      longest = electorWait.compareTo(longest) > 0 ? electorWait : longest;
      wanted = with(wanted.clean(), wanted.lastRun(), longest);
    }
    pin(group, pin);
    return known;
  }

  /** The promise for the group does not end by time; null: it does. */
  void pin(GroupName group, @Nullable Pin pin) {
    if (!Objects.equals(pin, wanted.pins().get(group))) {
      wanted = with(group, pin);
    }
  }

  /** Whether this node was in maintenance when it last heard a leader. */
  boolean isMaintained() {
    return wanted.maintenance();
  }

  void markMaintained(boolean on) {
    if (on != wanted.maintenance()) {
      changed = true;
      wanted =
          new DurableState(
              wanted.nodeId(),
              wanted.clean(),
              wanted.lastRun(),
              wanted.longestWait(),
              on,
              wanted.groups(),
              wanted.pins());
    }
  }

  /** This run may leave something behind from now on, or (at its end) leaves nothing. */
  void markClean(boolean clean) {
    wanted = with(clean, wanted.lastRun(), wanted.longestWait());
  }

  /** From now on held epochs are those of this run. */
  void markThisRun() {
    wanted = with(wanted.clean(), self, wanted.longestWait());
  }

  /** Whether all that was wanted is on disk. */
  boolean isSettled() {
    return underWay == null && collect().equals(saved);
  }

  /** Why the last save failed, null if it did not: then no epoch may be taken (SAFETY R1). */
  @Nullable String failure() {
    return failure;
  }

  /**
   * Saves what has changed. Called after each event. What could not be saved is tried again every now and
   * then: the file is made anew each time, so an earlier failure says nothing about the next try.
   */
  void flush(Moment now) {
    boolean rests = failure != null && again != null && now.isBefore(again);
    if (!changed || underWay != null || rests) {
      return;
    }
    again = now.plus(RETRY);
    changed = false;
    DurableState next = collect();
    if (!next.equals(saved)) {
      underWay = next;
      disk.save(FILE, StateCodec.encode(next), ++ticket);
    }
  }

  void saved(long which, Moment now) {
    if (which != ticket || underWay == null) {
      return;
    }
    saved = underWay;
    underWay = null;
    failure = null;
    for (Tenure tenure : tenures()) {
      Marks marks = saved.groups().get(tenure.group());
      if (marks != null) {
        put(tenure.onDisk(marks, now));
      }
    }
  }

  void failed(long which, String why) {
    if (which == ticket) {
      underWay = null;
      saved = null; // it may be there all the same
      changed = true;
      failure = why;
    }
  }

  private DurableState collect() {
    SortedMap<GroupName, Marks> marks = new TreeMap<>();
    tenures.forEach((name, tenure) -> marks.put(name, tenure.marks()));
    return new DurableState(
        wanted.nodeId(),
        wanted.clean(),
        wanted.lastRun(),
        wanted.longestWait(),
        wanted.maintenance(),
        marks,
        wanted.pins());
  }

  private DurableState with(boolean clean, @Nullable Incarnation lastRun, Duration longest) {
    changed = true;
    return new DurableState(
        wanted.nodeId(),
        clean,
        lastRun,
        longest,
        wanted.maintenance(),
        wanted.groups(),
        wanted.pins());
  }

  private DurableState with(GroupName group, @Nullable Pin pin) {
    changed = true;
    SortedMap<GroupName, Pin> pins = new TreeMap<>(wanted.pins());
    if (pin == null) {
      pins.remove(group);
    } else {
      pins.put(group, pin);
    }
    return new DurableState(
        wanted.nodeId(),
        wanted.clean(),
        wanted.lastRun(),
        wanted.longestWait(),
        wanted.maintenance(),
        wanted.groups(),
        pins);
  }
}
