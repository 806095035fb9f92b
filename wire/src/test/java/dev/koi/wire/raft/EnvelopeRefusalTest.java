package dev.koi.wire.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.koi.core.raft.Bytes;
import dev.koi.core.raft.Content;
import dev.koi.core.raft.Entry;
import dev.koi.core.raft.Envelope;
import dev.koi.core.raft.Members;
import dev.koi.core.raft.RaftMessage;
import dev.koi.core.raft.Snapshot;
import dev.koi.wire.datagram.MalformedMessage;
import dev.koi.wire.proto.RaftProto;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is protobuf and an envelope, and yet makes no sense. */
class EnvelopeRefusalTest {

  private static final long TERM = 7;
  private static final RaftMessage.Ask ASK = Samples.ASK;

  @Test
  void aMessageToItsOwnSenderIsRefused() {
    RaftMessage message = new RaftMessage.TimeoutNow();
    refused(
        new Envelope(Samples.CLUSTER, Samples.A, Samples.A, TERM, message), "nobody writes to itself");
  }

  @Test
  void aMemberOfTheSameNameAndAnotherStateIsSomeoneElse() throws MalformedMessage {
    RaftMessage message = new RaftMessage.TimeoutNow();
    var envelope =
        new Envelope(Samples.CLUSTER, Samples.A, Samples.member("a", 99), TERM, message);
    assertThat(EnvelopeCodec.decode(EnvelopeCodec.encode(envelope))).isEqualTo(envelope);
  }

  @Test
  void aTermIsNotNegativeAndLeavesRoomForTheNext() throws MalformedMessage {
    RaftMessage message = new RaftMessage.Outdated();
    refused(-1, message, "a term is less than 2^49");
    refused(Sense.END, message, "a term is less than 2^49");
    taken(Sense.END - 1, message);
  }

  @Test
  void inTermZeroOnlyAPreVoteIsRefusedAndNothingElseSaid() throws MalformedMessage {
    taken(0, new RaftMessage.PreVoted(false));
    for (Envelope sample : Samples.all().values()) {
      if (!sample.message().equals(new RaftMessage.PreVoted(false))) {
        refused(0, sample.message(), "in term 0 one refuses pre-votes, and says nothing else");
      }
    }
  }

  @Test
  void aCandidatesLastEntryIsOfATermBefore() throws MalformedMessage {
    taken(TERM, new RaftMessage.Vote(9, TERM - 1, false));
    refused(TERM, new RaftMessage.Vote(9, TERM, false), "a candidate's last entry is of a term before");
    refused(TERM, new RaftMessage.PreVote(9, TERM), "a candidate's last entry is of a term before");
  }

  @Test
  void anIndexAndATermAreBothZeroOrNeither() {
    String pair = " has an index and a term, or 0 and 0";
    refused(TERM, new RaftMessage.PreVote(0, 1), "the last entry" + pair);
    refused(TERM, new RaftMessage.Vote(1, 0, false), "the last entry" + pair);
    refused(TERM, new RaftMessage.Append(0, 2, List.of(), 0, ASK), "the entry before" + pair);
    refused(TERM, append(0, 0, new Entry(1, 0, new Content.NoOp())), "an entry" + pair);
    refused(TERM, new RaftMessage.Rejected(9, 8, 0, ASK), "a hint" + pair);
    refused(TERM, chunk(head(5, 0, 10), 0, 10), "a snapshot's last entry" + pair);
  }

  @Test
  void negativeAndEndlessNumbersAreRefused() {
    for (long bad : new long[] {-1, Long.MIN_VALUE, Sense.END, Long.MAX_VALUE}) {
      refused(TERM, new RaftMessage.PreVote(bad, 2), "an index is less than 2^49");
      refused(TERM, new RaftMessage.Vote(2, bad, false), "a term is less than 2^49");
      refused(TERM, new RaftMessage.Append(bad, 2, List.of(), 0, ASK), "an index is less than 2^49");
      refused(
          TERM, new RaftMessage.Append(2, 2, List.of(), bad, ASK), "a commit index is less than 2^49");
      refused(TERM, new RaftMessage.Accepted(bad, 0, ASK), "what was received is less than 2^49");
      refused(TERM, new RaftMessage.Accepted(0, bad, ASK), "what is on disk is less than 2^49");
      refused(
          TERM, new RaftMessage.Rejected(bad, 2, 2, ASK), "the index of the entry before is less than 2^49");
      refused(TERM, new RaftMessage.Rejected(9, bad, 2, ASK), "an index is less than 2^49");
      refused(TERM, new RaftMessage.ChunkTaken(bad, 2, ASK), "a snapshot's index is less than 2^49");
      RaftMessage.Ask ask = new RaftMessage.Ask(bad, 5);
      refused(TERM, new RaftMessage.Append(2, 2, List.of(), 0, ask), "a round is less than 2^49");
      refused(TERM, new RaftMessage.Accepted(2, 2, ask), "a round is less than 2^49");
      refused(TERM, new RaftMessage.Rejected(2, 1, 1, ask), "a round is less than 2^49");
      refused(TERM, new RaftMessage.ChunkTaken(2, 2, ask), "a round is less than 2^49");
    }
  }

