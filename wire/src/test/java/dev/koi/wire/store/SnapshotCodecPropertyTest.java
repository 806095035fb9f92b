package dev.koi.wire.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.raft.Bytes;
import dev.koi.core.store.Outcome;
import dev.koi.core.store.Store;
import dev.koi.wire.datagram.AgreedArbitraries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SnapshotCodecPropertyTest {

  @Provide
  Arbitrary<List<Store.Request>> requests() {
    return StoreArbitraries.requests().list().ofMaxSize(40);
  }

  @Provide
  Arbitrary<Agreed> agreed() {
    return AgreedArbitraries.agreed();
  }

  @Property(tries = 300)
  void aStateIsReadAsItWasWrittenAndGoesOnAsItself(
      @ForAll("requests") List<Store.Request> before,
      @ForAll("requests") List<Store.Request> after,
      @ForAll("agreed") Agreed agreed)
      throws MalformedSnapshot {
    Store store = new Store();
    apply(store, before, 1);
    Bytes bytes = SnapshotCodec.encode(new Image(store, agreed));
    Image again = SnapshotCodec.decode(bytes);
    assertSame(again.store(), store);
    assertThat(again.agreed()).isEqualTo(agreed);
    assertThat(SnapshotCodec.encode(again)).isEqualTo(bytes);

    long next = before.size() + 1L;
    assertThat(apply(again.store(), after, next)).isEqualTo(apply(store, after, next));
    assertSame(again.store(), store);
    assertThat(SnapshotCodec.encode(new Image(again.store(), agreed)))
        .isEqualTo(SnapshotCodec.encode(new Image(store, agreed)));
  }

  @Property(tries = 300)
  void damagedBytesAreAStateOrMalformedAndNothingElse(
      @ForAll("requests") List<Store.Request> requests,
      @ForAll("agreed") Agreed agreed,
      @ForAll long seed) {
    Store store = new Store();
    apply(store, requests, 1);
    byte[] bytes = SnapshotCodec.encode(new Image(store, agreed)).toArray();
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      byte[] damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length + 3));
      for (int flips = random.nextInt(3); flips > 0 && damaged.length > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      assertReadableOrMalformed(damaged);
    }
  }

  @Property
  void anyBytesAreAStateOrMalformedAndNothingElse(@ForAll byte[] bytes) {
    assertReadableOrMalformed(bytes);
  }

  private static List<Outcome> apply(Store store, List<Store.Request> requests, long first) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Store.Request request : requests) {
      outcomes.add(store.apply(request, first + outcomes.size()));
    }
    return outcomes;
  }

  private static void assertSame(Store store, Store expected) {
    assertThat(store.items()).isEqualTo(expected.items());
    assertThat(new ArrayList<>(store.clients().entrySet()))
        .isEqualTo(new ArrayList<>(expected.clients().entrySet()));
  }

  private static void assertReadableOrMalformed(byte[] bytes) {
    Image image;
    try {
      image = SnapshotCodec.decode(Bytes.wrap(bytes));
    } catch (MalformedSnapshot e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    Bytes written = SnapshotCodec.encode(image);
    try {
      assertThat(SnapshotCodec.encode(SnapshotCodec.decode(written))).isEqualTo(written);
    } catch (MalformedSnapshot e) {
      throw new AssertionError("it was read but cannot be written", e);
    }
  }
}
