package dev.koi.wire.frame;

import java.util.Arrays;

/**
 * Which of the latest numbers have been used (after RFC 4303, 3.4.3): a number passes once. Numbers
 * are positive; those that fell out of the window count as used.
 */
public final class ReplayWindow {

  /** How far a number may be behind the highest; two paths differ by less than this. */
  static final int SIZE = 2048;

  private final long[] used = new long[SIZE / Long.SIZE];
  private long highest;

  /** All numbers up to {@code floor} count as used. */
  public ReplayWindow(long floor) {
    highest = floor;
    Arrays.fill(used, -1);
  }

  /** Whether the number has not been used, and may be. */
  public boolean isFresh(long number) {
    if (number > highest) {
      return true;
    }
    return number > 0 && highest - number < SIZE && (used[word(number)] & bit(number)) == 0;
  }

  /** Marks a fresh number as used. Apart from the question, since an answer may hang on more. */
  public void use(long number) {
    if (number - highest >= SIZE) {
      Arrays.fill(used, 0);
    } else {
      for (long skipped = highest + 1; skipped < number; skipped++) {
        used[word(skipped)] &= ~bit(skipped);
      }
    }
    highest = Math.max(highest, number);
    used[word(number)] |= bit(number);
  }

  private static int word(long number) {
    return (int) (number % SIZE) / Long.SIZE;
  }

  private static long bit(long number) {
    return 1L << number % Long.SIZE;
  }
}
