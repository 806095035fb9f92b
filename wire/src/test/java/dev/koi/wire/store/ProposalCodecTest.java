package dev.koi.wire.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.koi.core.agreed.Change;
import dev.koi.core.raft.Bytes;
import dev.koi.core.raft.Content;
import dev.koi.core.raft.Entry;
import dev.koi.core.store.Command;
import dev.koi.core.store.Comparison;
import dev.koi.core.store.Key;
import dev.koi.core.store.Store;
import dev.koi.wire.datagram.Fields;
import dev.koi.wire.datagram.Golden;
import dev.koi.wire.frame.Frame;
import dev.koi.wire.proto.StoreProto;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProposalCodecTest {

  private static final Golden GOLDEN = new Golden("store");
  private static final ByteString CLIENT = Fields.uuid(Samples.CLIENT);

  /** Field 127, a varint. */
  private static final byte[] OF_THE_FUTURE = {(byte) 0xf8, 0x07, 0x05};

  @Test
  void theBytesOfEachKindAreThoseOfTheGoldenFiles() throws IOException {
    for (Map.Entry<String, Proposal> sample : Samples.proposals().entrySet()) {
      GOLDEN.assertWritten(sample.getKey(), ProposalCodec.encode(sample.getValue()).toArray());
    }
  }

  @Test
  void eachGoldenFileReadsAsItsProposal() throws Exception {
    for (Map.Entry<String, Proposal> sample : Samples.proposals().entrySet()) {
      Bytes golden = Bytes.wrap(GOLDEN.read(sample.getKey()));
      assertThat(ProposalCodec.decode(golden)).as(sample.getKey()).isEqualTo(sample.getValue());
    }
    Set<String> samples = new TreeSet<>(Samples.proposals().keySet());
    samples.addAll(Samples.images().keySet());
    assertThat(GOLDEN.names()).isEqualTo(samples);
  }

  @Test
  void everyKindHasASample() {
    assertThat(kinds(Samples.proposals().values().stream())).isEqualTo(leaves(Proposal.class));
    assertThat(kinds(Samples.commands().values().stream())).isEqualTo(leaves(Command.class));
    assertThat(kinds(Samples.changes().values().stream())).isEqualTo(leaves(Change.class));
  }

  @Test
  void aKindThatIsNotKnownIsToldFromNonsense() {
    assertUnknown(OF_THE_FUTURE, "a proposal that this version does not know");
    assertUnknown(ofStore(request(OF_THE_FUTURE)), "a command on the store that this version");
    assertUnknown(
        StoreProto.Proposal.newBuilder()
            .setOfCluster(StoreProto.Change.getDefaultInstance())
            .build()
            .toByteArray(),
        "a change of the cluster that this version");
    assertMalformed(new byte[0], "this is empty");
    assertMalformed(new byte[] {10, 5, 1}, "not protobuf");
  }

  /** To skip it, as in a datagram, would be to apply half of what the others apply. */
  @Test
  void aFieldThatIsNotKnownIsNotSkipped() {
    for (Map.Entry<String, Proposal> sample : Samples.proposals().entrySet()) {
      byte[] bytes = ProposalCodec.encode(sample.getValue()).toArray();
      assertUnknown(joined(bytes, OF_THE_FUTURE), "a field that this version does not know");
    }
    byte[] set = StoreProto.Set.newBuilder().setKey("a").setValue("1").build().toByteArray();
    byte[] newer = joined(set, OF_THE_FUTURE);
    byte[] within = joined(new byte[] {0x1a, (byte) newer.length}, newer);
    assertUnknown(ofStore(request(within)), "a field that this version does not know");
  }

  @Test
  void aWordThatIsNotKnownIsToldFromNone() {
    StoreProto.SetIf.Builder setIf = StoreProto.SetIf.newBuilder().setKey("a");
    assertMalformed(of(request().setSetIf(setIf)), "a condition says how it compares");
    assertUnknown(of(request().setSetIf(setIf.setComparisonValue(99))), "a comparison that this");
    StoreProto.Change.Recalling.Builder recalled =
        StoreProto.Change.Recalling.newBuilder().setGroup("g").setEpoch(1);
    assertMalformed(of(StoreProto.Change.newBuilder().setRecalled(recalled)), "recall");
    assertUnknown(
        of(StoreProto.Change.newBuilder().setRecalled(recalled.setWhyValue(99))), "a recall that");
  }

  @Test
  void whatARecordRefusesIsMalformed() {
    StoreProto.Unset.Builder unset = StoreProto.Unset.newBuilder().setKey("a//b");
    assertMalformed(of(request().setUnset(unset)), "between two slashes");
    assertMalformed(of(request().setUnset(StoreProto.Unset.newBuilder())), "a key has a name");
    assertMalformed(
        of(StoreProto.Request.newBuilder().setNothing(StoreProto.Nothing.newBuilder())),
        "an id has 16 bytes");
    StoreProto.Set.Builder set = StoreProto.Set.newBuilder().setKey("a");
    StoreProto.Import.Builder twice = StoreProto.Import.newBuilder().addSets(set).addSets(set);
    assertMalformed(of(request().setImportAll(twice)), "keys come in their order, each once");
    assertMalformed(
        of(
            StoreProto.Change.newBuilder()
                .setLapsed(StoreProto.Change.Lapse.newBuilder().setGroup("g").setEpoch(-1))),
        "epoch out of range");
  }

  /** JSON can say "\ud800"; as UTF-8 it would be a question mark, and another key. */
  @Test
  void halfOfASurrogatePairIsRefusedWhenItIsWritten() {
    Key key = new Key("a");
    for (String half : new String[] {"\ud83d", "\udc1f", "x\udc1f\ud83d", "\ud83d."}) {
      for (Command command :
          new Command[] {
            new Command.Set(key, half),
            new Command.Swap(key, 1, half),
            new Command.SetIf(key, Comparison.SAME, half, ""),
          }) {
        assertThatThrownBy(() -> encode(command))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("a text has no half of a surrogate pair");
      }
      assertThatThrownBy(() -> new Key(half)).hasMessage("a key has no half of a surrogate pair");
    }
  }

  @Test
  void anImportIsWrittenInTheOrderOfItsKeysWhateverItsMapSays() {
    TreeMap<Key, String> backwards = new TreeMap<>(Comparator.reverseOrder());
    backwards.put(new Key("a"), "1");
    backwards.put(new Key("b"), "2");
    assertThat(encode(new Command.Import(backwards)))
        .isEqualTo(encode(new Command.Import(new TreeMap<>(Map.copyOf(backwards)))));
  }

  @Test
  void everyWriteThatTheStoreTakesFitsButForLargeImportsAndOperands() throws Exception {
    Key key = new Key("k".repeat(Key.MAX_BYTES));
    String value = "x".repeat(Store.MAX_VALUE_BYTES);
    assertThat(ProposalCodec.fits(encode(new Command.Set(key, value)))).isTrue();
    assertThat(ProposalCodec.fits(encode(new Command.Swap(key, Long.MAX_VALUE, value)))).isTrue();
    Bytes both = encode(new Command.SetIf(key, Comparison.DIFFERENT, value, value));
    assertThat(ProposalCodec.fits(both)).isFalse();
    TreeMap<Key, String> all = new TreeMap<>(Map.of(key, value, new Key("l"), value));
    assertThat(ProposalCodec.fits(encode(new Command.Import(all)))).isFalse();
    Command tooLong = new Command.Set(key, value + value + value);
    assertThat(ProposalCodec.decode(encode(tooLong)))
        .as("the store refuses it, not the codec")
        .isEqualTo(new Proposal.OfStore(new Store.Request(Samples.CLIENT, 1, tooLong)));
  }

  @Test
  void theLargestProposalFitsIntoAMessageWithItsHead() {
    Bytes largest = Bytes.wrap(new byte[ProposalCodec.MAX_BYTES]);
    assertThat(ProposalCodec.fits(largest)).isTrue();
    assertThat(ProposalCodec.fits(Bytes.wrap(new byte[ProposalCodec.MAX_BYTES + 1]))).isFalse();
    int entry = new Entry(1, 1, new Content.Command(largest)).bytes();
    assertThat(Frame.MAX_MESSAGE - entry).isGreaterThanOrEqualTo(4_000);
  }

  private static Bytes encode(Command command) {
    return ProposalCodec.encode(new Proposal.OfStore(new Store.Request(Samples.CLIENT, 1, command)));
  }

  private static StoreProto.Request.Builder request() {
    return StoreProto.Request.newBuilder().setClient(CLIENT).setSequence(1);
  }

  /** With more bytes behind it, as the fields of a newer version would be. */
  private static byte[] request(byte[] more) {
    return joined(request().build().toByteArray(), more);
  }

  private static byte[] ofStore(byte[] request) {
    return joined(new byte[] {0x0a, (byte) request.length}, request);
  }

  private static byte[] of(StoreProto.Request.Builder request) {
    return StoreProto.Proposal.newBuilder().setOfStore(request).build().toByteArray();
  }

  private static byte[] of(StoreProto.Change.Builder change) {
    return StoreProto.Proposal.newBuilder().setOfCluster(change).build().toByteArray();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static void assertUnknown(byte[] bytes, String text) {
    assertThatThrownBy(() -> ProposalCodec.decode(Bytes.wrap(bytes)))
        .isInstanceOf(UnknownProposal.class)
        .hasMessageContaining(text);
  }

  private static void assertMalformed(byte[] bytes, String text) {
    assertThatThrownBy(() -> ProposalCodec.decode(Bytes.wrap(bytes)))
        .isExactlyInstanceOf(MalformedProposal.class)
        .hasMessageContaining(text);
  }

  private static Set<Class<?>> kinds(Stream<?> samples) {
    return samples.map(Object::getClass).collect(Collectors.toSet());
  }

  private static Set<Class<?>> leaves(Class<?> sealed) {
    Set<Class<?>> leaves = new HashSet<>();
    for (Class<?> kind : sealed.getPermittedSubclasses()) {
      if (kind.isSealed()) {
        leaves.addAll(leaves(kind));
      } else {
        leaves.add(kind);
      }
    }
    return leaves;
  }
}
