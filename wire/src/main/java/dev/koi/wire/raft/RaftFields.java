package dev.koi.wire.raft;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.koi.core.name.MemberId;
import dev.koi.core.name.NodeName;
import dev.koi.core.raft.Bytes;
import dev.koi.core.raft.Content;
import dev.koi.core.raft.Entry;
import dev.koi.core.raft.Members;
import dev.koi.core.raft.Snapshot;
import dev.koi.wire.datagram.Fields;
import dev.koi.wire.proto.RaftProto;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What messages and the journal have in common, each way. As with {@link Fields}, what cannot be read is
 * an {@link IllegalArgumentException}, which a codec turns into its own checked exception.
 */
public final class RaftFields {

  private RaftFields() {}

  public static RaftProto.LogEntry entry(Entry entry) {
    RaftProto.LogEntry.Builder b = bare(entry.index(), entry.term());
    switch (entry.content()) {
      case Content.NoOp _ -> {}
      case Content.Command c -> b.setCommand(bytes(c.payload()));
      case Content.Configuration c -> b.setConfiguration(members(c.members()));
    }
    return b.build();
  }

  /**
   * The reverse of {@link #entry(Entry)}.
   *
   * @throws IllegalArgumentException if it holds no content, but something else: of a later version,
   *     whose meaning must not be lost as that of an unknown field may
   */
  public static Entry entry(RaftProto.LogEntry p) {
    Content content =
        switch (p.getContentCase()) {
          case COMMAND -> new Content.Command(bytes(p.getCommand()));
          case CONFIGURATION -> new Content.Configuration(members(p.getConfiguration()));
          case CONTENT_NOT_SET -> nothing(p);
        };
    return new Entry(p.getIndex(), p.getTerm(), content);
  }

  /** The lite runtime does not tell of unknown fields, but keeps them, and counts them in. */
  private static Content nothing(RaftProto.LogEntry p) {
    int known = bare(p.getIndex(), p.getTerm()).build().getSerializedSize();
    Fields.require(p.getSerializedSize() == known, "an entry without a content says nothing else");
    return new Content.NoOp();
  }

  private static RaftProto.LogEntry.Builder bare(long index, long term) {
    return RaftProto.LogEntry.newBuilder().setIndex(index).setTerm(term);
  }

  public static RaftProto.SnapshotHead head(Snapshot.Head head) {
    return RaftProto.SnapshotHead.newBuilder()
        .setIndex(head.index())
        .setTerm(head.term())
        .setMembers(members(head.members()))
        .setBytes(head.bytes())
        .build();
  }

  public static Snapshot.Head head(RaftProto.SnapshotHead p) {
    return new Snapshot.Head(p.getIndex(), p.getTerm(), members(p.getMembers()), p.getBytes());
  }

  public static RaftProto.Members members(Members members) {
    return RaftProto.Members.newBuilder()
        .addAllVoters(list(members.voters()))
        .addAllLearners(list(members.learners()))
        .build();
  }

  private static List<RaftProto.Member> list(Collection<MemberId> members) {
    return members.stream().map(RaftFields::member).toList();
  }

  /**
   * The reverse of {@link #members(Members)}.
   *
   * @throws IllegalArgumentException if someone occurs twice: would it be a voter or a learner?
   */
  public static Members members(RaftProto.Members p) {
    SortedSet<MemberId> all = new TreeSet<>();
    return new Members(members(p.getVotersList(), all), members(p.getLearnersList(), all));
  }

  private static SortedSet<MemberId> members(List<RaftProto.Member> list, SortedSet<MemberId> all) {
    SortedSet<MemberId> members = new TreeSet<>();
    for (RaftProto.Member p : list) {
      MemberId member = member(p);
      members.add(member);
      Fields.require(all.add(member), "a member occurs once");
    }
    return members;
  }

  public static RaftProto.Member member(MemberId member) {
    return RaftProto.Member.newBuilder()
        .setName(member.name().text())
        .setDrawn(Fields.uuid(member.drawn()))
        .build();
  }

  public static MemberId member(RaftProto.Member p) {
    return new MemberId(new NodeName(p.getName()), Fields.uuid(p.getDrawn()));
  }

  /** Without a copy: {@link Bytes} never change. */
  public static ByteString bytes(Bytes bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes.view());
  }

  /** With the one copy that makes it a thing of its own, whatever it was a part of. */
  public static Bytes bytes(ByteString bytes) {
    return Bytes.wrap(bytes.toByteArray());
  }
}
