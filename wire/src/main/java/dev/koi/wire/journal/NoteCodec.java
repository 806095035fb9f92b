package dev.koi.wire.journal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.koi.core.name.MemberId;
import dev.koi.core.name.NodeName;
import dev.koi.core.raft.Ballot;
import dev.koi.core.raft.Bytes;
import dev.koi.core.raft.Content;
import dev.koi.core.raft.Entry;
import dev.koi.core.raft.Members;
import dev.koi.core.raft.Snapshot;
import dev.koi.wire.datagram.Fields;
import dev.koi.wire.proto.Proto;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Notes as bytes, by protobuf: a later version may add to them, and still reads these. */
public final class NoteCodec {

  private NoteCodec() {}

  public static byte[] encode(Note note) {
    Proto.Note.Builder b = Proto.Note.newBuilder();
    switch (note) {
      case Note.Identity i ->
          b.setIdentity(
              Proto.Identity.newBuilder()
                  .setCluster(Fields.uuid(i.cluster()))
                  .setMember(write(i.member())));
      case Note.Voted v -> b.setBallot(write(v.ballot()));
      case Note.Appended a -> {
        Proto.Entries.Builder entries = Proto.Entries.newBuilder();
        a.entries().forEach(entry -> entries.addEntries(write(entry)));
        b.setEntries(entries);
      }
      case Note.Truncated t -> b.setTruncated(Proto.Truncated.newBuilder().setAfter(t.after()));
      case Note.Snapshotted s -> b.setSnapshot(write(s.head()));
      case Note.Piece p -> b.setPiece(UnsafeByteOperations.unsafeWrap(p.bytes().view()));
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
      return read(Proto.Note.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedNote("it is not protobuf: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new MalformedNote("a value in it is not: " + e.getMessage());
    }
  }

  private static Note read(Proto.Note p) {
    return switch (p.getKindCase()) {
      case IDENTITY ->
          new Note.Identity(
              Fields.uuid(p.getIdentity().getCluster()), member(p.getIdentity().getMember()));
      case BALLOT -> new Note.Voted(ballot(p.getBallot()));
      case ENTRIES ->
          new Note.Appended(
              p.getEntries().getEntriesList().stream().map(NoteCodec::entry).toList());
      case TRUNCATED -> new Note.Truncated(p.getTruncated().getAfter());
      case SNAPSHOT -> new Note.Snapshotted(head(p.getSnapshot()));
      case PIECE -> new Note.Piece(Bytes.wrap(p.getPiece().toByteArray()));
      case KIND_NOT_SET -> throw new IllegalArgumentException("a kind that this version knows");
    };
  }

  private static Proto.Ballot write(Ballot ballot) {
    Proto.Ballot.Builder b = Proto.Ballot.newBuilder().setTerm(ballot.term());
    if (ballot.vote() != null) {
      b.setVote(write(ballot.vote()));
    }
    return b.build();
  }

  private static Ballot ballot(Proto.Ballot p) {
    return new Ballot(p.getTerm(), p.hasVote() ? member(p.getVote()) : null);
  }

  private static Proto.LogEntry write(Entry entry) {
    Proto.LogEntry.Builder b =
        Proto.LogEntry.newBuilder().setIndex(entry.index()).setTerm(entry.term());
    switch (entry.content()) {
      case Content.NoOp _ -> {}
      case Content.Command c -> b.setCommand(ByteString.copyFrom(c.payload().view()));
      case Content.Configuration c -> b.setConfiguration(write(c.members()));
    }
    return b.build();
  }

  private static Entry entry(Proto.LogEntry p) {
    Content content =
        switch (p.getContentCase()) {
          case COMMAND -> new Content.Command(Bytes.wrap(p.getCommand().toByteArray()));
          case CONFIGURATION -> new Content.Configuration(members(p.getConfiguration()));
          case CONTENT_NOT_SET -> new Content.NoOp();
        };
    return new Entry(p.getIndex(), p.getTerm(), content);
  }

  private static Proto.SnapshotHead write(Snapshot.Head head) {
    return Proto.SnapshotHead.newBuilder()
        .setIndex(head.index())
        .setTerm(head.term())
        .setMembers(write(head.members()))
        .setBytes(head.bytes())
        .build();
  }

  private static Snapshot.Head head(Proto.SnapshotHead p) {
    return new Snapshot.Head(p.getIndex(), p.getTerm(), members(p.getMembers()), p.getBytes());
  }

  private static Proto.Members write(Members members) {
    return Proto.Members.newBuilder()
        .addAllVoters(write(members.voters()))
        .addAllLearners(write(members.learners()))
        .build();
  }

  private static List<Proto.Member> write(Collection<MemberId> members) {
    return members.stream().map(NoteCodec::write).toList();
  }

  private static Members members(Proto.Members p) {
    return new Members(members(p.getVotersList()), members(p.getLearnersList()));
  }

  private static SortedSet<MemberId> members(List<Proto.Member> list) {
    SortedSet<MemberId> members = new TreeSet<>();
    list.forEach(p -> members.add(member(p)));
    return members;
  }

  private static Proto.Member write(MemberId member) {
    return Proto.Member.newBuilder()
        .setName(member.name().text())
        .setDrawn(Fields.uuid(member.drawn()))
        .build();
  }

  private static MemberId member(Proto.Member p) {
    return new MemberId(new NodeName(p.getName()), Fields.uuid(p.getDrawn()));
  }
}
