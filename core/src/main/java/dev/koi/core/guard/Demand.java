package dev.koi.core.guard;

import dev.koi.core.name.Epoch;

/** What is to be done about the guards. */
public sealed interface Demand {

  record Nothing() implements Demand {}

  /** Hand the epoch over, as it is now. */
  record Arm(Epoch epoch) implements Demand {}

  /** Kill what is left in the tree of this epoch's promote, and look whether anyone is there. */
  record Sweep(Epoch epoch) implements Demand {}

  /** It is demoted, or not to be guarded. */
  record Disarm(Epoch epoch) implements Demand {}
}
