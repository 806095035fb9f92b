package dev.koi.wire.store;

import dev.koi.core.agreed.Change;
import dev.koi.core.store.Store;

/** What an entry of the log asks of the state machine. */
public sealed interface Proposal {

  /** A client's command on the key-value store. */
  record OfStore(Store.Request request) implements Proposal {}

  /** A change to who holds what. */
  record OfCluster(Change change) implements Proposal {}
}
