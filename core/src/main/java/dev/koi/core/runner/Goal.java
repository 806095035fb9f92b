package dev.koi.core.runner;

import dev.koi.core.name.Epoch;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a group shall go. It is a level, not an edge: the same goal is given with every input until
 * another one holds.
 */
public sealed interface Goal {

  /**
   * Everything demoted and stopped: the daemon stops, or has seen no leader since its start.
   *
   * @param why for the log
   * @param urgent as for {@link Up}
   */
  record Down(String why, @Nullable Duration urgent) implements Goal {

    public Down(String why) {
      this(why, null);
    }
  }

  /**
   * Started, and nothing promoted.
   *
   * @param urgent how long all demotes together may take from the first step with this goal, when
   *     the lease was lost (Lhard - Lsoft); null: the lease lives, and the time-out of demote counts
   */
  record Up(@Nullable Duration urgent) implements Goal {

    /** Without haste. */
    public Up() {
      this(null);
    }
  }

  /**
   * Everything promoted.
   *
   * @param epoch what is promoted under another one is demoted first
   * @param mayBegin a lease was answered for exactly this epoch and enough of it is left to begin a
   *     promote; false: what is promoted stays so, and nothing more is promoted
   */
  record Master(Epoch epoch, boolean mayBegin) implements Goal {}

  /**
   * Kill every process of the group now, demote and stop what may be promoted, and stay stopped. Done
   * once, at the first step with this goal.
   *
   * @param why for the log
   * @param budget K: the emergency's demotes have half of it, then they are killed. Its stops have
   *     their usual time: taking down is never dangerous, only late
   */
  record Cut(String why, Duration budget) implements Goal {}

  /**
   * Leave everything as it is: in maintenance no script begins (SAFETY M1). What runs may end, a {@code
   * status} is called off: nobody cares now. With the next goal every service is asked how it is.
   *
   * @param why for the log
   */
  record Rest(String why) implements Goal {}

  /**
   * The guards end the epoch: they kill, demote and stop, and nothing of the runner's may get in their way.
   * What ran counts no more. {@link RunnerInput.TakenDown} says how it ended.
   *
   * @param why for the log
   */
  record HandsOff(String why) implements Goal {}

  /** Whether services shall run, or are left running. */
  default boolean isUp() {
    return switch (this) {
      case Up _, Master _, Rest _ -> true;
      case Down _, Cut _, HandsOff _ -> false;
    };
  }

  /** The bound on demotes when the lease was lost, null when it was not. */
  default @Nullable Duration urgency() {
    return switch (this) {
      case Down down -> down.urgent();
      case Up up -> up.urgent();
      case Master _, Cut _, Rest _, HandsOff _ -> null;
    };
  }
}
