package dev.koi.wire.store;

import dev.koi.core.store.Command;
import dev.koi.core.store.Comparison;
import dev.koi.core.store.Key;
import dev.koi.core.store.Store;
import dev.koi.wire.datagram.Fields;
import dev.koi.wire.proto.StoreProto;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A client's command, each way. */
final class RequestFields {

  private RequestFields() {}

  static StoreProto.Request request(Store.Request request) {
    StoreProto.Request.Builder b =
        StoreProto.Request.newBuilder()
            .setClient(Fields.uuid(request.client()))
            .setSequence(request.sequence());
    switch (request.command()) {
      case Command.Set c -> b.setSet(set(c.key(), c.value()));
      case Command.Unset c -> b.setUnset(StoreProto.Unset.newBuilder().setKey(key(c.key())));
      case Command.SetIf c -> b.setSetIf(setIf(c));
      case Command.Swap c -> b.setSwap(swap(c));
      case Command.Import c -> b.setImportAll(importAll(c));
      case Command.Nothing _ -> b.setNothing(StoreProto.Nothing.getDefaultInstance());
    }
    return b.build();
  }

  static Store.Request request(StoreProto.Request p) throws UnknownProposal {
    return new Store.Request(Fields.uuid(p.getClient()), p.getSequence(), command(p));
  }

  private static Command command(StoreProto.Request p) throws UnknownProposal {
    return switch (p.getCommandCase()) {
      case SET -> new Command.Set(new Key(p.getSet().getKey()), p.getSet().getValue());
      case UNSET -> new Command.Unset(new Key(p.getUnset().getKey()));
      case SET_IF -> setIf(p.getSetIf());
      case SWAP -> swap(p.getSwap());
      case IMPORT_ALL -> importAll(p.getImportAll());
      case NOTHING -> new Command.Nothing();
      case COMMAND_NOT_SET -> throw new UnknownProposal("a command on the store");
    };
  }

  static String key(Key key) {
    return Text.whole(key.path());
  }

  private static StoreProto.Set set(Key key, String value) {
    return StoreProto.Set.newBuilder().setKey(key(key)).setValue(Text.whole(value)).build();
  }

  private static StoreProto.SetIf setIf(Command.SetIf c) {
    return StoreProto.SetIf.newBuilder()
        .setKey(key(c.key()))
        .setComparison(comparison(c.comparison()))
        .setOperand(Text.whole(c.operand()))
        .setValue(Text.whole(c.value()))
        .build();
  }

  private static Command setIf(StoreProto.SetIf p) throws UnknownProposal {
    return new Command.SetIf(
        new Key(p.getKey()), comparison(p.getComparison()), p.getOperand(), p.getValue());
  }

  private static StoreProto.Swap swap(Command.Swap c) {
    StoreProto.Swap.Builder b =
        StoreProto.Swap.newBuilder().setKey(key(c.key())).setRevision(c.revision());
    if (c.value() != null) {
      b.setValue(Text.whole(c.value()));
    }
    return b.build();
  }

  private static Command swap(StoreProto.Swap p) {
    return new Command.Swap(
        new Key(p.getKey()), p.getRevision(), p.hasValue() ? p.getValue() : null);
  }

  private static StoreProto.Import importAll(Command.Import c) {
    // The map may have brought an order of its own; of two obstacles the store names the first.
    NavigableMap<Key, String> sorted = new TreeMap<>();
    c.values().forEach(sorted::put);
    StoreProto.Import.Builder b = StoreProto.Import.newBuilder();
    sorted.forEach((key, value) -> b.addSets(set(key, value)));
    return b.build();
  }

  private static Command importAll(StoreProto.Import p) {
    NavigableMap<Key, String> values = new TreeMap<>();
    for (StoreProto.Set set : p.getSetsList()) {
      putLast(values, new Key(set.getKey()), set.getValue());
    }
    return new Command.Import(values);
  }

  /** Behind all others: in another order, or twice, is as nobody writes it. */
  static <V> void putLast(NavigableMap<Key, V> map, Key key, V value) {
    Fields.require(
        map.isEmpty() || map.lastKey().compareTo(key) < 0, "keys come in their order, each once");
    map.put(key, value);
  }

  private static StoreProto.Comparison comparison(Comparison comparison) {
    return switch (comparison) {
      case SAME -> StoreProto.Comparison.COMPARISON_SAME;
      case DIFFERENT -> StoreProto.Comparison.COMPARISON_DIFFERENT;
      case BEFORE -> StoreProto.Comparison.COMPARISON_BEFORE;
      case AFTER -> StoreProto.Comparison.COMPARISON_AFTER;
      case EQUAL -> StoreProto.Comparison.COMPARISON_EQUAL;
      case UNEQUAL -> StoreProto.Comparison.COMPARISON_UNEQUAL;
      case LESS -> StoreProto.Comparison.COMPARISON_LESS;
      case AT_MOST -> StoreProto.Comparison.COMPARISON_AT_MOST;
      case GREATER -> StoreProto.Comparison.COMPARISON_GREATER;
      case AT_LEAST -> StoreProto.Comparison.COMPARISON_AT_LEAST;
    };
  }

  private static Comparison comparison(StoreProto.Comparison p) throws UnknownProposal {
    return switch (p) {
      case COMPARISON_SAME -> Comparison.SAME;
      case COMPARISON_DIFFERENT -> Comparison.DIFFERENT;
      case COMPARISON_BEFORE -> Comparison.BEFORE;
      case COMPARISON_AFTER -> Comparison.AFTER;
      case COMPARISON_EQUAL -> Comparison.EQUAL;
      case COMPARISON_UNEQUAL -> Comparison.UNEQUAL;
      case COMPARISON_LESS -> Comparison.LESS;
      case COMPARISON_AT_MOST -> Comparison.AT_MOST;
      case COMPARISON_GREATER -> Comparison.GREATER;
      case COMPARISON_AT_LEAST -> Comparison.AT_LEAST;
      case COMPARISON_UNSPECIFIED ->
          throw new IllegalArgumentException("a condition says how it compares");
      case UNRECOGNIZED -> throw new UnknownProposal("a comparison");
    };
  }
}
