package dev.koi.wire.raft;

import dev.koi.core.raft.Envelope;
import dev.koi.core.raft.RaftMessage;
import dev.koi.wire.datagram.Fields;
import dev.koi.wire.datagram.UnknownMessageKind;
import dev.koi.wire.proto.RaftProto;

/**
 * Protobuf to envelopes. A number that is missing is 0, a name or id that is missing is refused by its
 * own record; what the values have to do with each other is left to {@link Sense}.
 */
final class EnvelopeReader {

  private EnvelopeReader() {}

  static Envelope envelope(RaftProto.Envelope p) throws UnknownMessageKind {
    RaftMessage message = message(p); // first: of a kind that is not known, nothing else matters
    return new Envelope(
        Fields.uuid(p.getCluster()),
        RaftFields.member(p.getFrom()),
        RaftFields.member(p.getTo()),
        p.getTerm(),
        message);
  }

  private static RaftMessage message(RaftProto.Envelope p) throws UnknownMessageKind {
    return switch (p.getKindCase()) {
      case PRE_VOTE -> preVote(p.getPreVote());
      case PRE_VOTED -> new RaftMessage.PreVoted(p.getPreVoted().getGranted());
      case VOTE -> vote(p.getVote());
      case VOTED -> voted(p.getVoted());
      case APPEND -> append(p.getAppend());
      case ACCEPTED -> accepted(p.getAccepted());
      case REJECTED -> rejected(p.getRejected());
      case CHUNK -> chunk(p.getChunk());
      case CHUNK_TAKEN -> chunkTaken(p.getChunkTaken());
      case TIMEOUT_NOW -> new RaftMessage.TimeoutNow();
      case OUTDATED -> new RaftMessage.Outdated();
      case KIND_NOT_SET -> throw new UnknownMessageKind("no kind that this version knows");
    };
  }

  private static RaftMessage preVote(RaftProto.PreVote p) {
    return new RaftMessage.PreVote(p.getLastIndex(), p.getLastTerm());
  }

  private static RaftMessage vote(RaftProto.Vote p) {
    return new RaftMessage.Vote(p.getLastIndex(), p.getLastTerm(), p.getBidden());
  }

  private static RaftMessage voted(RaftProto.Voted p) {
    return new RaftMessage.Voted(p.getGranted(), Fields.duration(p.getSinceConfirmedNanos()));
  }

  private static RaftMessage append(RaftProto.Append p) {
    return new RaftMessage.Append(
        p.getPrevIndex(),
        p.getPrevTerm(),
        p.getEntriesList().stream().map(RaftFields::entry).toList(),
        p.getCommit(),
        p.hasAsk() ? ask(p.getAsk()) : null);
  }

  private static RaftMessage accepted(RaftProto.Accepted p) {
    return new RaftMessage.Accepted(
        p.getReceived(), p.getMatch(), p.hasAnswered() ? ask(p.getAnswered()) : null);
  }

  private static RaftMessage rejected(RaftProto.Rejected p) {
    return new RaftMessage.Rejected(
        p.getPrevIndex(),
        p.getHintIndex(),
        p.getHintTerm(),
        p.hasAnswered() ? ask(p.getAnswered()) : null);
  }

  private static RaftMessage chunk(RaftProto.Chunk p) {
    Fields.require(p.hasAsk(), "a piece of a snapshot asks for an answer");
    return new RaftMessage.Chunk(
        RaftFields.head(p.getHead()),
        p.getOffset(),
        RaftFields.bytes(p.getPiece()),
        ask(p.getAsk()));
  }

  private static RaftMessage chunkTaken(RaftProto.ChunkTaken p) {
    Fields.require(p.hasAnswered(), "a piece that was taken answers an ask");
    return new RaftMessage.ChunkTaken(p.getIndex(), p.getNext(), ask(p.getAnswered()));
  }

  private static RaftMessage.Ask ask(RaftProto.Ask p) {
    return new RaftMessage.Ask(p.getRound(), p.getEcho());
  }
}
