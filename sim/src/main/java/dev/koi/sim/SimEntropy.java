package dev.koi.sim;

import dev.koi.node.port.Entropy;

/** Chance for a daemon, from the seed. */
record SimEntropy(Chance chance) implements Entropy {

  @Override
  public void fill(byte[] bytes) {
    chance.fill(bytes);
  }

  @Override
  public long draw() {
    return chance.draw();
  }
}
