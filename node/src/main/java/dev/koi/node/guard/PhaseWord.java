package dev.koi.node.guard;

import dev.koi.core.guard.GuardPhase;
import org.jspecify.annotations.Nullable;

/** A cell's phase, as guard/README.md numbers it. */
final class PhaseWord {

  static final long ARMED = 1;

  private static final int DEMOTING = 2;
  private static final int CUTTING = 3;
  private static final int CONFIRMED = 4;
  private static final int UNCONFIRMED = 5;

  private PhaseWord() {}

  /** Null: its guards have not begun to end it. */
  static @Nullable GuardPhase of(long word) {
    return switch (Math.clamp(word, 0, UNCONFIRMED + 1)) {
      case DEMOTING -> GuardPhase.DEMOTING;
      case CUTTING -> GuardPhase.CUTTING;
      case CONFIRMED -> GuardPhase.CONFIRMED;
      case UNCONFIRMED -> GuardPhase.UNCONFIRMED;
      default -> null;
    };
  }
}
