package dev.koi.core.lease;

/**
 * Whether time can end an epoch (SAFETY M1 to M3). In maintenance it cannot: the holder obeys no
 * deadline, so the electors' promise must not lapse either. Both go on and off many times, and their
 * messages arrive late and twice; so the holder counts: its number is even while it is armed and obeys
 * its deadlines, odd while it is disarmed, and only grows. An elector pins a promise when it is asked to,
 * and lets go only for a higher number of the holder itself, never because a leader says so: the
 * alternative, a flag that the leader sends, would let a delayed "off" free the group under a holder
 * that has long been disarmed again.
 *
 * @param number the holder's, 0 when it takes the epoch
 * @param pinned whether the promise shall outlive W
 */
public record Arming(int number, boolean pinned) {

  /** As a fresh holder is, outside maintenance. */
  public static final Arming ARMED = new Arming(0, false);

  public Arming {
    if (number < 0) {
      throw new IllegalArgumentException("an arming number is 0 or more: " + number);
    }
  }

  /** What a leader asks for: a disarmed holder's promise is always pinned. */
  public static Arming of(int number, boolean maintenance) {
    return new Arming(number, maintenance || isDisarmed(number));
  }

  static boolean isDisarmed(int number) {
    return (number & 1) == 1;
  }

  /** This promise, asked for anew: within one number pins only go on, an older one changes nothing. */
  public Arming asked(Arming next) {
    if (next.number < number) {
      return this;
    }
    return next.number > number ? next : new Arming(number, pinned || next.pinned);
  }
}
