package dev.koi.core.guard;

import dev.koi.core.name.Epoch;
import dev.koi.core.time.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One group and its two guards.
 *
 * <pre>
 *   FREE ──► ARMED ──► SWEEPING ──► FREEING ──► FREE
 *              │           │            ▲
 *              └──► ENDING ┴► CONFIRMED ┘
 *                     │  ▲
 *                 UNCONFIRMED
 * </pre>
 *
 * <p>The upper way is the daemon's own demotion: its services have said that they are demoted, the tree of
 * promote is found empty (SAFETY R5: no process that promote began lives), both guards have let go. Only
 * then is the release written down: a guard that is armed for longer could demote once more under the next
 * master. The lower way is the guards' own: from its beginning to its end the daemon runs nothing.
 *
 * @param epoch that was handed over last
 * @param ended the highest epoch that the guards ended themselves: nothing ordered under it begins any more
 * @param swept when the tree was looked at last, null while it was not
 */
public record Guarding(
    Stage stage, Epoch epoch, Epoch ended, Answer first, Answer second, @Nullable Moment swept) {

  /** A process needs a moment to die, a launcher that died needs one to be replaced. */
  private static final Duration SWEEPS_EACH = Duration.ofMillis(20);

  /** See {@link Guarding}. */
  public enum Stage {
    /** Nothing is handed over. */
    FREE,
    /** The epoch is handed over; what they answered is in {@link #first} and {@link #second}. */
    ARMED,
    /** The tree of promote is being emptied. */
    SWEEPING,
    /** They are told that it is over. */
    FREEING,
    /** They end it. */
    ENDING,
    /** They have ended it, and it is demoted for certain. */
    CONFIRMED,
    /** They cannot end it. */
    UNCONFIRMED,
  }

  /**
   * What one guard has answered.
   *
   * @param missing how many answers are still to come
   * @param refused why it is not armed, null if it is
   */
  public record Answer(int missing, @Nullable String refused) {

    static final Answer NONE = new Answer(0, null);

    private Answer asked() {
      return new Answer(missing + 1, null);
    }

    private Answer came(@Nullable String why) {
      return new Answer(Math.max(0, missing - 1), why);
    }

    private boolean isYes() {
      return missing == 0 && refused == null;
    }
  }

  /**
   * Before anything is handed over.
   *
   * @param ended what the guards of earlier runs have ended
   */
  public static Guarding begin(Epoch ended) {
    return new Guarding(Stage.FREE, Epoch.NONE, ended, Answer.NONE, Answer.NONE, null);
  }

  /** Something of the daemon's may begin, and be promoted, under this epoch: both hold it. */
  public boolean holds(Epoch which) {
    return stage == Stage.ARMED && epoch.equals(which) && first.isYes() && second.isYes();
  }

  /** The release of an epoch may be written down. */
  public boolean isFree() {
    return stage == Stage.FREE;
  }

  /** The guards are at it: the daemon keeps its hands off. */
  public boolean isTheirs() {
    return stage == Stage.ENDING || stage == Stage.UNCONFIRMED;
  }

  /** They have it, so that what the daemon does not end they do. */
  public boolean isHandedOver() {
    return switch (stage) {
      case FREE, FREEING -> false;
      case ARMED, SWEEPING, ENDING, CONFIRMED, UNCONFIRMED -> true;
    };
  }

  /** Why a guard has not taken the epoch, null if none has refused. */
  public @Nullable String refusal() {
    return first.refused() != null ? first.refused() : second.refused();
  }

  /** A next state, and what is to be done for it. */
  public record Step(Guarding next, Demand demand) {}

  /** What follows from what is wanted. */
  public Step step(Wish wish, Moment now) {
    return switch (wish) {
      case Wish.Hold hold -> hold(hold);
      case Wish.Rest _ -> stage == Stage.ARMED || stage == Stage.SWEEPING ? free() : stay();
      case Wish.Free _ -> finish(now);
    };
  }

  private Step hold(Wish.Hold hold) {
    if (stage == Stage.SWEEPING) {
      // Something may be promoted after all: it was armed all the time, and there is nothing to sweep for.
      return new Step(with(Stage.ARMED), new Demand.Nothing());
    }
    boolean fresh = stage == Stage.FREE && hold.epoch().isAfter(ended);
    boolean again = stage == Stage.ARMED && hold.epoch().equals(epoch) && hold.afresh();
    if (!fresh && !again) {
      return stay();
    }
    Guarding next =
        new Guarding(Stage.ARMED, hold.epoch(), ended, first.asked(), second.asked(), null);
    return new Step(next, new Demand.Arm(hold.epoch()));
  }

  private Step finish(Moment now) {
    return switch (stage) {
      case ARMED -> sweep(now);
      case SWEEPING -> {
        boolean due = swept == null || now.since(swept).compareTo(SWEEPS_EACH) >= 0;
        yield due ? sweep(now) : stay();
      }
      case CONFIRMED -> free();
      case FREE, FREEING, ENDING, UNCONFIRMED -> stay();
    };
  }

  private Step sweep(Moment now) {
    Guarding next = new Guarding(Stage.SWEEPING, epoch, ended, first, second, now);
    return new Step(next, new Demand.Sweep(epoch));
  }

  private Step free() {
    Guarding next =
        new Guarding(Stage.FREEING, epoch, ended, Answer.NONE.asked(), Answer.NONE.asked(), null);
    return new Step(next, new Demand.Disarm(epoch));
  }

  private Step stay() {
    return new Step(this, new Demand.Nothing());
  }

  /** When the tree is to be looked at again; null while it is not. */
  public @Nullable Moment nextWake() {
    return stage == Stage.SWEEPING && swept != null ? swept.plus(SWEEPS_EACH) : null;
  }

  /** Nobody is left in the tree of promote: the guards may be told. */
  public Step isEmpty() {
    return stage == Stage.SWEEPING ? free() : stay();
  }

  /** A breach, or a demotion that failed: they are asked to cut, and from here on it is theirs. */
  public Guarding cut() {
    return stage == Stage.ARMED || stage == Stage.SWEEPING ? with(Stage.ENDING) : this;
  }

  // What they say.

  /**
   * A guard has taken the epoch.
   *
   * @param guard 0 or 1
   */
  public Guarding armed(int guard, Epoch which) {
    return stage == Stage.ARMED && which.equals(epoch) ? answered(guard, null) : this;
  }

  /** A guard has not taken it. */
  public Guarding refused(int guard, Epoch which, String why) {
    return stage == Stage.ARMED && which.equals(epoch) ? answered(guard, why) : this;
  }

  /** A guard has let it go. */
  public Guarding disarmed(int guard, Epoch which) {
    if (stage != Stage.FREEING || !which.equals(epoch)) {
      return this;
    }
    Guarding next = answered(guard, null);
    boolean both = next.first.isYes() && next.second.isYes();
    return both ? next.with(Stage.FREE) : next;
  }

  /**
   * Where they are with it. What they did while it was being taken from them counts as far as it shut the
   * door behind the epoch; it does not take the services back from the daemon.
   */
  public Guarding entered(Epoch which, GuardPhase phase) {
    if (!which.equals(epoch)) {
      return this;
    }
    Guarding known = phase == GuardPhase.DEMOTING ? this : latched();
    if (stage == Stage.FREE || stage == Stage.FREEING) {
      return known;
    }
    return switch (phase) {
      case DEMOTING, CUTTING -> known.with(Stage.ENDING);
      case UNCONFIRMED -> known.with(Stage.UNCONFIRMED);
      case CONFIRMED -> known.with(Stage.CONFIRMED);
    };
  }

  /**
   * A guard died. The one that is begun in its place takes over what was armed, and is told again what was
   * said last, so one answer of it is still to come.
   */
  public Guarding lost(int guard) {
    boolean answers = stage == Stage.ARMED || stage == Stage.FREEING;
    Answer one = Answer.NONE.asked();
    return answers ? with(guard == 0 ? one : first, guard == 0 ? second : one) : this;
  }

  private Guarding answered(int guard, @Nullable String why) {
    return guard == 0 ? with(first.came(why), second) : with(first, second.came(why));
  }

  private Guarding with(Answer one, Answer other) {
    return new Guarding(stage, epoch, ended, one, other, swept);
  }

  private Guarding with(Stage next) {
    return new Guarding(next, epoch, ended, first, second, null);
  }

  private Guarding latched() {
    return new Guarding(stage, epoch, ended.max(epoch), first, second, swept);
  }
}
