package dev.koi.core.store;

import dev.koi.core.store.Outcome.Why;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keys and their values. It changes in place, since a copy for each write would cost more than the write:
 * what makes it a pure thing is that it is a function of the commands and of nothing else, so that all
 * members agree.
 *
 * <p>A command that is repeated, because its answer was lost, happens once: of each client the latest
 * command and its outcome are remembered (Raft thesis, 6.3). Of the clients those that were heard last are,
 * which is the same for all members since it follows from the commands too.
 */
public final class Store {

  public static final int MAX_VALUE_BYTES = 32 * 1024;

  /** More clients than write at one time, and little to keep in a snapshot. */
  static final int CLIENTS = 4_096;

  /** One more than a slash: sorts right behind all that is below a folder. */
  private static final char BEHIND_SLASH = '/' + 1;

  /** By path, so that what is below a folder can be sought by how it begins. */
  private final NavigableMap<String, Item> items = new TreeMap<>();

  private final Map<UUID, Heard> clients = new LinkedHashMap<>();

  private Changes changes = new Changes();

  /**
   * A key's value.
   *
   * @param revision the index of the command that wrote it
   */
  public record Item(String value, long revision) {}

  /** The latest command of a client. */
  public record Heard(long sequence, Outcome outcome) {}

  /** Who asks, and the how-manieth of his commands it is: one at a time, each number higher. */
  public record Request(UUID client, long sequence, Command command) {}

  /** An empty store, or the one that a snapshot holds. */
  public static Store of(SortedMap<Key, Item> items, Map<UUID, Heard> clients) {
    Store store = new Store();
    items.forEach((key, item) -> store.items.put(key.path(), item));
    store.clients.putAll(clients);
    store.asOf(items.values().stream().mapToLong(Item::revision).max().orElse(0));
    return store;
  }

  /** It is that of a snapshot which was taken after this entry: what changed before is not known. */
  public void asOf(long index) {
    changes.forget(index);
  }

  /**
   * Applies what was agreed.
   *
   * @param index its place in the log: grows
   * @return what became of it; of a command that was applied before, what became of it then
   */
  public Outcome apply(Request request, long index) {
    Heard before = clients.remove(request.client());
    Heard now =
        before != null && before.sequence() >= request.sequence()
            ? before
            : new Heard(request.sequence(), apply(request.command(), index));
    clients.put(request.client(), now);
    if (clients.size() > CLIENTS) {
      clients.remove(clients.keySet().iterator().next());
    }
    return now.outcome();
  }

  private Outcome apply(Command command, long index) {
    return switch (command) {
      case Command.Set set -> set(set.key(), set.value(), index);
      case Command.Unset unset -> unset(unset.key(), index);
      case Command.SetIf set -> setIf(set, index);
      case Command.Swap swap -> swap(swap, index);
      case Command.Import all -> importAll(all.values(), index);
      case Command.Nothing _ -> new Outcome.Done(index);
    };
  }

  private Outcome set(Key key, String value, long index) {
    Outcome obstacle = obstacle(key, value);
    if (obstacle != null) {
      return obstacle;
    }
    put(key, value, index);
    return new Outcome.Done(index);
  }

  private Outcome unset(Key key, long index) {
    return remove(key, index) ? new Outcome.Done(index) : noKey(key);
  }

  private void put(Key key, String value, long index) {
    items.put(key.path(), new Item(value, index));
    changes.add(index, key.path());
  }

  private boolean remove(Key key, long index) {
    boolean was = items.remove(key.path()) != null;
    if (was) {
      changes.add(index, key.path());
    }
    return was;
  }

  /** A condition that is false goes before a value that is there already: whoever races must know. */
  private Outcome setIf(Command.SetIf set, long index) {
    if (isTooLong(set.operand())) {
      return new Outcome.Refused(Why.TOO_LONG, "what a value is compared with has at most 32 KiB");
    }
    Item item = items.get(set.key().path());
    if (item == null) {
      return noKey(set.key());
    }
    if (!set.comparison().holds(item.value(), set.operand())) {
      return new Outcome.Refused(Why.FALSE, set.key() + " is " + brief(item.value()));
    }
    if (item.value().equals(set.value())) {
      return new Outcome.Refused(Why.ALREADY, set.key() + " is that already");
    }
    return set(set.key(), set.value(), index);
  }

  private Outcome swap(Command.Swap swap, long index) {
    Item item = items.get(swap.key().path());
    long revision = item == null ? 0 : item.revision();
    if (revision != swap.revision()) {
      String is = revision == 0 ? "does not exist" : "is of revision " + revision;
      return new Outcome.Refused(Why.FALSE, swap.key() + " " + is);
    }
    if (swap.value() != null) {
      return set(swap.key(), swap.value(), index);
    }
    remove(swap.key(), index);
    return new Outcome.Done(index);
  }

