package dev.koi.node.links;

import dev.koi.node.port.Entropy;
import java.util.Random;

/** Chance that repeats itself. */
final class SeededEntropy implements Entropy {

  private final Random random;

  SeededEntropy(long seed) {
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
