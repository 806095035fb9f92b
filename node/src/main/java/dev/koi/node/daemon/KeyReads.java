package dev.koi.node.daemon;

import dev.koi.core.store.Key;
import dev.koi.core.store.Store;
import dev.koi.wire.api.Command;
import dev.koi.wire.api.KvRequest;
import dev.koi.wire.api.KvTexts;
import dev.koi.wire.api.KvView;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Request;
import dev.koi.wire.api.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is read in the store. Whoever answers has made sure that the store is as of now, or says how old it
 * is. What may be long comes in pages, each of which fits into a message; pages are read one after the
 * other, so what changes meanwhile may be in them or not.
 */
final class KeyReads {

  /** How long a watch waits for a change; then it is told that there is none. */
  static final Duration LONGEST_WATCH = Duration.ofSeconds(10);

  /** Of one page as JSON; the rest of a message's 64 KiB is for what surrounds it. */
  static final int PAGE_BYTES = 56 * 1024;

  /** What is around an item in JSON, its revision with all digits included. */
  private static final int EACH_ITEM = 60;

  private KeyReads() {}

  /** Whether the answer waits: a watch that has seen all there is, and asks for its first page. */
  static boolean waits(Request request, Store store) {
    KvRequest kv = KeyWrites.kv(request);
    return request.command() == Command.KV_WATCH
        && kv.after() == null
        && !store.hasChanged(key(kv), KeyWrites.said(kv.since()));
  }

  /**
   * The answer, be there a change or not.
   *
   * @param age how old the state may be; null: as of now, or nobody knows
   */
  static Response read(Request request, Store store, @Nullable Duration age) {
    KvRequest kv = KeyWrites.kv(request);
    KvView.AsOf asOf = new KvView.AsOf(age == null ? null : age.toMillis(), store.revision());
    return switch (request.command()) {
      case KV_GET -> value(KeyWrites.said(key(kv)), store, asOf);
      case KV_LIST -> names(kv, store, asOf);
      case KV_EXPORT ->
          kv.after() == null && key(kv) != null && store.nextKey(key(kv), null) == null
              ? Response.refused(
                  Refusal.NO_FOLDER, "nothing lies at or below " + kv.key() + " (koi kv list)")
              : items(kv, store, asOf);
      case KV_WATCH -> items(kv, store, asOf);
      case LOCAL, STATUS, PROMOTE, DEMOTE, ELECT, START, STOP, RECOVER, FAILURES, MAINTENANCE,
          RECONFIGURE, KV_SET, KV_UNSET, KV_IF, KV_CAS, KV_IMPORT, NOOP, MEMBER_LIST, MEMBER_ADD,
          MEMBER_REMOVE, MEMBER_PROMOTE, MEMBER_TRANSFER ->
          throw new IllegalStateException(request.command().word() + " reads nothing");
    };
  }

  private static Response value(Key key, Store store, KvView.AsOf asOf) {
    Store.Item item = store.get(key);
    if (item != null) {
      return Response.kv(KvView.of(view(key, item), asOf));
    }
    String folder = store.nextKey(key, null) == null ? "" : ": it is a folder (koi kv list " + key + ")";
    return Response.refused(Refusal.NO_KEY, "there is no key " + key + folder);
  }

  private static Response names(KvRequest kv, Store store, KvView.AsOf asOf) {
    Key folder = key(kv);
    List<String> names = new ArrayList<>();
    int left = PAGE_BYTES;
    String name = store.nextName(folder, kv.after());
    if (name == null && folder != null && kv.after() == null) {
      String key = store.get(folder) == null ? "" : ": it is a key (koi kv get " + folder + ")";
      return Response.refused(Refusal.NO_FOLDER, "there is no folder " + folder + key);
    }
    while (name != null) {
      left -= KvTexts.jsonBytes(name) + 1;
      if (left < 0 && !names.isEmpty()) {
        return Response.kv(KvView.names(names, names.getLast(), asOf));
      }
      names.add(name);
      name = store.nextName(folder, name);
    }
    return Response.kv(KvView.names(names, null, asOf));
  }

  /** One item at least: deflated, even the longest fits. */
  private static Response items(KvRequest kv, Store store, KvView.AsOf asOf) {
    Key top = key(kv);
    List<KvView.Item> items = new ArrayList<>();
    int left = PAGE_BYTES;
    Key key = store.nextKey(top, after(kv));
    while (key != null) {
      KvView.Item item = view(key, KeyWrites.said(store.get(key)));
      left -= KvTexts.jsonBytes(key.path(), KeyWrites.said(item.value())) + EACH_ITEM;
      if (left < 0 && !items.isEmpty()) {
        return Response.kv(KvView.items(items, items.getLast().key(), asOf));
      }
      items.add(item);
      key = store.nextKey(top, key);
    }
    return Response.kv(KvView.items(items, null, asOf));
  }

  private static KvView.Item view(Key key, Store.Item item) {
    return new KvView.Item(key.path(), item.value(), item.revision());
  }

  private static @Nullable Key key(KvRequest kv) {
    return kv.key() == null ? null : new Key(kv.key());
  }

  /** Of keys {@code after} is one: the API has made sure of that. */
  private static @Nullable Key after(KvRequest kv) {
    return kv.after() == null ? null : new Key(kv.after());
  }
}
