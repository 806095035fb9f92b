package dev.koi.node.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.koi.core.name.MemberId;
import dev.koi.core.name.NodeName;
import dev.koi.core.raft.Ballot;
import dev.koi.core.raft.Bytes;
import dev.koi.core.raft.Content;
import dev.koi.core.raft.Entry;
import dev.koi.core.raft.Members;
import dev.koi.core.raft.Snapshot;
import dev.koi.core.raft.Stored;
import dev.koi.core.raft.Write;
import dev.koi.wire.journal.Note;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SAFETY E1: a full disk stops the voter, which returns as a voter; a failed flush ends it for good. */
@Timeout(60)
class FullDiskTest {

  private static final MemberId A = new MemberId(new NodeName("a"), new UUID(1, 1));
  private static final Note.Identity MINE = new Note.Identity(new UUID(9, 9), A);
  private static final Members ONE = Members.of(List.of(A));

  @TempDir Path folder;

  private SmallDrive drive = new SmallDrive(Path.of(""));

  @BeforeEach
  void aDrive() {
    drive = new SmallDrive(folder);
  }

  @Test
  void aRecordThatFindsNoRoomLeavesATornTailThatTheNextOpenCuts() throws Exception {
    begin(entries(1, 2));
    Write.Append more = new Write.Append(entries(3, 4));
    int cuts = 0;
    for (int room = 0; ; room++) {
      try (JournalFolder journal = JournalFolder.open(folder, drive)) {
        drive.leave(room);
        journal.write(List.of(more));
        break;
      } catch (FullDisk e) {
        cuts++;
        assertThat(e).hasMessageContaining("0000000001.base: No space left on device");
      }
      try (JournalFolder again = JournalFolder.open(folder, drive)) {
        assertThat(again.stored().entries()).isEqualTo(entries(1, 2));
      }
    }
    assertThat(cuts).isGreaterThan(2 * "set a/b 3".length());
    try (JournalFolder again = JournalFolder.open(folder, drive)) {
      assertThat(again.stored().entries()).isEqualTo(entries(1, 4));
    }
  }

  @Test
  void whatWasWrittenBeforeTheDiskWasFullCanBeFlushedAndNothingElseHappens() throws Exception {
    begin(entries(1, 2));
    try (JournalFolder journal = JournalFolder.open(folder, drive)) {
      journal.write(List.of(new Write.Append(entries(3, 3))));
      drive.leave(5);
      assertThatThrownBy(() -> journal.write(List.of(new Write.Append(entries(4, 4)))))
          .isInstanceOf(FullDisk.class);
      drive.leave(1 << 20);
      assertThatThrownBy(() -> journal.write(List.of(new Write.Vote(new Ballot(9, A)))))
          .isInstanceOf(FullDisk.class)
          .hasMessageContaining("full before");
      journal.flush();
    }
    try (JournalFolder again = JournalFolder.open(folder, drive)) {
      assertThat(again.stored().entries()).isEqualTo(entries(1, 3));
      assertThat(again.stored().ballot()).isEqualTo(Ballot.BLANK);
    }
  }

  @Test
  void onAFullDiskTermAndVoteTakeTheReserveAndNothingElseDoes() throws Exception {
    begin(entries(1, 2));
    for (int room = 0; room < 40; room += 13) {
      drive.room = Long.MAX_VALUE;
      try (JournalFolder journal = JournalFolder.open(folder, drive)) {
        assertThat(journal.hasRoom()).isTrue();
        drive.leave(room);
        journal.write(List.of(new Write.Vote(new Ballot(10 + room, A))));
        journal.flush();
        assertThat(journal.hasRoom()).isFalse();
      }
      try (JournalFolder again = JournalFolder.open(folder, drive)) {
        assertThat(again.stored().ballot()).isEqualTo(new Ballot(10 + room, A));
        assertThat(again.hasRoom()).isFalse();
        again.write(List.of(new Write.Vote(new Ballot(11 + room, null))));
        again.flush();
        assertThatThrownBy(() -> again.write(List.of(new Write.Append(entries(3, 3)))))
            .isInstanceOf(FullDisk.class)
            .hasMessageContaining("reserved for term and vote");
      }
    }
    drive.room = Long.MAX_VALUE;
    try (JournalFolder again = JournalFolder.open(folder, drive)) {
      assertThat(again.hasRoom()).isTrue();
      again.write(List.of(new Write.Append(entries(3, 3))));
      assertThat(again.stored().entries()).isEqualTo(entries(1, 2));
    }
  }

