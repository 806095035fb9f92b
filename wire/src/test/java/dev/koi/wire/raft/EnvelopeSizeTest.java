package dev.koi.wire.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.core.name.MemberId;
import dev.koi.core.raft.Bytes;
import dev.koi.core.raft.Content;
import dev.koi.core.raft.Entry;
import dev.koi.core.raft.Envelope;
import dev.koi.core.raft.Members;
import dev.koi.core.raft.RaftMessage;
import dev.koi.core.raft.RaftSettings;
import dev.koi.core.raft.Snapshot;
import dev.koi.core.time.Moment;
import dev.koi.wire.frame.Assembler;
import dev.koi.wire.frame.Frame;
import dev.koi.wire.frame.Outbox;
import dev.koi.wire.proto.RaftProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every value as wide as it may be: what fits then fits always. */
class EnvelopeSizeTest {

  private static final long WIDE = Sense.END - 1;
  private static final RaftMessage.Ask ASK = new RaftMessage.Ask(WIDE, -1);
  private static final int MEMBERS = 200;

  @Test
  void thePieceOfASnapshotTakesTheOverheadAndItsMembersMore() {
    int piece = 40_000; // so that its length takes as many bytes as that of the longest
    assertThat(EnvelopeCodec.encode(chunk(MEMBERS, piece)))
        .hasSize(EnvelopeCodec.OVERHEAD + MEMBERS * EnvelopeCodec.MEMBER_BYTES + piece);
  }

  @Test
  void theLargestPieceFitsIntoOneMessage() throws Exception {
    for (int members : new int[] {1, 3, 7, MEMBERS, 700}) {
      int most = EnvelopeCodec.mostMessageBytes(members);
      assertThat(new RaftSettings.Limits(most, 1, 0).messageBytes()).isPositive();
      Envelope chunk = chunk(members, most);
      byte[] bytes = EnvelopeCodec.encode(chunk);
      assertThat(bytes).hasSizeLessThanOrEqualTo(Frame.MAX_MESSAGE);
      assertThat(EnvelopeCodec.decode(carried(bytes))).isEqualTo(chunk);
    }
  }

  @Test
  void theLargestAppendFitsIntoOneMessageWhateverItsEntriesAre() throws Exception {
    Content configuration = new Content.Configuration(members(7));
    List<Content> contents =
        List.of(new Content.NoOp(), command(0), command(1), command(200), command(5_000), configuration);
    int most = EnvelopeCodec.mostMessageBytes(0);
    for (Content content : contents) {
      Envelope append = append(most, content);
      byte[] bytes = EnvelopeCodec.encode(append);
      assertThat(bytes).hasSizeLessThanOrEqualTo(Frame.MAX_MESSAGE);
      assertThat(EnvelopeCodec.decode(carried(bytes))).isEqualTo(append);
    }
  }

  @Test
  void theLargestSingleCommandFitsIntoOneMessage() throws Exception {
    int most = EnvelopeCodec.mostMessageBytes(0);
    Entry entry = new Entry(WIDE, WIDE, command(0));
    Envelope append = append(most, command(most - entry.bytes()));
    assertThat(((RaftMessage.Append) append.message()).entries()).hasSize(1);
    assertThat(EnvelopeCodec.decode(carried(EnvelopeCodec.encode(append)))).isEqualTo(append);
  }

  /** Core reckons with that: it batches without knowing the format. */
  @Test
  void anEntryTakesNoMoreThanItSays() {
    List<Content> contents = new ArrayList<>(List.of(new Content.NoOp()));
    for (int size : new int[] {0, 1, 127, 128, 16_383, 16_384, Frame.MAX_MESSAGE}) {
      contents.add(command(size));
    }
    for (int members : new int[] {1, 2, 3, 190, 191, 192}) {
      contents.add(new Content.Configuration(members(members)));
    }
    for (Content content : contents) {
      Entry entry = new Entry(WIDE, WIDE, content);
      var alone = RaftProto.Append.newBuilder().addEntries(RaftFields.entry(entry)).build();
      assertThat(alone.getSerializedSize()).isLessThanOrEqualTo(entry.bytes());
    }
  }

  @Test
  void withTooManyMembersThereIsNoRoom() {
    assertThat(EnvelopeCodec.mostMessageBytes(758)).isPositive();
    int none = EnvelopeCodec.mostMessageBytes(759);
    assertThatThrownBy(() -> new RaftSettings.Limits(none, 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** What a quiet cluster says most. */
  @Test
  void aHeartbeatAndItsAnswerAreSmall() {
    assertThat(EnvelopeCodec.encode(Samples.envelope(3, heartbeat()))).hasSizeLessThan(100);
    RaftMessage answer = new RaftMessage.Accepted(5_000, 5_000, new RaftMessage.Ask(40, 1L << 50));
    assertThat(EnvelopeCodec.encode(Samples.envelope(3, answer))).hasSizeLessThan(100);
  }

  private static RaftMessage heartbeat() {
    return new RaftMessage.Append(5_000, 3, List.of(), 5_000, new RaftMessage.Ask(40, 1L << 50));
  }

  /** As much of the same as core would put into one message. */
  private static Envelope append(int most, Content content) {
    int count = most / new Entry(1, 1, content).bytes();
    long first = Sense.END - count;
    List<Entry> entries =
        IntStream.range(0, count).mapToObj(i -> new Entry(first + i, WIDE, content)).toList();
    return envelope(new RaftMessage.Append(first - 1, WIDE, entries, WIDE, ASK));
  }

  private static Envelope chunk(int members, int piece) {
    var head = new Snapshot.Head(WIDE, WIDE, members(members), Integer.MAX_VALUE);
    Bytes bytes = Bytes.wrap(new byte[piece]);
    return envelope(new RaftMessage.Chunk(head, Integer.MAX_VALUE - piece, bytes, ASK));
  }

  private static Envelope envelope(RaftMessage message) {
    return new Envelope(new UUID(-1, -1), member(1), member(2), WIDE, message);
  }

  private static Content command(int size) {
    return new Content.Command(Bytes.wrap(new byte[size]));
  }

  private static Members members(int count) {
    TreeSet<MemberId> voters = new TreeSet<>();
    IntStream.range(0, count).forEach(i -> voters.add(member(i)));
    return new Members(voters, new TreeSet<>());
  }

  private static MemberId member(int number) {
    return Samples.member("n".repeat(64), number);
  }

  /** In pieces and together again. */
  private static byte[] carried(byte[] message) {
    Moment now = Moment.ofNanos(0);
    Assembler assembler = new Assembler();
    byte[] whole = null;
    for (Frame.Fragment fragment : new Outbox().add(null, message, now)) {
      var read = Objects.requireNonNull(Frame.read(Frame.write(null, fragment)));
      whole = assembler.add((Frame.Fragment) read.frame(), now);
    }
    return Objects.requireNonNull(whole);
  }
}
