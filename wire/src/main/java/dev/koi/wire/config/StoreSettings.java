package dev.koi.wire.config;

import java.util.List;

/** Section {@code store}. */
final class StoreSettings {

  static final Setting<Integer> SNAPSHOT_PERIOD =
      Setting.of(
          "store.snapshot_period",
          new Kind.Whole(1, Integer.MAX_VALUE),
          "10000",
          "Entries of the store's log between two snapshots: the log holds twice as many at most, and a"
              + " start reads them.");

  static final List<Setting<?>> ALL = List.of(SNAPSHOT_PERIOD);

  private StoreSettings() {}
}