  @Test
  void theReserveIsReallyThereAndIsMadeAgainAsSoonAsThereIsRoom() throws Exception {
    begin(entries(1, 2));
    assertThat(folder.resolve(Reserve.NAME)).hasSize(Reserve.BYTES);
    try (JournalFolder journal = JournalFolder.open(folder, drive)) {
      drive.leave(0);
      journal.write(List.of(new Write.Vote(new Ballot(3, A))));
      assertThat(folder.resolve(Reserve.NAME)).doesNotExist();
      drive.room = Long.MAX_VALUE;
      journal.write(List.of(new Write.Append(entries(3, 3))));
      assertThat(folder.resolve(Reserve.NAME)).hasSize(Reserve.BYTES);
    }
    Files.write(folder.resolve(Reserve.NAME), new byte[7]); // a crash while it was made
    JournalFolder.open(folder, drive).close();
    assertThat(folder.resolve(Reserve.NAME)).hasSize(Reserve.BYTES);
  }

  @Test
  void aSnapshotThatFindsNoRoomLosesNothingAndLeavesNothingBehind() throws Exception {
    byte[] state = new byte[2_000];
    Snapshot snapshot =
        new Snapshot(new Snapshot.Head(15, 1, ONE, state.length), Bytes.wrap(state));
    begin(entries(1, 20));
    int full = 0;
    Stored before = new Stored(Ballot.BLANK, Snapshot.founding(ONE), entries(1, 20));
    for (int room = 0; ; room += 29) {
      try (JournalFolder journal = JournalFolder.open(folder, drive)) {
        drive.leave(room);
        journal.write(List.of(new Write.Compact(snapshot, 10)));
        break;
      } catch (FullDisk e) {
        full++;
      }
      assertThat(names()).noneMatch(name -> name.endsWith(JournalFolder.ASIDE));
      drive.room = Long.MAX_VALUE;
      try (JournalFolder again = JournalFolder.open(folder, drive)) {
        assertThat(again.stored()).isEqualTo(before);
      }
      assertThat(names()).containsExactlyInAnyOrder("0000000001.base", Reserve.NAME);
    }
    assertThat(full).isGreaterThan(state.length / 29);
    try (JournalFolder again = JournalFolder.open(folder, drive)) {
      assertThat(again.stored()).isEqualTo(new Stored(Ballot.BLANK, snapshot, entries(11, 20)));
    }
  }

  @Test
  void aSegmentThatCannotBeBegunIsNoHoleAndAVoteNeedsNone() throws Exception {
    begin(List.of());
    Entry large = new Entry(1, 1, new Content.Command(Bytes.wrap(new byte[9 << 20])));
    try (JournalFolder journal = JournalFolder.open(folder, drive)) {
      journal.write(List.of(new Write.Append(List.of(large))));
      drive.leave(10);
      journal.write(List.of(new Write.Vote(new Ballot(2, A))));
      journal.flush();
    }
    for (int head = 0; head < 20; head++) {
      Files.write(folder.resolve("0000000002.more"), new byte[head]);
      try (JournalFolder again = JournalFolder.open(folder, drive)) {
        assertThat(again.stored().ballot()).isEqualTo(new Ballot(2, A));
        assertThat(again.stored().entries()).containsExactly(large);
      }
    }
    drive.leave(Reserve.BYTES + 10);
    try (JournalFolder again = JournalFolder.open(folder, drive)) {
      assertThatThrownBy(() -> again.write(List.of(new Write.Append(entries(2, 2)))))
          .isInstanceOf(FullDisk.class)
          .hasMessageContaining("0000000002.more");
    }
    drive.room = Long.MAX_VALUE;
    try (JournalFolder again = JournalFolder.open(folder, drive)) {
      again.write(List.of(new Write.Append(entries(2, 2))));
    }
    assertThat(names()).contains("0000000002.more");
  }

  @Test
  void aJournalThatFindsNoRoomToBeginIsNobodysAndCanBeBegunLater() throws Exception {
    drive.leave(40);
    try (JournalFolder journal = JournalFolder.open(folder, drive)) {
      assertThatThrownBy(() -> journal.begin(MINE, Stored.founder(ONE))).isInstanceOf(FullDisk.class);
    }
    assertThat(names()).isEmpty();
    drive.room = Long.MAX_VALUE;
    begin(entries(1, 1));
    try (JournalFolder again = JournalFolder.open(folder, drive)) {
      assertThat(again.identity()).isEqualTo(MINE);
    }
  }