  private Outcome importAll(SortedMap<Key, String> values, long index) {
    for (Map.Entry<Key, String> each : values.entrySet()) {
      Outcome obstacle = obstacle(each.getKey(), each.getValue());
      if (obstacle != null) {
        return obstacle;
      }
      for (Key parent : each.getKey().parents()) {
        if (values.containsKey(parent)) {
          return both(parent);
        }
      }
    }
    values.forEach((key, value) -> put(key, value, index));
    return new Outcome.Done(index);
  }

  private @Nullable Outcome obstacle(Key key, String value) {
    if (isTooLong(value)) {
      return new Outcome.Refused(Why.TOO_LONG, "a value has at most 32 KiB");
    }
    if (isFolder(key)) {
      return both(key);
    }
    for (Key parent : key.parents()) {
      if (items.containsKey(parent.path())) {
        return both(parent);
      }
    }
    return null;
  }

  private static boolean isTooLong(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length > MAX_VALUE_BYTES;
  }

  private boolean isFolder(Key key) {
    String below = items.ceilingKey(key.asFolder());
    return below != null && below.startsWith(key.asFolder());
  }

  private static Outcome both(Key key) {
    return new Outcome.Refused(Why.KEY_OR_FOLDER, key + " would be a key and a folder");
  }

  private static Outcome noKey(Key key) {
    return new Outcome.Refused(Why.NO_KEY, "there is no key " + key);
  }

  /** Never cut within a character: half of a surrogate pair would not come back from a snapshot. */
  private static String brief(String value) {
    if (value.length() <= 40) {
      return "'" + value + "'";
    }
    int end = Character.isHighSurrogate(value.charAt(38)) ? 38 : 39;
    return "'" + value.substring(0, end) + "…'";
  }

  // What is asked.

  public @Nullable Item get(Key key) {
    return items.get(key.path());
  }

  /**
   * What is directly below a folder, folders with a slash behind them, in order; null if there is no such
   * folder.
   *
   * @param folder null: the root, which is always there
   */
  public @Nullable List<String> list(@Nullable Key folder) {
    List<String> names = new ArrayList<>();
    String name = nextName(folder, null);
    while (name != null) {
      names.add(name);
      name = nextName(folder, name);
    }
    return names.isEmpty() && folder != null ? null : names;
  }

  /**
   * The same, one after the other, for whoever cannot take all of them at once.
   *
   * @param after the name before, whether or not it is still there; null: the first is asked for
   * @return null: that was the last
   */
  public @Nullable String nextName(@Nullable Key folder, @Nullable String after) {
    String prefix = folder == null ? "" : folder.asFolder();
    String path;
    if (after == null) {
      path = items.ceilingKey(prefix);
    } else if (after.endsWith("/")) {
      String subfolder = prefix + after;
      path = items.ceilingKey(subfolder.substring(0, subfolder.length() - 1) + BEHIND_SLASH);
    } else {
      path = items.higherKey(prefix + after);
    }
    if (path == null || !path.startsWith(prefix)) {
      return null;
    }
    int slash = path.indexOf('/', prefix.length());
    return path.substring(prefix.length(), slash < 0 ? path.length() : slash + 1);
  }

  /**
   * The keys at and below a key, one after the other, in order.
   *
   * @param top null: all keys there are
   * @param after the key before, whether or not it is still there; null: the first is asked for
   * @return null: that was the last
   */
  public @Nullable Key nextKey(@Nullable Key top, @Nullable Key after) {
    if (top != null && after == null && items.containsKey(top.path())) {
      return top;
    }
    String prefix = top == null ? "" : top.asFolder();
    boolean within = after != null && after.path().startsWith(prefix);
    String path = after != null && within ? items.higherKey(after.path()) : items.ceilingKey(prefix);
    return path == null || !path.startsWith(prefix) ? null : new Key(path);
  }

  /** The index of the latest change, or where what is known of changes begins. */
  public long revision() {
    return changes.last();
  }

  /**
   * Whether a key at or below this one may have changed; never false if one has.
   *
   * @param top null: any key
   * @param revision the store's that was seen last
   */
  public boolean hasChanged(@Nullable Key top, long revision) {
    return changes.since(
        revision,
        path -> top == null || path.equals(top.path()) || path.startsWith(top.asFolder()));
  }

  /** Everything, for a snapshot or an export. */
  public SortedMap<Key, Item> items() {
    SortedMap<Key, Item> all = new TreeMap<>();
    items.forEach((path, item) -> all.put(new Key(path), item));
    return all;
  }

  /** As it is now, whatever is applied to this one later. */
  public Store copy() {
    Store copy = new Store();
    copy.items.putAll(items);
    copy.clients.putAll(clients);
    copy.changes = changes.copy();
    return copy;
  }

  /** Those that were heard last, the longest ago first. */
  public Map<UUID, Heard> clients() {
    return Collections.unmodifiableMap(clients);
  }
}
