package dev.koi.core.elector;

import java.util.UUID;

/** What confirms the leases of a cluster, and so what a leader must know before it grants the next. */
public sealed interface Backing {

  /**
   * Each elector promises (SAFETY B1 to B3): no electors are listed.
   *
   * @param quorum electors that must confirm a lease, the leader included; 0: it alone suffices
   */
  record Promises(int quorum) implements Backing {}

  /**
   * The voters of a store confirm its leader, and who holds what is agreed in its log (SAFETY E2 to E5b).
   *
   * @param cluster the store's uuid
   */
  record Store(UUID cluster) implements Backing {}
}
