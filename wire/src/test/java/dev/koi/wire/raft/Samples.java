package dev.koi.wire.raft;

import dev.koi.core.name.MemberId;
import dev.koi.core.name.NodeName;
import dev.koi.core.raft.Bytes;
import dev.koi.core.raft.Content;
import dev.koi.core.raft.Entry;
import dev.koi.core.raft.Envelope;
import dev.koi.core.raft.Members;
import dev.koi.core.raft.RaftMessage;
import dev.koi.core.raft.Snapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** One envelope of each kind and shape, as the golden files hold them. */
final class Samples {

  static final UUID CLUSTER = new UUID(0xcccc_0000_0000_4000L, 0x8000_0000_0000_000dL);
  static final MemberId A = member("a", 1);
  static final MemberId B = member("b", 2);
  static final MemberId C = member("node-c.example", 3);
  static final Members MEMBERS =
      new Members(new TreeSet<>(List.of(A, B)), new TreeSet<>(List.of(C)));
  static final RaftMessage.Ask ASK = new RaftMessage.Ask(12, -1_234_567_890_123L);
  static final long TERM = 7;

  private Samples() {}

  static SortedMap<String, Envelope> all() {
    SortedMap<String, RaftMessage> said = new TreeMap<>();
    said.put("pre-vote", new RaftMessage.PreVote(300, 5));
    said.put("pre-vote-first", new RaftMessage.PreVote(0, 0));
    said.put("pre-voted-yes", new RaftMessage.PreVoted(true));
    said.put("pre-voted-no", new RaftMessage.PreVoted(false));
    said.put("vote", new RaftMessage.Vote(300, 5, false));
    said.put("vote-bidden", new RaftMessage.Vote(300, 5, true));
    said.put("voted-yes", new RaftMessage.Voted(true, Duration.ofMillis(720)));
    said.put("voted-no", new RaftMessage.Voted(false, Duration.ZERO));
    said.put("append", new RaftMessage.Append(300, 5, entries(), 298, null));
    said.put("append-asks", new RaftMessage.Append(300, 5, List.of(), 300, ASK));
    said.put("accepted", new RaftMessage.Accepted(304, 302, null));
    said.put("accepted-answers", new RaftMessage.Accepted(304, 304, ASK));
    said.put("rejected", new RaftMessage.Rejected(300, 250, 4, null));
    said.put("rejected-answers", new RaftMessage.Rejected(300, 0, 0, ASK));
    said.put("chunk", new RaftMessage.Chunk(head(), 100, bytes("of a state"), ASK));
    said.put("chunk-end", new RaftMessage.Chunk(head(), 1000, Bytes.NONE, ASK));
    said.put("chunk-taken", new RaftMessage.ChunkTaken(290, 110, ASK));
    said.put("timeout-now", new RaftMessage.TimeoutNow());
    said.put("outdated", new RaftMessage.Outdated());
    SortedMap<String, Envelope> all = new TreeMap<>();
    said.forEach((name, message) -> all.put(name, envelope(TERM, message)));
    return all;
  }

  static Envelope envelope(long term, RaftMessage message) {
    return new Envelope(CLUSTER, A, B, term, message);
  }

  static List<Entry> entries() {
    return List.of(
        new Entry(301, 5, new Content.Command(bytes("set"))),
        new Entry(302, 7, new Content.NoOp()),
        new Entry(303, 7, new Content.Command(Bytes.NONE)),
        new Entry(304, 7, new Content.Configuration(MEMBERS)));
  }

  static Snapshot.Head head() {
    return new Snapshot.Head(290, 5, MEMBERS, 1000);
  }

  static MemberId member(String name, long drawn) {
    return new MemberId(new NodeName(name), new UUID(0x1d00_0000_0000_4000L, drawn));
  }

  static Bytes bytes(String text) {
    return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
