package dev.koi.sim;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Repeatable chance. Each part of a world draws from a fork of its own, so that one more draw in the
 * network does not change what the disks do.
 */
public final class Chance {

  private static final long NANOS_PER_MICRO = 1_000;

  private final SplittableRandom random;

  public Chance(long seed) {
    this(new SplittableRandom(seed));
  }

  private Chance(SplittableRandom random) {
    this.random = random;
  }

  public Chance fork() {
    return new Chance(random.split());
  }

  public boolean once(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  public int between(int lowest, int highest) {
    return random.nextInt(lowest, highest + 1);
  }

  /** A stretch of time in nanoseconds, evenly distributed. */
  public long micros(long shortest, long longest) {
    return random.nextLong(shortest * NANOS_PER_MICRO, longest * NANOS_PER_MICRO + 1);
  }

  /** A stretch of time in nanoseconds, evenly distributed. */
  public long millis(long shortest, long longest) {
    return micros(shortest * 1_000, longest * 1_000);
  }

  /** A stretch of time in nanoseconds whose order of magnitude is evenly distributed. */
  public long anyMillis(long shortest, long longest) {
    double low = StrictMath.log((double) shortest);
    double exponent = low + random.nextDouble() * (StrictMath.log((double) longest) - low);
    return (long) (StrictMath.exp(exponent) * 1_000 * NANOS_PER_MICRO);
  }

  public <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  public long draw() {
    return random.nextLong();
  }

  public void fill(byte[] bytes) {
    random.nextBytes(bytes);
  }
}
