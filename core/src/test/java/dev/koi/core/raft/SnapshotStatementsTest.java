package dev.koi.core.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.core.raft.RaftMessage.Accepted;
import dev.koi.core.raft.RaftMessage.Append;
import dev.koi.core.raft.RaftMessage.Ask;
import dev.koi.core.raft.RaftMessage.Chunk;
import dev.koi.core.raft.RaftMessage.ChunkTaken;
import dev.koi.core.raft.RaftMessage.Rejected;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the paper says in section 7 of snapshots. */
class SnapshotStatementsTest {

  private static final Ask ASK = new Ask(0, 0);
  private static final Bytes STATE = Council.bytes("0123456789".repeat(45));
  private static final Snapshot.Head HEAD =
      new Snapshot.Head(9, 2, Council.voters("a", "b", "c"), STATE.size());

  /** Ten entries agreed, a snapshot of all; three stay behind it (the trail). */
  private static Lone compacted() {
    return compact(Lone.of("a", "b", "c").leadFirmly(), 0);
  }

  /** c acknowledges so many. */
  private static Lone compact(Lone a, int byC) {
    for (int i = 2; i <= 10; i++) {
      a.propose("x");
      a.ack("b", i);
      if (i <= byC) {
        a.ack("c", i);
      }
    }
    a.tell(new RaftInput.SnapshotTaken(10, STATE));
    return a;
  }

  private static Chunk chunk(Snapshot.Head head, int from, int to) {
    return new Chunk(head, from, STATE.slice(from, to), ASK);
  }

  private static Flowing flowing(List<RaftOutput> outputs, String to) {
    List<Chunk> chunks =
        Lone.all(outputs, RaftOutput.Send.class).stream()
            .filter(s -> s.envelope().to().equals(Council.member(to)))
            .map(s -> s.envelope().message())
            .filter(Chunk.class::isInstance)
            .map(Chunk.class::cast)
            .toList();
    return new Flowing(chunks);
  }

  private record Flowing(List<Chunk> chunks) {
    List<Integer> offsets() {
      return chunks.stream().map(Chunk::offset).toList();
    }
  }

  /** 7: "the snapshot also includes ... last included index, term" and "the latest configuration". */
  @Test
  void aSnapshotKeepsIndexTermAndMembersAndEntriesBeforeItGo() {
    Lone a = compacted();
    assertThat(a.state.snapshot().head())
        .isEqualTo(new Snapshot.Head(10, 1, Council.voters("a", "b", "c"), STATE.size()));
    assertThat(a.state.log().base()).isEqualTo(7);
    assertThat(a.state.log().last()).isEqualTo(10);
    assertThat(Lone.all(a.outputs, RaftOutput.Persist.class).getLast().writes())
        .containsExactly(new Write.Compact(a.state.snapshot(), 7));
  }

  @Test
  void nothingIsSnapshotThatIsNotAgreedAndAnOldOneIsNotTaken() {
    Lone a = compacted();
    assertThatThrownBy(() -> a.tell(new RaftInput.SnapshotTaken(11, STATE)))
        .hasMessageContaining("not agreed");
    assertThat(a.tell(new RaftInput.SnapshotTaken(9, STATE))).isEmpty();
  }

  /** 7: the leader sends it "when it has already discarded the next log entry that it needs to send". */
  @Test
  void whoLacksWhatIsForgottenGetsTheSnapshotInPieces() {
    Lone a = compacted();
    a.hear("c", 1, new Rejected(0, 0, 0, null));
    assertThat(flowing(a.outputs, "c").offsets()).containsExactly(0, 200, 400);
    Chunk last = flowing(a.outputs, "c").chunks().getLast();
    assertThat(last.piece().size()).isEqualTo(50);
    a.hear("c", 1, new Accepted(10, 10, ASK));
    Append next = Lone.the(a.propose("y"), "c", Append.class);
    assertThat(next.prevIndex()).isEqualTo(10);
  }

