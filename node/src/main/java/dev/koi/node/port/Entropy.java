package dev.koi.node.port;

/** Chance: unpredictable in a daemon, repeatable in a simulation. */
public interface Entropy {

  void fill(byte[] bytes);

  long draw();
}
