package dev.koi.wire.store;

import static dev.koi.wire.datagram.AgreedArbitraries.EPOCHS;
import static dev.koi.wire.datagram.AgreedArbitraries.GROUPS;
import static dev.koi.wire.datagram.AgreedArbitraries.NODES;
import static dev.koi.wire.datagram.AgreedArbitraries.RUNS;
import static dev.koi.wire.datagram.AgreedArbitraries.UUIDS;
import static net.jqwik.api.Combinators.combine;

import dev.koi.core.agreed.Change;
import dev.koi.core.agreed.Recall;
import dev.koi.core.store.Command;
import dev.koi.core.store.Comparison;
import dev.koi.core.store.Key;
import dev.koi.core.store.Store;
import dev.koi.wire.datagram.AgreedArbitraries;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Everything that core's records allow to be proposed. */
final class StoreArbitraries {

  /** Text that UTF-8 can carry, with characters beyond the first 65,536. */
  private static final Arbitrary<String> TEXTS =
      Arbitraries.integers()
          .between(0, Character.MAX_CODE_POINT)
          .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
          .list()
          .ofMaxSize(60)
          .map(StoreArbitraries::text);

  /** Names that sort around a slash, are folders of one another, and sort otherwise in UTF-8. */
  private static final Arbitrary<Key> FEW_KEYS =
      Arbitraries.of("a", "a-b", "a/b", "a/b/c", "a0", "b", "\uff5e", "\ud83d\udc1f", "\ud83d\udc1f/x")
          .map(Key::new);

  private static final Arbitrary<String> FEW_VALUES =
      Arbitraries.of("", "1", "2", "10", "\ud83d\udc1f".repeat(30), "-" + "\ud83d\udc1f".repeat(30));

  private StoreArbitraries() {}

  /** Anything. */
  static Arbitrary<Proposal> proposals() {
    Arbitrary<Key> any = TEXTS.map(text -> new Key("k" + text.replaceAll("[\\p{Cc}/]", "")));
    Arbitrary<Key> keys = Arbitraries.oneOf(FEW_KEYS, any);
    Arbitrary<Proposal> requests =
        combine(UUIDS, Arbitraries.longs(), commands(keys, TEXTS, Arbitraries.longs()))
            .as(Store.Request::new)
            .map(Proposal.OfStore::new);
    return Arbitraries.oneOf(requests, changes().map(Proposal.OfCluster::new));
  }

  /** Such as have to do with each other: few clients, keys and values. */
  static Arbitrary<Store.Request> requests() {
    Arbitrary<UUID> clients = Arbitraries.longs().between(-3, 3).map(half -> new UUID(half, -half));
    Arbitrary<Long> revisions = Arbitraries.longs().between(0, 6);
    return combine(
            clients, Arbitraries.longs().between(1, 30), commands(FEW_KEYS, FEW_VALUES, revisions))
        .as(Store.Request::new);
  }

  private static Arbitrary<Command> commands(
      Arbitrary<Key> keys, Arbitrary<String> values, Arbitrary<Long> revisions) {
    return Arbitraries.oneOf(
        List.of(
            combine(keys, values).as(Command.Set::new),
            keys.map(Command.Unset::new),
            combine(keys, Arbitraries.of(Comparison.class), values, values).as(Command.SetIf::new),
            combine(keys, revisions, values.injectNull(0.3)).as(Command.Swap::new),
            Arbitraries.maps(keys, values)
                .ofMaxSize(4)
                .map(all -> new Command.Import(new TreeMap<>(all))),
            Arbitraries.of(new Command.Nothing())));
  }

  private static Arbitrary<Change> changes() {
    return Arbitraries.oneOf(
        List.of(
            combine(GROUPS, EPOCHS, AgreedArbitraries.holders()).as(Change.Granted::new),
            combine(GROUPS, EPOCHS, AgreedArbitraries.holders()).as(Change.Adopted::new),
            combine(GROUPS, EPOCHS, RUNS).as(Change.Released::new),
            combine(GROUPS, EPOCHS, RUNS).as(Change.Unconfirmed::new),
            combine(GROUPS, EPOCHS).as(Change.Lapsed::new),
            combine(GROUPS, EPOCHS, Arbitraries.of(Recall.class)).as(Change.Recalled::new),
            combine(GROUPS, Arbitraries.of(true, false), NODES.injectNull(0.3))
                .as(Change.Steered::new),
            Arbitraries.of(true, false).map(Change.Maintained::new),
            combine(NODES, AgreedArbitraries.wishes()).as(Change.Wished::new)));
  }

  private static String text(List<Integer> points) {
    StringBuilder text = new StringBuilder();
    points.forEach(text::appendCodePoint);
    return text.toString();
  }
}