  @Test
  void aSilenceIsNotNegativeAndNoLongerThanAnyProcessLives() throws MalformedMessage {
    taken(TERM, new RaftMessage.Voted(true, Sense.LONGEST_SILENCE.minusNanos(1)));
    refused(
        TERM,
        new RaftMessage.Voted(true, Sense.LONGEST_SILENCE),
        "since a leader was confirmed it is less than 2^62 ns");
    refused(
        changed("voted-yes", b -> b.setVoted(b.getVoted().toBuilder().setSinceConfirmedNanos(-1))),
        "a duration is less than 2^63 ns");
  }

  @Test
  void entriesFollowTheOneBeforeWithoutAHole() {
    String hole = "entries follow the one before without a hole";
    refused(TERM, append(9, 3, noOp(11)), hole);
    refused(TERM, append(9, 3, noOp(9)), hole);
    refused(TERM, append(9, 3, noOp(10), noOp(12)), hole);
    refused(TERM, append(9, 3, noOp(10), noOp(10)), hole);
    refused(TERM, append(9, 3, noOp(-1)), hole);
    refused(TERM, append(Sense.END - 1, 3, noOp(Sense.END)), "an index is less than 2^49");
  }

  @Test
  void termsNeverFallAlongALog() {
    String fall = "terms never fall along a log";
    refused(TERM, append(9, 4, new Entry(10, 3, new Content.NoOp())), fall);
    refused(
        TERM,
        append(
            9, 1, new Entry(10, 5, new Content.NoOp()), new Entry(11, 4, new Content.NoOp())),
        fall);
  }

  @Test
  void aLeaderHasNothingOfALaterTermThanItsOwn() throws MalformedMessage {
    String later = "a leader has no entries of a later term than its own";
    taken(TERM, append(9, 4, new Entry(10, TERM, new Content.NoOp())));
    refused(TERM, append(9, 4, new Entry(10, TERM + 1, new Content.NoOp())), later);
    refused(TERM, append(9, TERM + 1), later);
    refused(
        TERM,
        chunk(head(9, TERM + 1, 10), 0, 10),
        "a leader has no snapshot of a later term than its own");
  }

  @Test
  void whatIsOnDiskWasReceivedBefore() {
    refused(TERM, new RaftMessage.Accepted(8, 9, null), "what is on disk was received before");
  }

  @Test
  void aHintLiesNotBehindWhatIsLacking() throws MalformedMessage {
    taken(TERM, new RaftMessage.Rejected(9, 9, 4, null));
    refused(
        TERM, new RaftMessage.Rejected(9, 10, 4, null), "a hint lies not behind what is lacking");
    refused(
        TERM,
        new RaftMessage.Rejected(9, 8, TERM + 1, null),
        "a hint's term is not later than the message's");
  }

  @Test
  void aPieceLiesWithinItsSnapshot() throws MalformedMessage {
    String within = "a piece lies within its snapshot";
    taken(TERM, chunk(head(9, 3, 100), 90, 10));
    refused(TERM, chunk(head(9, 3, 100), 91, 10), within);
    refused(TERM, chunk(head(9, 3, 100), 0, 101), within);
    refused(TERM, chunk(head(9, 3, 100), -1, 10), within);
    refused(TERM, chunk(head(9, 3, 100), Integer.MAX_VALUE, 10), within);
    refused(TERM, chunk(head(9, 3, -1), 0, 0), "a snapshot has less than 2^31 bytes");
  }

  @Test
  void aPieceIsEmptyOnlyAtTheEnd() throws MalformedMessage {
    taken(TERM, chunk(head(9, 3, 100), 100, 0));
    taken(TERM, chunk(head(9, 3, 0), 0, 0));
    refused(TERM, chunk(head(9, 3, 100), 0, 0), "a piece is empty only at the end");
  }

  @Test
  void aSnapshotThatIsSentReplacesEntries() {
    String replaces = "a snapshot that is sent replaces entries";
    refused(TERM, chunk(head(0, 0, 10), 0, 10), replaces);
    refused(TERM, new RaftMessage.ChunkTaken(0, 10, ASK), replaces);
  }

  @Test
  void whatWasTakenIsNotNegative() {
    refused(
        TERM,
        new RaftMessage.ChunkTaken(9, -1, ASK),
        "what was taken of a snapshot is less than 2^31 bytes");
  }

