package dev.koi.node.guard;

import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.time.Moment;
import dev.koi.node.guard.Cells.Word;
import dev.koi.node.port.GuardWord;
import dev.koi.core.guard.GuardPhase;
import org.jspecify.annotations.Nullable;

/**
 * One cell, and how far its guards are with it. The worker owns it; the loop, which must not wait for
 * the worker, stores t0 and looks at the phase, under the monitor. That is held for stores to memory only.
 */
final class Slot {

  final int number;

  /** Null of cell 0, and while no group has it. */
  volatile @Nullable GroupName group;

  /** What the cell was filled with; null once both guards have disarmed it. */
  @Nullable Load held;

  /** Waits until they have. */
  @Nullable Load next;

  /** Of each guard: it was asked, and has not answered. */
  final boolean[] arming = new boolean[2];

  final boolean[] disarming = new boolean[2];

  /** A breach: who begins later must be told too. */
  boolean cut;

  private final Cells cells;
  private long told;
  private Epoch answeredEpoch = Epoch.NONE;
  private Moment answered = Moment.ofNanos(0);

  Slot(Cells cells, int number) {
    this.cells = cells;
    this.number = number;
  }

  boolean holds(Epoch epoch) {
    return held != null && held.epoch().equals(epoch);
  }

  boolean isDisarming() {
    return disarming[0] || disarming[1];
  }

  /** A nonce may be answered between the handing over and the filling: it counts then. */
  synchronized void renewed(Epoch epoch, Moment moment) {
    boolean more = epoch.equals(answeredEpoch);
    answered = more ? answered.max(moment) : moment;
    answeredEpoch = epoch;
    if (held != null && cells.get(number, Word.EPOCH) == epoch.number()) {
      cells.advance(Word.T0_BOOT.of(number), moment.boot());
      cells.advance(Word.T0_RAW.of(number), moment.raw());
    }
  }

  /** Fills the cell, which no guard has armed. */
  synchronized void fill(Load what) {
    Moment t0 = what.epoch().equals(answeredEpoch) ? what.t0().max(answered) : what.t0();
    cells.set(number, Word.OWNER, 0);
    cells.set(number, Word.PHASE, PhaseWord.ARMED);
    cells.set(number, Word.T0_BOOT, t0.boot());
    cells.set(number, Word.T0_RAW, t0.raw());
    what.store(cells, number);
    cells.set(number, Word.EPOCH, what.epoch().number());
    held = what;
    told = PhaseWord.ARMED;
  }

  /** Nobody has it armed any more. */
  synchronized void empty() {
    held = null;
    cut = false;
  }

  /** The phase, if it is another one than at the last look. */
  synchronized GuardWord.@Nullable Entered news() {
    GroupName group = this.group;
    if (held == null || group == null || cells.get(number, Word.PHASE) == told) {
      return null;
    }
    told = cells.get(number, Word.PHASE);
    GuardPhase phase = PhaseWord.of(told);
    return phase == null ? null : new GuardWord.Entered(group, held.epoch(), phase);
  }

  boolean isArmedBy(int guard) {
    return held != null && cells.armed(number, guard) == held.epoch().number();
  }

  /** Its guards are at work on the end of the epoch, or through with it. */
  boolean isEnding() {
    return cells.get(number, Word.PHASE) > PhaseWord.ARMED;
  }
}
