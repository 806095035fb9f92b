package dev.koi.core.guard;

import dev.koi.core.lease.RunnerLease;
import dev.koi.core.name.Epoch;
import dev.koi.core.tenure.Tenure;

/** What a runner wants of its guards now. It is a level: said with every step until another one holds. */
public sealed interface Wish {

  /**
   * They are to end this epoch, should the daemon not be able to.
   *
   * @param afresh what they would have to run or to say has changed since it was handed over last
   */
  record Hold(Epoch epoch, boolean afresh) implements Wish {}

  /** Maintenance: time ends nothing, and what is promoted stays so (SAFETY M2). */
  record Rest() implements Wish {}

  /** Nothing may be promoted any more, as far as the daemon knows: nothing is left to guard. */
  record Free() implements Wish {}

  /**
   * What follows from the lease.
   *
   * @param releasable nothing of the group is or may be promoted here
   * @param afresh as in {@link Hold}
   */
  static Wish of(Tenure tenure, boolean releasable, boolean afresh) {
    RunnerLease lease = tenure.lease();
    if (lease == null || lease.answered() == null) {
      return new Free(); // without an answer nothing was promoted
    }
    if (lease.isDisarmed()) {
      return new Rest();
    }
    boolean ends = tenure.givingUp() != null;
    return ends && releasable ? new Free() : new Hold(lease.epoch(), afresh && !ends);
  }
}
