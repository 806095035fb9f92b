package dev.koi.wire.journal;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.koi.core.raft.Ballot;
import dev.koi.wire.datagram.Fields;
import dev.koi.wire.proto.RaftProto;
import dev.koi.wire.raft.RaftFields;

/** Notes as bytes, by protobuf: a later version may add to them, and still reads these. */
public final class NoteCodec {

  private NoteCodec() {}

  public static byte[] encode(Note note) {
    RaftProto.Note.Builder b = RaftProto.Note.newBuilder();
    switch (note) {
      case Note.Identity i ->
          b.setIdentity(
              RaftProto.Identity.newBuilder()
                  .setCluster(Fields.uuid(i.cluster()))
                  .setMember(RaftFields.member(i.member())));
      case Note.Voted v -> b.setBallot(write(v.ballot()));
      case Note.Appended a -> {
        RaftProto.Entries.Builder entries = RaftProto.Entries.newBuilder();
        a.entries().forEach(entry -> entries.addEntries(RaftFields.entry(entry)));
        b.setEntries(entries);
      }
      case Note.Truncated t -> b.setTruncated(RaftProto.Truncated.newBuilder().setAfter(t.after()));
      case Note.Snapshotted s -> b.setSnapshot(RaftFields.head(s.head()));
      case Note.Piece p -> b.setPiece(RaftFields.bytes(p.bytes()));
    }
    return b.build().toByteArray();
  }

  /**
   * The reverse of {@link #encode}.
   *
   * @throws MalformedNote if these are the bytes of no note that this version knows
   */
  public static Note decode(byte[] bytes) throws MalformedNote {
    try {
      return read(RaftProto.Note.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedNote("it is not protobuf: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new MalformedNote("a value in it is not: " + e.getMessage());
    }
  }

  private static Note read(RaftProto.Note p) {
    return switch (p.getKindCase()) {
      case IDENTITY ->
          new Note.Identity(
              Fields.uuid(p.getIdentity().getCluster()),
              RaftFields.member(p.getIdentity().getMember()));
      case BALLOT -> new Note.Voted(ballot(p.getBallot()));
      case ENTRIES ->
          new Note.Appended(
              p.getEntries().getEntriesList().stream().map(RaftFields::entry).toList());
      case TRUNCATED -> new Note.Truncated(p.getTruncated().getAfter());
      case SNAPSHOT -> new Note.Snapshotted(RaftFields.head(p.getSnapshot()));
      case PIECE -> new Note.Piece(RaftFields.bytes(p.getPiece()));
      case KIND_NOT_SET -> throw new IllegalArgumentException("a kind that this version knows");
    };
  }

  private static RaftProto.Ballot write(Ballot ballot) {
    RaftProto.Ballot.Builder b = RaftProto.Ballot.newBuilder().setTerm(ballot.term());
    if (ballot.vote() != null) {
      b.setVote(RaftFields.member(ballot.vote()));
    }
    return b.build();
  }

  private static Ballot ballot(RaftProto.Ballot p) {
    return new Ballot(p.getTerm(), p.hasVote() ? RaftFields.member(p.getVote()) : null);
  }
}
