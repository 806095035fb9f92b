package dev.koi.wire.store;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.store.Store;

/**
 * The whole state machine. Since a store is changed in place and has no equality, two images are compared
 * by their bytes.
 *
 * @param store not copied: as it is when it is looked at
 */
public record Image(Store store, Agreed agreed) {

  /** Before the first entry. */
  public static Image empty() {
    return new Image(new Store(), Agreed.EMPTY);
  }
}
