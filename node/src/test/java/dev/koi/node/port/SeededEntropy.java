package dev.koi.node.port;

import java.util.Random;

/** Chance that repeats itself. */
public final class SeededEntropy implements Entropy {

  private final Random random;

  public SeededEntropy(long seed) {
    random = new Random(seed);
  }

  @Override
  public void fill(byte[] bytes) {
    random.nextBytes(bytes);
  }

  @Override
  public long draw() {
    return random.nextLong();
  }
}
