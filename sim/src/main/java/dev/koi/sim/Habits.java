package dev.koi.sim;

import dev.koi.core.message.Action;

/** How the scripts of a machine behave: how long they take, whether they fail, hang, listen. */
final class Habits {

  private final Chance chance;
  private final Shape shape;
  private boolean bad;

  Habits(Shape shape, Chance chance) {
    this.shape = shape;
    this.chance = chance;
  }

  /**
   * What one script will do.
   *
   * @param nanos how long it takes
   * @param code what it exits with; a status that exits with 0 tells the truth instead
   * @param hangs it never ends by itself
   * @param deaf it does not end on SIGTERM
   * @param begins it can be executed at all
   */
  record Behaviour(long nanos, int code, boolean hangs, boolean deaf, boolean begins) {

    static Behaviour good(long nanos) {
      return new Behaviour(nanos, 0, false, false, true);
    }
  }

  void bad(boolean nowBad) {
    bad = nowBad;
  }

  Behaviour next(Action action) {
    if (action == Action.DEMOTE && shape.bounded()) {
      return Behaviour.good(boundedDemote());
    }
    long nanos = usual(action);
    if (!bad) {
      return Behaviour.good(nanos);
    }
    if (chance.once(0.05)) {
      return new Behaviour(nanos, 0, true, chance.once(0.4), true);
    }
    if (chance.once(0.1)) {
      nanos = chance.anyMillis(500, 8_000);
    }
    boolean live = action == Action.STATUS && chance.once(0.3);
    int code = chance.once(0.12) ? (live ? 93 : chance.between(1, 3)) : 0;
    return new Behaviour(nanos, code, false, chance.once(0.2), !chance.once(0.01));
  }

  /** All demotes of a node, one after the other, take at most half of Lhard - Lsoft. */
  private long boundedDemote() {
    long bound = shape.profile().lease().demoteBound().toMillis();
    return chance.millis(1, Math.max(1, bound / (2L * shape.services().size())));
  }

  private long usual(Action action) {
    return switch (action) {
      case START -> chance.anyMillis(5, 800);
      case STOP -> chance.anyMillis(5, 400);
      case PROMOTE -> chance.anyMillis(3, 300);
      case DEMOTE -> chance.anyMillis(3, 300);
      case STATUS, FAILED -> chance.anyMillis(1, 40);
    };
  }
}
