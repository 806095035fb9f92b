package dev.koi.wire.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the store says: {@code koi kv get|list -o json}, and beside the message of whoever writes.
 *
 * @param version of this format: {@value #VERSION}
 * @param value of the key that was asked for
 * @param revision of that key; after a write that of what was written
 * @param names what is directly below a folder, folders with a slash behind them, in order
 * @param items the keys at and below the one that was asked for, in order
 * @param next what {@code after} of the next page is to be; null: this is the last
 * @param ageMillis how long ago whoever answers last heard the leader; null: this is the state as of now,
 *     unless it was asked for with {@code stale}, then nobody knows
 * @param storeRevision of the whole store: that of its latest change
 */
@Json
public record KvView(
    int version,
    @Nullable String value,
    @Nullable Long revision,
    @Nullable List<String> names,
    @Nullable List<Item> items,
    @Nullable String next,
    @Nullable Long ageMillis,
    @Nullable Long storeRevision) {

  public static final int VERSION = 1;

  /** Checks and copies. */
  public KvView {
    Checks.version(version, VERSION);
    names = names == null ? null : Checks.list(names, "names");
    items = items == null ? null : Checks.list(items, "items");
  }

  /**
   * A key.
   *
   * @param value null: it was removed, which only a watch says
   * @param revision of its latest write
   */
  @Json
  public record Item(String key, @Nullable String value, long revision) {

    public Item {
      Checks.present(key, "key");
    }
  }

  /** When it was read. */
  public record AsOf(@Nullable Long ageMillis, long storeRevision) {}

  public static KvView of(Item item, AsOf asOf) {
    return new KvView(
        VERSION, item.value(), item.revision(), null, null, null, asOf.ageMillis(), asOf.storeRevision());
  }

  /** A page of a folder. */
  public static KvView names(List<String> names, @Nullable String next, AsOf asOf) {
    return new KvView(
        VERSION, null, null, names, null, next, asOf.ageMillis(), asOf.storeRevision());
  }

  /** A page of keys. */
  public static KvView items(List<Item> items, @Nullable String next, AsOf asOf) {
    return new KvView(
        VERSION, null, null, null, items, next, asOf.ageMillis(), asOf.storeRevision());
  }

  /** Something was written. */
  public static KvView written(long revision) {
    return new KvView(VERSION, null, revision, null, null, null, null, revision);
  }
}
