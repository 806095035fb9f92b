package dev.koi.wire.raft;

import dev.koi.core.raft.Entry;
import dev.koi.core.raft.Envelope;
import dev.koi.core.raft.RaftMessage;
import dev.koi.wire.datagram.Fields;
import dev.koi.wire.proto.RaftProto;

/** Envelopes to protobuf. {@link EnvelopeReader} is its mirror, method by method. */
final class EnvelopeWriter {

  private EnvelopeWriter() {}

  static RaftProto.Envelope envelope(Envelope envelope) {
    RaftProto.Envelope.Builder b =
        RaftProto.Envelope.newBuilder()
            .setVersion(EnvelopeCodec.VERSION)
            .setCluster(Fields.uuid(envelope.cluster()))
            .setFrom(RaftFields.member(envelope.from()))
            .setTo(RaftFields.member(envelope.to()))
            .setTerm(envelope.term());
    switch (envelope.message()) {
      case RaftMessage.PreVote m -> b.setPreVote(preVote(m));
      case RaftMessage.PreVoted m ->
          b.setPreVoted(RaftProto.PreVoted.newBuilder().setGranted(m.granted()));
      case RaftMessage.Vote m -> b.setVote(vote(m));
      case RaftMessage.Voted m -> b.setVoted(voted(m));
      case RaftMessage.Append m -> b.setAppend(append(m));
      case RaftMessage.Accepted m -> b.setAccepted(accepted(m));
      case RaftMessage.Rejected m -> b.setRejected(rejected(m));
      case RaftMessage.Chunk m -> b.setChunk(chunk(m));
      case RaftMessage.ChunkTaken m -> b.setChunkTaken(chunkTaken(m));
      case RaftMessage.TimeoutNow _ -> b.setTimeoutNow(RaftProto.TimeoutNow.getDefaultInstance());
      case RaftMessage.Outdated _ -> b.setOutdated(RaftProto.Outdated.getDefaultInstance());
    }
    return b.build();
  }

  private static RaftProto.PreVote preVote(RaftMessage.PreVote m) {
    return RaftProto.PreVote.newBuilder()
        .setLastIndex(m.lastIndex())
        .setLastTerm(m.lastTerm())
        .build();
  }

  private static RaftProto.Vote vote(RaftMessage.Vote m) {
    return RaftProto.Vote.newBuilder()
        .setLastIndex(m.lastIndex())
        .setLastTerm(m.lastTerm())
        .setBidden(m.bidden())
        .build();
  }

  private static RaftProto.Voted voted(RaftMessage.Voted m) {
    return RaftProto.Voted.newBuilder()
        .setGranted(m.granted())
        .setSinceConfirmedNanos(Fields.nanos(m.sinceConfirmed()))
        .build();
  }

  private static RaftProto.Append append(RaftMessage.Append m) {
    RaftProto.Append.Builder b =
        RaftProto.Append.newBuilder()
            .setPrevIndex(m.prevIndex())
            .setPrevTerm(m.prevTerm())
            .setCommit(m.commit());
    for (Entry entry : m.entries()) {
      b.addEntries(RaftFields.entry(entry));
    }
    if (m.ask() != null) {
      b.setAsk(ask(m.ask()));
    }
    return b.build();
  }

  private static RaftProto.Accepted accepted(RaftMessage.Accepted m) {
    RaftProto.Accepted.Builder b =
        RaftProto.Accepted.newBuilder().setReceived(m.received()).setMatch(m.match());
    if (m.answered() != null) {
      b.setAnswered(ask(m.answered()));
    }
    return b.build();
  }

  private static RaftProto.Rejected rejected(RaftMessage.Rejected m) {
    RaftProto.Rejected.Builder b =
        RaftProto.Rejected.newBuilder()
            .setPrevIndex(m.prevIndex())
            .setHintIndex(m.hintIndex())
            .setHintTerm(m.hintTerm());
    if (m.answered() != null) {
      b.setAnswered(ask(m.answered()));
    }
    return b.build();
  }

  private static RaftProto.Chunk chunk(RaftMessage.Chunk m) {
    return RaftProto.Chunk.newBuilder()
        .setHead(RaftFields.head(m.head()))
        .setOffset(m.offset())
        .setPiece(RaftFields.bytes(m.piece()))
        .setAsk(ask(m.ask()))
        .build();
  }

  private static RaftProto.ChunkTaken chunkTaken(RaftMessage.ChunkTaken m) {
    return RaftProto.ChunkTaken.newBuilder()
        .setIndex(m.index())
        .setNext(m.next())
        .setAnswered(ask(m.answered()))
        .build();
  }

  private static RaftProto.Ask ask(RaftMessage.Ask ask) {
    return RaftProto.Ask.newBuilder().setRound(ask.round()).setEcho(ask.echo()).build();
  }
}
