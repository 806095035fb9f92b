package dev.koi.node.real;

import dev.koi.node.port.Entropy;
import java.security.SecureRandom;

/**
 * The JVM's generator, seeded from the kernel's without blocking. The first draw loads the providers of
 * cryptography (10 ms of one core), which the links need anyway.
 */
public final class RealEntropy implements Entropy {

  private final SecureRandom random = new SecureRandom();

  @Override
  public void fill(byte[] bytes) {
    random.nextBytes(bytes);
  }

  @Override
  public long draw() {
    return random.nextLong();
  }
}
