package dev.koi.wire.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.raft.Bytes;
import dev.koi.core.store.Command;
import dev.koi.core.store.Key;
import dev.koi.core.store.Outcome;
import dev.koi.core.store.Store;
import dev.koi.wire.datagram.Fields;
import dev.koi.wire.datagram.Golden;
import dev.koi.wire.proto.Proto;
import dev.koi.wire.proto.StoreProto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SnapshotCodecTest {

  private static final Golden GOLDEN = new Golden("store");
  private static final Key A = new Key("a");
  private static final Key B = new Key("b");

  @Test
  void theBytesAreThoseOfTheGoldenFiles() throws IOException {
    for (Map.Entry<String, Image> sample : Samples.images().entrySet()) {
      GOLDEN.assertWritten(sample.getKey(), SnapshotCodec.encode(sample.getValue()).toArray());
    }
  }

  @Test
  void eachGoldenFileReadsAsItsState() throws Exception {
    for (Map.Entry<String, Image> sample : Samples.images().entrySet()) {
      Image read = SnapshotCodec.decode(Bytes.wrap(GOLDEN.read(sample.getKey())));
      Image expected = sample.getValue();
      assertThat(read.agreed()).isEqualTo(expected.agreed());
      assertThat(read.store().items()).isEqualTo(expected.store().items());
      assertThat(new ArrayList<>(read.store().clients().entrySet()))
          .isEqualTo(new ArrayList<>(expected.store().clients().entrySet()));
    }
  }

  @Test
  void theSampleHasEveryReasonToRefuse() throws Exception {
    Store store = SnapshotCodec.decode(Bytes.wrap(GOLDEN.read("snapshot"))).store();
    Set<Outcome.Why> reasons =
        store.clients().values().stream()
            .map(Store.Heard::outcome)
            .filter(Outcome.Refused.class::isInstance)
            .map(outcome -> ((Outcome.Refused) outcome).why())
            .collect(Collectors.toSet());
    assertThat(reasons).containsExactlyInAnyOrder(Outcome.Why.values());
  }

  /** The founding snapshot of Raft has no bytes. */
  @Test
  void noBytesAreTheStateBeforeTheFirstEntry() throws MalformedSnapshot {
    assertThat(SnapshotCodec.encode(Image.empty())).isEqualTo(Bytes.NONE);
    Image first = SnapshotCodec.decode(Bytes.NONE);
    assertThat(first.store().items()).isEmpty();
    assertThat(first.store().clients()).isEmpty();
    assertThat(first.agreed()).isEqualTo(Agreed.EMPTY);
  }

  @Test
  void theWayToAStateIsNotInItsBytes() {
    Store straight = new Store();
    straight.apply(request(1, new Command.Set(A, "1")), 4);
    straight.apply(request(2, new Command.Set(B, "2")), 5);
    Store crooked = new Store();
    crooked.apply(request(3, new Command.Set(new Key("c"), "3")), 1);
    crooked.apply(request(4, new Command.Set(B, "4")), 2);
    crooked.apply(request(5, new Command.Unset(new Key("c"))), 3);
    crooked.apply(request(6, new Command.Set(A, "1")), 4);
    crooked.apply(request(7, new Command.Set(B, "2")), 5);
    Store made = Store.of(crooked.items(), new LinkedHashMap<>(straight.clients()));
    assertThat(encoded(made)).isEqualTo(encoded(straight));
  }

  @Test
  void theOrderInWhichClientsWereHeardIsContent() throws MalformedSnapshot {
    Store store = new Store();
    for (int i = 0; i < 5_000; i++) {
      store.apply(request(i * 7_919 % 5_000, new Command.Nothing()), i + 1);
    }
    Store again = SnapshotCodec.decode(encoded(store)).store();
    assertThat(new ArrayList<>(again.clients().keySet()))
        .isEqualTo(new ArrayList<>(store.clients().keySet()));
    for (Store each : List.of(store, again)) {
      each.apply(request(9_999, new Command.Nothing()), 6_000);
    }
    assertThat(again.clients().keySet()).isEqualTo(store.clients().keySet());
    LinkedHashMap<UUID, Store.Heard> backwards = new LinkedHashMap<>();
    for (UUID client : new ArrayList<>(store.clients().keySet()).reversed()) {
      backwards.put(client, new Store.Heard(1, new Outcome.Done(1)));
    }
    Map<UUID, Store.Heard> forwards = new LinkedHashMap<>();
    backwards.reversed().forEach(forwards::put);
    assertThat(encoded(Store.of(store.items(), backwards)))
        .isNotEqualTo(encoded(Store.of(store.items(), forwards)));
  }

  @Test
  void whatIsReadIsAStoreOfItsOwn() throws MalformedSnapshot {
    Store store = new Store();
    store.apply(request(1, new Command.Set(A, "1")), 1);
    Bytes bytes = encoded(store);
    Store again = SnapshotCodec.decode(bytes).store();
    store.apply(request(2, new Command.Set(A, "2")), 2);
    assertThat(again.get(A)).isEqualTo(new Store.Item("1", 1));
    assertThat(encoded(again)).isEqualTo(bytes);
  }

  @Test
  void whatIsNotKnownIsNotSkipped() throws IOException {
    byte[] golden = GOLDEN.read("snapshot");
    byte[] newer = Arrays.copyOf(golden, golden.length + 3);
    newer[golden.length] = (byte) 0xf8; // field 127, a varint
    newer[golden.length + 1] = 0x07;
    newer[golden.length + 2] = 0x05;
    assertThatThrownBy(() -> SnapshotCodec.decode(Bytes.wrap(newer)))
        .isInstanceOf(UnknownSnapshot.class)
        .hasMessageContaining("a field");
    assertUnknown(snapshot().addClients(client()), "an outcome that this version");
    StoreProto.Refused.Builder why = StoreProto.Refused.newBuilder().setWhyValue(99);
    assertUnknown(snapshot().addClients(client().setRefused(why)), "a reason for a refusal that");
    Proto.GroupState.Builder recalled =
        Proto.GroupState.newBuilder().setGroup("g").setRecallValue(99);
    assertUnknown(
        snapshot().setAgreed(Proto.Agreed.newBuilder().addGroups(recalled)), "a recall that");
  }

  @Test
  void whatIsNoStateIsRefusedInWords() {
    StoreProto.Item.Builder item = StoreProto.Item.newBuilder().setKey("b").setRevision(1);
    assertMalformed(snapshot().addItems(item).addItems(item), "in their order, each once");
    assertMalformed(
        snapshot().addItems(item).addItems(item.clone().setKey("a")), "in their order, each once");
    assertMalformed(snapshot().addItems(item.clone().setRevision(0)), "a revision is 1 at least");
    assertMalformed(snapshot().addItems(item.clone().setRevision(-1)), "a revision is 1 at least");
    assertMalformed(snapshot().addItems(item.clone().setKey("/")), "between two slashes");
    StoreProto.Client.Builder client = client().setDone(StoreProto.Done.newBuilder());
    assertMalformed(snapshot().addClients(client).addClients(client), "a client occurs once");
    StoreProto.Refused.Builder refused = StoreProto.Refused.newBuilder();
    assertMalformed(snapshot().addClients(client().setRefused(refused)), "a refusal says why");
    assertThatThrownBy(() -> SnapshotCodec.decode(Bytes.wrap(new byte[] {10, 5, 1})))
        .isInstanceOf(MalformedSnapshot.class)
        .hasMessageContaining("not protobuf");
  }

  @Test
  void whatNoLogLeadsToIsNotWritten() {
    TreeMap<Key, Store.Item> half = new TreeMap<>(Map.of(A, new Store.Item("\ud83d", 1)));
    assertThatThrownBy(() -> encoded(Store.of(half, Map.of())))
        .isInstanceOf(IllegalArgumentException.class);
    TreeMap<Key, Store.Item> zero = new TreeMap<>(Map.of(A, new Store.Item("1", 0)));
    assertThatThrownBy(() -> encoded(Store.of(zero, Map.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Bytes encoded(Store store) {
    return SnapshotCodec.encode(new Image(store, Agreed.EMPTY));
  }

  private static Store.Request request(int client, Command command) {
    return new Store.Request(new UUID(0, client), 1, command);
  }

  private static StoreProto.Snapshot.Builder snapshot() {
    return StoreProto.Snapshot.newBuilder();
  }

  private static StoreProto.Client.Builder client() {
    return StoreProto.Client.newBuilder().setId(Fields.uuid(new UUID(1, 2)));
  }

  private static void assertUnknown(StoreProto.Snapshot.Builder snapshot, String text) {
    Bytes bytes = Bytes.wrap(snapshot.build().toByteArray());
    assertThatThrownBy(() -> SnapshotCodec.decode(bytes))
        .isInstanceOf(UnknownSnapshot.class)
        .hasMessageContaining(text);
  }

  private static void assertMalformed(StoreProto.Snapshot.Builder snapshot, String text) {
    Bytes bytes = Bytes.wrap(snapshot.build().toByteArray());
    assertThatThrownBy(() -> SnapshotCodec.decode(bytes))
        .isExactlyInstanceOf(MalformedSnapshot.class)
        .hasMessageContaining(text);
  }
}
