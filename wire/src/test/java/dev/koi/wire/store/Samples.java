package dev.koi.wire.store;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.agreed.Change;
import dev.koi.core.agreed.Holder;
import dev.koi.core.agreed.Recall;
import dev.koi.core.agreed.Wish;
import dev.koi.core.lease.Arming;
import dev.koi.core.lease.Profile;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeId;
import dev.koi.core.store.Command;
import dev.koi.core.store.Comparison;
import dev.koi.core.store.Key;
import dev.koi.core.store.Store;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** One of each kind and shape, as the golden files hold them. */
final class Samples {

  static final UUID CLIENT = new UUID(0xcccc_0000_0000_4000L, 0x8000_0000_0000_0005L);

  private static final NodeId A =
      new NodeId(new UUID(0xaaaa_0000_0000_4000L, 0x8000_0000_0000_0001L));
  private static final Incarnation RUN_A =
      new Incarnation(A, new UUID(0x1111_0000_0000_4000L, 0x8000_0000_0000_0003L), 0x5a5aL);
  private static final Holder HOLDER = new Holder(RUN_A, Profile.NORMAL.lease());
  private static final GroupName GROUP = GroupName.DEFAULT;
  private static final Epoch SEVEN = new Epoch(7);
  private static final String FISH = "J\u00fcrgen \ud83d\udc1f";

  private Samples() {}

  static SortedMap<String, Proposal> proposals() {
    SortedMap<String, Proposal> all = new TreeMap<>();
    commands().forEach((name, command) -> all.put(name, ofStore(command)));
    changes().forEach((name, change) -> all.put(name, new Proposal.OfCluster(change)));
    return all;
  }

  static SortedMap<String, Command> commands() {
    SortedMap<String, Command> all = new TreeMap<>();
    Key key = new Key("a/b");
    all.put("set", new Command.Set(key, FISH));
    all.put("set-empty", new Command.Set(key, ""));
    all.put("unset", new Command.Unset(key));
    for (Comparison comparison : Comparison.values()) {
      String name = comparison.name().toLowerCase(Locale.ROOT).replace('_', '-');
      all.put("set-if-" + name, new Command.SetIf(key, comparison, "1", "2"));
    }
    all.put("swap", new Command.Swap(key, 300, "2"));
    all.put("swap-empty", new Command.Swap(key, 0, ""));
    all.put("swap-remove", new Command.Swap(key, 300, null));
    all.put(
        "import",
        new Command.Import(
            new TreeMap<>(
                Map.of(
                    new Key("b"), "1",
                    new Key("a/c"), "",
                    new Key("\uff5e"), "last",
                    new Key("\ud83d\udc1f"), "before it, as UTF-16 has it"))));
    all.put("nothing", new Command.Nothing());
    return all;
  }

  static SortedMap<String, Change> changes() {
    SortedMap<String, Change> all = new TreeMap<>();
    all.put("granted", new Change.Granted(GROUP, SEVEN, HOLDER));
    all.put("adopted", new Change.Adopted(GROUP, SEVEN, HOLDER));
    all.put("released", new Change.Released(GROUP, SEVEN, RUN_A));
    all.put("lapsed", new Change.Lapsed(GROUP, SEVEN));
    all.put("recalled-move", new Change.Recalled(GROUP, SEVEN, Recall.MOVE));
    all.put("recalled-manual", new Change.Recalled(GROUP, SEVEN, Recall.MANUAL));
    all.put("steered", new Change.Steered(GROUP, true, null));
    all.put("steered-target", new Change.Steered(GROUP, false, A));
    all.put("maintained-on", new Change.Maintained(true));
    all.put("maintained-off", new Change.Maintained(false));
    all.put("unconfirmed", new Change.Unconfirmed(GROUP, SEVEN, RUN_A));
    all.put("armed", new Change.Armed(GROUP, SEVEN, new Arming(3, true)));
    all.put("wished", new Change.Wished(A, new Wish(true, 2)));
    return all;
  }

  static SortedMap<String, Image> images() {
    SortedMap<String, Image> all = new TreeMap<>();
    all.put("snapshot-empty", Image.empty());
    all.put("snapshot", new Image(store(), agreed()));
    return all;
  }

  /** With an outcome of each kind, and each reason to refuse. */
  private static Store store() {
    Key key = new Key("a/b");
    List<Command> commands =
        List.of(
            new Command.Set(key, FISH),
            new Command.Unset(new Key("c")),
            new Command.SetIf(key, Comparison.SAME, "1", "2"),
            new Command.SetIf(key, Comparison.SAME, FISH, FISH),
            new Command.Set(new Key("a"), "1"),
            new Command.Set(key, "x".repeat(Store.MAX_VALUE_BYTES + 1)),
            new Command.Set(new Key("\uff5e"), ""),
            new Command.Set(new Key("\ud83d\udc1f"), "300"));
    Store store = new Store();
    long index = 100;
    for (Command command : commands) {
      index++;
      store.apply(new Store.Request(new UUID(200 - index, 3), index, command), index);
    }
    return store;
  }

  private static Agreed agreed() {
    return Agreed.EMPTY
        .replay(new Change.Granted(GROUP, SEVEN, HOLDER))
        .replay(new Change.Recalled(GROUP, SEVEN, Recall.MOVE))
        .replay(new Change.Steered(new GroupName("db"), true, A))
        .replay(new Change.Wished(A, new Wish(true, 2)))
        .replay(new Change.Maintained(true));
  }

  private static Proposal ofStore(Command command) {
    return new Proposal.OfStore(new Store.Request(CLIENT, 4, command));
  }
}
