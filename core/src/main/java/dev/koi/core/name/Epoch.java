package dev.koi.core.name;

/**
 * A group's fencing token: each grant has a higher one than all before it, so a resource that
 * remembers the highest it has seen can refuse a master of the past.
 *
 * <p>It is a pair, (generation, counter). The generation grows when the counters themselves may have
 * been lost (a new store, a restored backup), so that an epoch is never given twice. Everywhere but
 * in here it is one decimal number, {@code generation * 2^32 + counter}.
 *
 * @param number the pair as one number, 0 (no epoch yet) to 2^53 - 1 (exact in every JSON reader)
 */
public record Epoch(long number) implements Comparable<Epoch> {

  /** Before the first grant. */
  public static final Epoch NONE = new Epoch(0);

  private static final int COUNTER_BITS = 32;
  private static final long LIMIT = 1L << 53;

  public Epoch {
    if (number < 0 || number >= LIMIT) {
      throw new IllegalArgumentException("epoch out of range: " + number);
    }
  }

  public static Epoch of(int generation, long counter) {
    if (counter < 0 || counter >>> COUNTER_BITS != 0) {
      throw new IllegalArgumentException("counter out of range: " + counter);
    }
    return new Epoch(((long) generation << COUNTER_BITS) | counter);
  }

  public int generation() {
    return (int) (number >>> COUNTER_BITS);
  }

  public long counter() {
    return number & 0xffff_ffffL;
  }

  /** The next one; a full counter runs over into the generation, which keeps the order. */
  public Epoch next() {
    return new Epoch(number + 1);
  }

  public boolean isAfter(Epoch other) {
    return number > other.number;
  }

  public Epoch max(Epoch other) {
    return number >= other.number ? this : other;
  }

  @Override
  public int compareTo(Epoch other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return Long.toString(number);
  }
}
