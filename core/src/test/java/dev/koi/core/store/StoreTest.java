package dev.koi.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.core.store.Outcome.Why;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoreTest {

  private static final UUID ANNA = new UUID(1, 1);

  private final Store store = new Store();
  private long index;

  @Test
  void whatIsSetIsThereUntilItIsUnset() {
    assertThat(does(set("a/b", "1"))).isEqualTo(new Outcome.Done(1));
    assertThat(does(set("/a/b", "2"))).as("a slash in front is allowed").isEqualTo(new Outcome.Done(2));
    assertThat(store.get(Key.of("a/b"))).isEqualTo(new Store.Item("2", 2));
    assertThat(does(new Command.Unset(Key.of("a/b")))).isEqualTo(new Outcome.Done(3));
    assertThat(store.get(Key.of("a/b"))).isNull();
    assertThat(does(new Command.Unset(Key.of("a/b"))))
        .isEqualTo(new Outcome.Refused(Why.NO_KEY, "there is no key a/b"));
  }

  @Test
  void aKeyAndAFolderExcludeEachOther() {
    does(set("a/b/c", "1"));
    does(set("a/b-c", "1"));
    for (String folder : new String[] {"a", "a/b"}) {
      assertThat(why(set(folder, "x"))).as(folder).isEqualTo(Why.KEY_OR_FOLDER);
    }
    assertThat(why(set("a/b/c/d", "x"))).isEqualTo(Why.KEY_OR_FOLDER);
    assertThat(why(set("a/b-c/d/e", "x"))).isEqualTo(Why.KEY_OR_FOLDER);
    assertThat(does(set("a/bc", "x"))).isInstanceOf(Outcome.Done.class);
  }

  /** Contract: unset removes the key and its empty parent folders. */
  @Test
  void aFolderIsThereAsLongAsAKeyIsInIt() {
    does(set("a/b/c", "1"));
    does(set("a/d", "1"));
    does(set("a/b-c", "1"));
    does(set("e", "1"));
    assertThat(store.list(null)).containsExactly("a/", "e");
    assertThat(store.list(Key.of("a"))).containsExactly("b-c", "b/", "d");
    assertThat(store.list(Key.of("a/b"))).containsExactly("c");
    assertThat(store.list(Key.of("e"))).isNull();
    does(new Command.Unset(Key.of("a/b/c")));
    assertThat(store.list(Key.of("a/b"))).isNull();
    assertThat(does(set("a/b", "a key now"))).isInstanceOf(Outcome.Done.class);
    assertThat(new Store().list(null)).isEmpty();
  }

  /** Contract and issue: no such key 7, condition false 6 (also if the value is there), already NEW 5. */
  @Test
  void aConditionIsAskedBeforeTheValue() {
    assertThat(why(setIf("a", Comparison.SAME, "1", "2"))).isEqualTo(Why.NO_KEY);
    does(set("a", "1"));
    assertThat(does(setIf("a", Comparison.SAME, "1", "2"))).isInstanceOf(Outcome.Done.class);
    assertThat(why(setIf("a", Comparison.SAME, "1", "2"))).isEqualTo(Why.FALSE);
    assertThat(why(setIf("a", Comparison.SAME, "2", "2"))).isEqualTo(Why.ALREADY);
    assertThat(store.get(Key.of("a"))).isEqualTo(new Store.Item("2", 3));
  }

  @Test
  void theOperatorsAreThoseOfTheShell() {
    Object[][] table = {
      {"=", "a", "a", true}, {"=", "1", "01", false}, {"!=", "a", "b", true},
      {"<", "a", "b", true}, {"<", "10", "9", true}, {">", "b", "a", true},
      {"-eq", "1", "01", true}, {"-eq", "-0", "0", true}, {"-ne", "1", "2", true},
      {"-lt", "9", "10", true}, {"-le", "10", "10", true}, {"-gt", "-1", "-2", true},
      {"-ge", "+3", " 3 ", true}, {"-gt", "99999999999999999999", "1", true},
      {"-eq", "a", "a", false}, {"-ne", "a", "1", false}, {"-lt", "", "1", false},
    };
    for (Object[] row : table) {
      Comparison comparison = Comparison.of((String) row[0]).orElseThrow();
      assertThat(comparison.holds((String) row[1], (String) row[2]))
          .as("'%s' %s '%s'", row[1], row[0], row[2])
          .isEqualTo(row[3]);
    }
    assertThat(Comparison.of("~")).isEmpty();
  }

  /** It is remembered with the client, and a snapshot's UTF-8 has no half of a surrogate pair. */
  @Test
  void aLongValueIsCutBetweenTwoCharacters() {
    String fish = "\ud83d\udc1f";
    does(set("a", fish.repeat(30)));
    does(set("b", "-" + fish.repeat(30)));
    assertThat(does(setIf("a", Comparison.SAME, "", "1")))
        .isEqualTo(new Outcome.Refused(Why.FALSE, "a is '" + fish.repeat(19) + "…'"));
    assertThat(does(setIf("b", Comparison.SAME, "", "1")))
        .isEqualTo(new Outcome.Refused(Why.FALSE, "b is '-" + fish.repeat(19) + "…'"));
  }

  @Test
  void aSwapHappensOnlyIfNobodyWroteSince() {
    assertThat(does(swap("a", 0, "1"))).isEqualTo(new Outcome.Done(1));
    assertThat(why(swap("a", 0, "2"))).isEqualTo(Why.FALSE);
    assertThat(does(swap("a", 1, "2"))).isEqualTo(new Outcome.Done(3));
    assertThat(why(swap("a", 1, null))).isEqualTo(Why.FALSE);
    assertThat(does(swap("a", 3, null))).isInstanceOf(Outcome.Done.class);
    assertThat(store.get(Key.of("a"))).isNull();
  }

  @Test
  void anImportHappensAsAWholeOrNotAtAll() {
    does(set("z", "1"));
    for (String bad : new String[] {"a/c", "z/y"}) {
      assertThat(why(all("a", "1", "a-b", "2", bad, "3"))).as(bad).isEqualTo(Why.KEY_OR_FOLDER);
    }
    assertThat(store.list(null)).containsExactly("z");
    assertThat(does(all("a", "1", "a-b", "2", "c/d", "3"))).isInstanceOf(Outcome.Done.class);
    assertThat(store.list(null)).containsExactly("a", "a-b", "c/", "z");
  }

  @Test
  void aValueHasAtMost32KiB() {
    assertThat(does(set("a", "ü".repeat(16 * 1024)))).isInstanceOf(Outcome.Done.class);
    assertThat(why(set("a", "ü".repeat(16 * 1024) + "."))).isEqualTo(Why.TOO_LONG);
  }

  @Test
  void whatAValueIsComparedWithHasAtMost32KiB() {
    does(set("a", "1"));
    String operand = "ü".repeat(16 * 1024);
    assertThat(why(setIf("a", Comparison.DIFFERENT, operand + ".", "2"))).isEqualTo(Why.TOO_LONG);
    assertThat(does(setIf("a", Comparison.DIFFERENT, operand, "2"))).isInstanceOf(Outcome.Done.class);
  }

  /** The issue: a retried write happens once. Thesis 6.3. */
  @Test
  void aCommandThatIsRepeatedHappensOnce() {
    Store.Request first = new Store.Request(ANNA, 1, set("a", "1"));
    Outcome done = store.apply(first, 10);
    does(set("a", "2"));
    assertThat(store.apply(first, 12)).isEqualTo(done);
    assertThat(store.get(Key.of("a"))).isEqualTo(new Store.Item("2", 1));
    Store.Request refused = new Store.Request(ANNA, 2, swap("a", 99, "3"));
    Outcome no = store.apply(refused, 13);
    does(set("b", "1"));
    assertThat(store.apply(refused, 15)).as("a refusal too").isEqualTo(no);
  }

  @Test
  void ofTheClientsThoseThatWereHeardLastAreRemembered() {
    store.apply(new Store.Request(ANNA, 1, set("a", "1")), 1);
    for (int i = 0; i < Store.CLIENTS - 1; i++) {
      store.apply(new Store.Request(new UUID(2, i), 1, new Command.Nothing()), 2 + i);
    }
    store.apply(new Store.Request(ANNA, 2, set("a", "2")), 5_000);
    store.apply(new Store.Request(new UUID(3, 3), 1, new Command.Nothing()), 5_001);
    assertThat(store.clients()).hasSize(Store.CLIENTS).containsKey(ANNA).doesNotContainKey(new UUID(2, 0));
  }

  @Test
  void aStoreOfASnapshotGoesOnAsTheOneThatWasTaken() {
    does(set("a/b", "1"));
    Store.Request request = new Store.Request(ANNA, 7, set("c", "2"));
    Outcome done = store.apply(request, ++index);
    Store again = Store.of(store.items(), store.clients());
    assertThat(again.items()).isEqualTo(store.items());
    assertThat(again.apply(request, ++index)).isEqualTo(done);
    assertThat(again.list(null)).isEqualTo(List.of("a/", "c"));
  }

  @Test
  void whoWatchesIsToldOfWhatLiesAtAndBelowAKey() {
    does(set("a/b", "1"));
    does(set("a-b", "1"));
    assertThat(store.revision()).isEqualTo(2);
    assertThat(store.hasChanged(Key.of("a"), 0)).isTrue();
    assertThat(store.hasChanged(Key.of("a/b"), 0)).isTrue();
    assertThat(store.hasChanged(Key.of("a"), 1)).as("a-b is not below a").isFalse();
    assertThat(store.hasChanged(null, 1)).isTrue();
    assertThat(store.hasChanged(null, 2)).isFalse();
    does(new Command.Nothing());
    assertThat(why(new Command.Unset(Key.of("c")))).isEqualTo(Why.NO_KEY);
    does(swap("c", 0, null));
    assertThat(store.hasChanged(null, 2)).as("nothing was written since").isFalse();
    assertThat(store.revision()).isEqualTo(2);
    does(swap("a/b", 1, null));
    assertThat(store.hasChanged(Key.of("a"), 2)).as("it was removed").isTrue();
    does(all("d/e", "1", "f", "1"));
    assertThat(store.hasChanged(Key.of("d"), 6)).isTrue();
    assertThat(store.copy().hasChanged(Key.of("d"), 7)).isFalse();
    assertThat(store.copy().hasChanged(Key.of("d"), 6)).isTrue();
    assertThat(store.hasChanged(Key.of("g"), 8)).as("of a state that this one does not follow").isTrue();
  }

  @Test
  void whatIsRememberedNoMoreCountsAsChanged() {
    does(set("a", "1"));
    for (int i = 0; i < Changes.KEPT; i++) {
      does(set("b", "1"));
    }
    assertThat(store.hasChanged(Key.of("c"), 0)).isTrue();
    assertThat(store.hasChanged(Key.of("c"), 1)).isFalse();
    Store again = Store.of(store.items(), store.clients());
    again.asOf(2_000);
    assertThat(again.revision()).isEqualTo(2_000);
    assertThat(again.hasChanged(Key.of("c"), 1_999)).isTrue();
    assertThat(again.hasChanged(Key.of("c"), 2_000)).isFalse();
    again.apply(new Store.Request(ANNA, 1, set("c", "1")), 2_001);
    assertThat(again.hasChanged(Key.of("c"), 2_000)).isTrue();
  }

  @Test
  void whatIsNoKeyIsRefusedInWords() {
    Map<String, String> bad =
        Map.of("", "has a name", "/", "has a name", "a//b", "between two slashes", "a/", "between",
            "//a", "between", "a\nb", "no control characters", "x".repeat(1025), "1024 bytes",
            "a/\ud83d", "no half of a surrogate pair");
    bad.forEach(
        (text, expected) ->
            assertThatThrownBy(() -> Key.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected));
    assertThat(Key.of("/koi/holders").isOurs()).isTrue();
    assertThat(Key.of("koi").isOurs()).isTrue();
    assertThat(Key.of("koil/a").isOurs()).isFalse();
  }

  private Outcome does(Command command) {
    index++;
    return store.apply(new Store.Request(new UUID(0, index), 1, command), index);
  }

  private Why why(Command command) {
    Outcome outcome = does(command);
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused) outcome).why();
  }

  private static Command set(String key, String value) {
    return new Command.Set(Key.of(key), value);
  }

  private static Command setIf(String key, Comparison comparison, String operand, String value) {
    return new Command.SetIf(Key.of(key), comparison, operand, value);
  }

  private static Command swap(String key, long revision, @Nullable String value) {
    return new Command.Swap(Key.of(key), revision, value);
  }

  private static Command all(String... keysAndValues) {
    TreeMap<Key, String> values = new TreeMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(Key.of(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return new Command.Import(values);
  }
}
