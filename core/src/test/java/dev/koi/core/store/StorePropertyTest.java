package dev.koi.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Against a stupid twin, which looks at every key for every question. */
class StorePropertyTest {

  /** Names that sort around a slash, and that are folders of one another. */
  private static final String[] KEYS = {
    "a", "a-b", "a/b", "a/b/c", "a/b-c", "a/b/c/d", "a0", "b", "b/a", "a/0", "\u00fc/x",
  };

  @Property(tries = 300)
  void itIsWhatAStupidTwinIs(@ForAll long seed) {
    Random random = new Random(seed);
    Store store = new Store();
    Map<String, String> twin = new TreeMap<>();
    for (long index = 1; index <= 60; index++) {
      String path = KEYS[random.nextInt(KEYS.length)];
      String value = Integer.toString(random.nextInt(3));
      boolean removes = random.nextInt(3) == 0;
      Command command =
          removes ? new Command.Unset(Key.of(path)) : new Command.Set(Key.of(path), value);
      Outcome outcome = store.apply(new Store.Request(new UUID(0, index), 1, command), index);
      assertThat(outcome instanceof Outcome.Done)
          .as("%s in %s", command, twin)
          .isEqualTo(removes ? twin.remove(path) != null : sets(twin, path, value));
      for (String key : KEYS) {
        Store.Item item = store.get(Key.of(key));
        assertThat(item == null ? null : item.value()).isEqualTo(twin.get(key));
        assertThat(store.list(Key.of(key))).isEqualTo(list(twin, key + "/"));
        assertThat(from(store, Key.of(key), null)).isEqualTo(atAndBelow(twin, key));
        assertThat(from(store, null, Key.of(key))).isEqualTo(after(twin, key));
      }
      assertThat(store.list(null)).isEqualTo(twin.isEmpty() ? List.of() : list(twin, ""));
    }
  }

  private static boolean sets(Map<String, String> twin, String path, String value) {
    boolean fits =
        twin.keySet().stream()
            .noneMatch(key -> key.startsWith(path + "/") || path.startsWith(key + "/"));
    if (fits) {
      twin.put(path, value);
    }
    return fits;
  }

  private static List<String> from(Store store, @Nullable Key top, @Nullable Key after) {
    List<String> keys = new ArrayList<>();
    for (Key key = store.nextKey(top, after); key != null; key = store.nextKey(top, key)) {
      keys.add(key.path());
    }
    return keys;
  }

  private static List<String> atAndBelow(Map<String, String> twin, String top) {
    return twin.keySet().stream()
        .filter(key -> key.equals(top) || key.startsWith(top + "/"))
        .toList();
  }

  private static List<String> after(Map<String, String> twin, String last) {
    return twin.keySet().stream().filter(key -> key.compareTo(last) > 0).toList();
  }

  private static @Nullable List<String> list(Map<String, String> twin, String prefix) {
    Set<String> names = new LinkedHashSet<>();
    for (String key : twin.keySet()) {
      if (key.startsWith(prefix)) {
        names.add(key.substring(prefix.length()).replaceFirst("/.*", "/"));
      }
    }
    return names.isEmpty() ? null : new ArrayList<>(names);
  }
}