  @Test
  void aPieceAsksAndItsReceiptAnswers() {
    refused(
        changed("chunk", b -> b.setChunk(b.getChunk().toBuilder().clearAsk())),
        "a piece of a snapshot asks for an answer");
    refused(
        changed("chunk-taken", b -> b.setChunkTaken(b.getChunkTaken().toBuilder().clearAnswered())),
        "a piece that was taken answers an ask");
  }

  @Test
  void aClusterHasAVoter() {
    Entry nobody = new Entry(10, 3, new Content.Configuration(Members.NOBODY));
    refused(TERM, append(9, 3, nobody), "a cluster has a voter");
    var head = new Snapshot.Head(9, 3, Members.NOBODY, 10);
    refused(TERM, chunk(head, 0, 10), "a cluster has a voter");
  }

  @Test
  void aMemberOccursOnce() {
    RaftProto.Members twice =
        RaftProto.Members.newBuilder()
            .addVoters(RaftFields.member(Samples.A))
            .addVoters(RaftFields.member(Samples.A))
            .build();
    RaftProto.Members both =
        RaftProto.Members.newBuilder()
            .addVoters(RaftFields.member(Samples.A))
            .addLearners(RaftFields.member(Samples.A))
            .build();
    for (RaftProto.Members members : List.of(twice, both)) {
      refused(entry(RaftProto.LogEntry.newBuilder().setConfiguration(members)), "a member occurs once");
    }
  }

  /** Skipped as an unknown field it would be a NoOp here and something else elsewhere. */
  @Test
  void aContentOfALaterVersionIsNotTakenForNothing() throws Exception {
    byte[] field100 = {(byte) 0xa2, 0x06, 0x00};
    RaftProto.LogEntry later = RaftProto.LogEntry.parseFrom(field100);
    refused(entry(later.toBuilder()), "an entry without a content says nothing else");
  }

  @Test
  void namesAndIdsAreThoseThatCoreAllows() {
    RaftProto.Member.Builder member = RaftFields.member(Samples.A).toBuilder();
    refused(
        changed("vote", b -> b.setFrom(member.setName("n".repeat(65)))),
        "not a node name: " + "n".repeat(65));
    refused(changed("vote", b -> b.setTo(member.setName(""))), "not a node name: ");
    refused(changed("vote", b -> b.setTo(member.setName("a b"))), "not a node name: a b");
    refused(changed("vote", b -> b.clearFrom()), "not a node name: ");
    ByteString ofFive = ByteString.copyFrom(new byte[5]);
    refused(changed("vote", b -> b.setCluster(ofFive)), "an id has 16 bytes");
    refused(changed("vote", b -> b.clearCluster()), "an id has 16 bytes");
    refused(
        changed("vote", b -> b.setTo(member.setName("a").setDrawn(ofFive))), "an id has 16 bytes");
  }

  private static Entry noOp(long index) {
    return new Entry(index, 3, new Content.NoOp());
  }

  private static RaftMessage append(long prevIndex, long prevTerm, Entry... entries) {
    return new RaftMessage.Append(prevIndex, prevTerm, List.of(entries), 0, null);
  }

  private static Snapshot.Head head(long index, long term, int bytes) {
    return new Snapshot.Head(index, term, Samples.MEMBERS, bytes);
  }

  private static RaftMessage chunk(Snapshot.Head head, int offset, int size) {
    return new RaftMessage.Chunk(head, offset, Bytes.wrap(new byte[size]), ASK);
  }

  /** One entry after the first nine, which nothing but its content can be wrong with. */
  private static byte[] entry(RaftProto.LogEntry.Builder entry) {
    return changed(
        "append-asks",
        b ->
            b.setAppend(
                RaftProto.Append.newBuilder()
                    .setPrevIndex(9)
                    .setPrevTerm(3)
                    .addEntries(entry.setIndex(10).setTerm(3))));
  }

  private static byte[] changed(String sample, UnaryOperator<RaftProto.Envelope.Builder> change) {
    Envelope envelope = Objects.requireNonNull(Samples.all().get(sample));
    return change.apply(EnvelopeWriter.envelope(envelope).toBuilder()).build().toByteArray();
  }

  private static void taken(long term, RaftMessage message) throws MalformedMessage {
    Envelope envelope = Samples.envelope(term, message);
    assertThat(EnvelopeCodec.decode(EnvelopeCodec.encode(envelope))).isEqualTo(envelope);
  }

  private static void refused(long term, RaftMessage message, String why) {
    refused(Samples.envelope(term, message), why);
  }

  private static void refused(Envelope envelope, String why) {
    refused(EnvelopeCodec.encode(envelope), why);
  }

  private static void refused(byte[] bytes, String why) {
    assertThatThrownBy(() -> EnvelopeCodec.decode(bytes))
        .isExactlyInstanceOf(MalformedMessage.class)
        .hasMessage(why);
  }
}