  /** A follower that lags a little gets entries: some are kept behind the snapshot. */
  @Test
  void whoLagsALittleGetsEntries() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    a.ack("c", 1);
    compact(a, 8);
    Append rest = Lone.the(a.hear("c", 1, new Rejected(10, 8, 1, null)), "c", Append.class);
    assertThat(rest.entries()).hasSize(2);
    assertThat(flowing(a.outputs, "c").chunks()).isEmpty();
  }

  /** A lost piece is repeated from where they were taken; so is all after a restart. */
  @Test
  void piecesAreRepeatedFromWhereTheyWereTaken() {
    Lone a = compacted();
    a.hear("c", 1, new Rejected(0, 0, 0, null));
    a.hear("c", 1, new Rejected(1, 0, 0, null));
    a.hear("c", 1, new ChunkTaken(10, 200, new Ask(0, a.now().monotonic())));
    assertThat(flowing(a.pass(10), "c").offsets()).containsExactly(200, 400);
    List<RaftOutput> anew = a.hear("c", 1, new ChunkTaken(10, 0, new Ask(0, a.now().monotonic())));
    assertThat(flowing(anew, "c").offsets()).containsExactly(0, 200, 400);
  }

  /** 7: "the follower discards its entire log; it is all superseded by the snapshot". */
  @Test
  void aSnapshotReplacesALogThatDoesNotContainIt() {
    Lone a = Lone.withLog(1, 1, 1);
    assertThat(Lone.sent(a.hear("b", 2, chunk(HEAD, 0, 200)), "b", ChunkTaken.class))
        .isEqualTo(new ChunkTaken(9, 200, ASK));
    assertThat(Lone.sent(a.hear("b", 2, chunk(HEAD, 400, 450)), "b", ChunkTaken.class))
        .isEqualTo(new ChunkTaken(9, 200, ASK)); // a hole
    a.hear("b", 2, chunk(HEAD, 200, 400));
    a.slowDisk = true;
    List<RaftOutput> outputs = a.hear("b", 2, chunk(HEAD, 400, 450));
    assertThat(Lone.all(outputs, RaftOutput.Restore.class))
        .containsExactly(new RaftOutput.Restore(new Snapshot(HEAD, STATE)));
    assertThat(Lone.sent(outputs, "b", Accepted.class)).isEqualTo(new Accepted(9, 0, ASK));
    assertThat(Lone.sent(a.diskDone(), "b", Accepted.class)).isEqualTo(new Accepted(9, 9, null));
    assertThat(a.state.log().base()).isEqualTo(9);
    assertThat(a.state.log().last()).isEqualTo(9);
  }

  /** The same where the log is longer: what follows another history does not follow the snapshot. */
  @Test
  void aSnapshotReplacesALongerLogToo() {
    Lone a = Lone.withLog(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    a.hear("b", 2, chunk(HEAD, 0, 200));
    a.hear("b", 2, chunk(HEAD, 200, 400));
    a.hear("b", 2, chunk(HEAD, 400, 450));
    assertThat(a.state.log()).isEqualTo(Log.after(9, 2));
  }

  /** 7: of "a prefix of its log ... entries following the snapshot are still valid and must be retained". */
  @Test
  void aSnapshotOfWhatIsInTheLogReplacesNothing() {
    Lone a = Lone.withLog(1, 1, 1);
    Snapshot.Head head = new Snapshot.Head(2, 1, Council.voters("a", "b", "c"), STATE.size());
    List<RaftOutput> outputs = a.hear("b", 2, chunk(head, 0, 200));
    assertThat(Lone.committed(outputs)).hasSize(2);
    assertThat(Lone.sent(outputs, "b", Accepted.class)).isEqualTo(new Accepted(2, 2, ASK));
    assertThat(a.state.log().last()).isEqualTo(3);
  }

  /** Two leaders' snapshots of the same entries may differ in their bytes. */
  @Test
  void piecesOfTwoLeadersAreNotMixed() {
    Lone a = Lone.withLog(1);
    a.hear("b", 2, chunk(HEAD, 0, 200));
    assertThat(Lone.sent(a.hear("c", 3, chunk(HEAD, 200, 400)), "c", ChunkTaken.class))
        .isEqualTo(new ChunkTaken(9, 0, ASK));
  }

  /** A crash may leave a snapshot beside the log that it replaced. */
  @Test
  void afterARestartALogOfAnotherHistoryIsDiscarded() {
    List<Entry> entries = List.of(Lone.entry(8, 1, "x"), Lone.entry(9, 1, "y"), Lone.entry(10, 1, "z"));
    Snapshot of9 = new Snapshot(HEAD, STATE);
    assertThat(new Lone(new Stored(Ballot.BLANK, of9, entries)).state.log())
        .isEqualTo(Log.after(9, 2));
    Snapshot same = new Snapshot(new Snapshot.Head(9, 1, HEAD.members(), STATE.size()), STATE);
    Log kept = new Lone(new Stored(Ballot.BLANK, same, entries)).state.log();
    assertThat(kept.last()).isEqualTo(10);
    assertThat(kept.base()).isEqualTo(8);
  }

  @Test
  void afterARestartAllBeginsWithTheSnapshot() {
    Lone a = new Lone(new Stored(Ballot.BLANK, new Snapshot(HEAD, STATE), List.of(Lone.entry(10, 3, "x"))));
    assertThat(a.state.commit()).isEqualTo(9);
    assertThat(a.state.members()).isEqualTo(HEAD.members());
    assertThat(a.state.log().lastTerm()).isEqualTo(3);
  }

  /** A learner that begins with nothing is brought up the same way. */
  @Test
  void aLearnerGetsASnapshotToo() {
    Lone a = compacted();
    a.tell(new RaftInput.ChangeMembers(1, new MembersChange.AddLearner(Council.member("d"))));
    a.hear("d", 1, new Rejected(10, 0, 0, null));
    Chunk first = flowing(a.outputs, "d").chunks().getFirst();
    Lone d = new Lone(Stored.joiner());
    d.hear("b", 1, first);
    assertThat(Objects.requireNonNull(d.state.incoming()).size()).isEqualTo(200);
  }

  /** Even an empty state machine's. */
  @Test
  void anEmptySnapshotArrivesInOneEmptyPiece() {
    Lone a = Lone.of("a", "b", "c").leadFirmly();
    for (int i = 2; i <= 6; i++) {
      a.propose("x");
      a.ack("b", i);
    }
    a.tell(new RaftInput.SnapshotTaken(6, Bytes.NONE));
    a.hear("c", 1, new Rejected(0, 0, 0, null));
    a.hear("c", 1, new Rejected(1, 0, 0, null));
    assertThat(flowing(a.outputs, "c").offsets()).containsExactly(0);
  }
}
