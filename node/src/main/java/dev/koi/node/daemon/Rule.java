package dev.koi.node.daemon;

import dev.koi.core.lease.PromiseBook;

/** By which rules this cluster agrees: all three together are one choice. */
record Rule(Agreement agreement, Leases leases, StoreSide store) {

  /** Those of a cluster whose electors are listed, or are not. */
  static Rule of(Self self, Gear gear, Memory memory, PromiseBook book) {
    StoreSide store = new StoreSide(self, gear);
    return self.configuration().cluster().hasStore()
        ? new Rule(
            new StoreAgreement(self, gear.diary(), store),
            new StoredLeases(store, self, gear),
            store)
        : new Rule(
            new BullyAgreement(self, gear.diary()),
            new PromisedLeases(self, gear, memory, book),
            store);
  }
}