  @Test
  void aFailedFlushIsWrittenDownAndTheJournalIsNeverOpenedAgain() throws Exception {
    begin(entries(1, 2));
    try (JournalFolder journal = JournalFolder.open(folder, drive)) {
      journal.write(List.of(new Write.Append(entries(3, 3))));
      drive.flushes = false;
      assertThatThrownBy(journal::flush).isInstanceOf(IOException.class);
      drive.flushes = true;
      assertThatThrownBy(journal::flush).hasMessageContaining("failed before");
    }
    assertRefused("0000000001.base: it could not be flushed: Input/output error");
  }

  /** What a killed process left was read from the kernel's memory, and may not be believed. */
  @Test
  void whatIsReadIsFlushedBeforeItIsBelieved() throws Exception {
    begin(entries(1, 2));
    drive.flushes = false;
    assertThatThrownBy(() -> JournalFolder.open(folder, drive)).isInstanceOf(IOException.class);
    drive.flushes = true;
    assertRefused("it could not be flushed");
  }

  @Test
  void aFlushThatFailsForWantOfRoomIsAFailedFlush() throws Exception {
    begin(entries(1, 2));
    try (JournalFolder journal = JournalFolder.open(folder, drive)) {
      journal.write(List.of(new Write.Append(entries(3, 3))));
      drive.flushes = false;
      drive.says = FullDisk.words(28);
      assertThatThrownBy(journal::flush).isNotInstanceOf(FullDisk.class);
    }
    assertRefused(FullDisk.words(28));
  }

  @Test
  void aMarkWithoutAReasonIsEnough() throws Exception {
    begin(entries(1, 2));
    Files.createFile(folder.resolve(FailedMark.NAME));
    assertRefused("failed before. Remove");
  }

  private void assertRefused(String reason) {
    assertThatThrownBy(() -> JournalFolder.open(folder))
        .isInstanceOf(DamagedJournal.class)
        .hasMessageStartingWith(folder.resolve(FailedMark.NAME) + ": writing the journal failed before")
        .hasMessageContaining(reason)
        .hasMessageEndingWith("the node then returns as a learner under a new identity.");
  }

  @Test
  void aFullDiskIsToldByTheWordsOfThisProcess() {
    for (int errno : List.of(28, 122)) {
      String words = FullDisk.words(errno);
      assertThat(FullDisk.told(folder, new IOException(words))).isInstanceOf(FullDisk.class);
      assertThat(FullDisk.told(folder, new FileSystemException("f", null, words)))
          .isInstanceOf(FullDisk.class)
          .hasMessage(folder + ": " + words);
    }
    String other = FullDisk.words(5);
    assertThat(other).isNotBlank();
    assertThat(FullDisk.told(folder, new IOException(other)))
        .isNotInstanceOf(FullDisk.class)
        .hasMessage(folder + ": " + other);
    assertThat(FullDisk.told(folder, new IOException())).isNotInstanceOf(FullDisk.class);
  }

  /** The same on a file system that is really full, in a namespace of its own. */
  @Test
  void aRealFileSystemThatIsFullIsUnderstood() throws Exception {
    String mount = "mount -t tmpfs -o size=2m,mode=700 small " + folder;
    assumeTrue(run("true", mount) == 0, "cannot mount here: neither root nor user namespaces");
    String java = ProcessHandle.current().info().command().orElseThrow();
    String main =
        "exec %s --enable-native-access=ALL-UNNAMED -cp '%s' %s %s"
            .formatted(
                java, System.getProperty("java.class.path"), FilledTmpfs.class.getName(), folder);

    assertThat(run(main, mount)).as(Files.readString(log())).isZero();
  }

  private int run(String command, String mount) throws Exception {
    Process process;
    try {
      process =
          new ProcessBuilder("unshare", "-Urm", "sh", "-c", mount + " && " + command)
              .redirectErrorStream(true)
              .redirectOutput(log().toFile())
              .start();
    } catch (IOException _) {
      return -1;
    }
    assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private Path log() {
    return folder.resolveSibling(folder.getFileName() + ".log");
  }

  private void begin(List<Entry> entries) throws Exception {
    try (JournalFolder journal = JournalFolder.open(folder, drive)) {
      journal.begin(MINE, Stored.founder(ONE));
      journal.write(List.of(new Write.Append(entries)));
      journal.flush();
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  static List<Entry> entries(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(i -> new Entry(i, 1, new Content.Command(text("set a/b " + i))))
        .toList();
  }

  private static Bytes text(String text) {
    return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
