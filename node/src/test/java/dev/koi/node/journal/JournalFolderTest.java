package dev.koi.node.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFolderTest {

  private static final MemberId A = new MemberId(new NodeName("a"), new UUID(1, 1));
  private static final MemberId B = new MemberId(new NodeName("b"), new UUID(2, 2));
  private static final Members TWO = Members.of(List.of(A, B));
  private static final Note.Identity MINE = new Note.Identity(new UUID(9, 9), A);

  @TempDir Path folder;

  @Test
  void anEmptyFolderIsNobodysAndStaysEmptyUntilSomethingIsBegun() throws Exception {
    try (JournalFolder journal = JournalFolder.open(folder)) {
      assertThat(journal.identity()).isNull();
      assertThatThrownBy(journal::flush).isInstanceOf(IllegalStateException.class);
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void whatIsWrittenIsThereAfterwards() throws Exception {
    try (JournalFolder journal = begun()) {
      journal.write(List.of(new Write.Vote(new Ballot(3, B)), new Write.Append(entries(1, 5, 3))));
      journal.write(List.of(new Write.Truncate(3), new Write.Append(entries(4, 6, 4))));
      journal.flush();
    }
    try (JournalFolder again = JournalFolder.open(folder)) {
      assertThat(again.identity()).isEqualTo(MINE);
      assertThat(again.stored().ballot()).isEqualTo(new Ballot(3, B));
      assertThat(again.stored().snapshot()).isEqualTo(Snapshot.founding(TWO));
      assertThat(again.stored().entries())
          .startsWith(entries(1, 3, 3).toArray(Entry[]::new))
          .endsWith(entries(4, 6, 4).toArray(Entry[]::new))
          .hasSize(6);
    }
  }

  @Test
  void everyKindOfContentIsReadAsItWas() throws Exception {
    List<Entry> all =
        List.of(
            new Entry(1, 1, new Content.NoOp()),
            new Entry(2, 1, new Content.Command(Bytes.NONE)),
            new Entry(3, 1, new Content.Configuration(TWO)));
    try (JournalFolder journal = begun()) {
      journal.write(List.of(new Write.Append(all), new Write.Vote(new Ballot(1, null))));
      journal.flush();
    }
    try (JournalFolder again = JournalFolder.open(folder)) {
      assertThat(again.stored()).isEqualTo(new Stored(new Ballot(1, null), founding(), all));
    }
  }

  @Test
  void aSnapshotTakesThePlaceOfWhatIsBeforeIt() throws Exception {
    Snapshot snapshot = snapshot(90, 2, 3_000_000);
    try (JournalFolder journal = begun()) {
      journal.write(List.of(new Write.Vote(new Ballot(2, A)), new Write.Append(entries(1, 100, 2))));
      journal.write(List.of(new Write.Compact(snapshot, 80)));
      journal.write(List.of(new Write.Append(entries(101, 102, 2))));
      journal.flush();
    }
    assertThat(files()).containsExactly("0000000002.base", "00000000000000000090-2.snapshot");
    try (JournalFolder again = JournalFolder.open(folder)) {
      assertThat(again.stored())
          .isEqualTo(new Stored(new Ballot(2, A), snapshot, entries(81, 102, 2)));
    }
  }

  @Test
  void aLeadersSnapshotVoidsTheLogAndTheNextOneGoesOnBehindIt() throws Exception {
    Snapshot snapshot = snapshot(500, 4, 10);
    try (JournalFolder journal = begun()) {
      journal.write(List.of(new Write.Append(entries(1, 100, 2)), new Write.Install(snapshot)));
      journal.write(List.of(new Write.Append(entries(501, 503, 4))));
      journal.flush();
    }
    try (JournalFolder again = JournalFolder.open(folder)) {
      assertThat(again.stored())
          .isEqualTo(new Stored(Ballot.BLANK, snapshot, entries(501, 503, 4)));
    }
  }

  /** A crash between the rename of the new base and the end of the old one. */
  @Test
  void whatACrashLeftBesideTheLatestBaseIsRemoved() throws Exception {
    Snapshot snapshot = snapshot(90, 2, 10);
    try (JournalFolder journal = begun()) {
      journal.write(List.of(new Write.Append(entries(1, 100, 2))));
      byte[] old = Files.readAllBytes(folder.resolve("0000000001.base"));
      journal.write(List.of(new Write.Compact(snapshot, 90)));
      Files.write(folder.resolve("0000000001.base"), old);
      Files.write(folder.resolve("0000000003.base.new"), old);
      Files.write(folder.resolve("00000000000000000007-1.snapshot"), old);
    }
    try (JournalFolder again = JournalFolder.open(folder)) {
      assertThat(again.stored().snapshot()).isEqualTo(snapshot);
      assertThat(again.stored().entries()).isEqualTo(entries(91, 100, 2));
    }
    assertThat(files()).containsExactly("0000000002.base", "00000000000000000090-2.snapshot");
  }

  @Test
  void aLongLogIsSeveralSegmentsAndNoneOfThemMayBeMissing() throws Exception {
    byte[] large = new byte[32 * 1024];
    try (JournalFolder journal = begun()) {
      for (long i = 1; i <= 600; i++) {
        Entry entry = new Entry(i, 1, new Content.Command(Bytes.wrap(large)));
        journal.write(List.of(new Write.Append(List.of(entry))));
      }
      journal.flush();
    }
    assertThat(files()).contains("0000000001.base", "0000000002.more", "0000000003.more");
    try (JournalFolder again = JournalFolder.open(folder)) {
      assertThat(again.stored().entries()).hasSize(600);
    }
    Files.delete(folder.resolve("0000000002.more"));
    assertThatThrownBy(() -> JournalFolder.open(folder))
        .isInstanceOf(DamagedJournal.class)
        .hasMessageContaining("segment 2 is missing");
  }

  /** SAFETY E1: a torn tail is cut, wherever it was torn, and the journal goes on. */
  @Test
  void whateverOfTheLastRecordsIsLostInACrashTheRestIsThereAndGoesOn() throws Exception {
    try (JournalFolder journal = begun()) {
      journal.write(List.of(new Write.Append(entries(1, 2, 1))));
      journal.flush();
    }
    Path base = folder.resolve("0000000001.base");
    int safe = (int) Files.size(base);
    try (JournalFolder journal = JournalFolder.open(folder)) {
      journal.write(List.of(new Write.Append(entries(3, 3, 1)), new Write.Vote(new Ballot(2, A))));
    }
    byte[] whole = Files.readAllBytes(base);
    for (int length = safe; length <= whole.length; length++) {
      Files.write(base, Arrays.copyOf(whole, length));
      try (JournalFolder again = JournalFolder.open(folder)) {
        assertThat(again.stored().entries()).startsWith(entries(1, 2, 1).toArray(Entry[]::new));
        long next = again.stored().entries().size() + 1L;
        again.write(List.of(new Write.Append(entries(next, next, 3))));
      }
      try (JournalFolder again = JournalFolder.open(folder)) {
        assertThat(again.stored().entries().getLast().term()).isEqualTo(3);
      }
    }
  }

  /** The issue: a flipped byte anywhere in the log is found at start, with file and offset. */
  @Test
  void aFlippedByteAnywhereIsFoundAndItsFileAndPlaceAreNamed() throws Exception {
    try (JournalFolder journal = begun()) {
      journal.write(List.of(new Write.Append(entries(1, 9, 1))));
      journal.write(List.of(new Write.Compact(snapshot(5, 1, 100), 5)));
      journal.write(List.of(new Write.Append(entries(10, 12, 1))));
      journal.flush();
    }
    for (String name : files()) {
      Path file = folder.resolve(name);
      byte[] whole = Files.readAllBytes(file);
      for (int at = 0; at < whole.length; at++) {
        byte[] flipped = whole.clone();
        flipped[at] ^= 0x10;
        Files.write(file, flipped);
        assertThatThrownBy(() -> JournalFolder.open(folder))
            .as("%s, byte %s", name, at)
            .isInstanceOf(DamagedJournal.class)
            .hasMessageStartingWith(file + " at byte ");
      }
      Files.write(file, whole);
    }
    JournalFolder.open(folder).close();
  }

  @Test
  void aSnapshotThatIsMissingIsDamage() throws Exception {
    try (JournalFolder journal = begun()) {
      journal.write(List.of(new Write.Compact(snapshot(5, 1, 100), 5)));
    }
    Files.delete(folder.resolve("00000000000000000005-1.snapshot"));
    assertThatThrownBy(() -> JournalFolder.open(folder))
        .isInstanceOf(DamagedJournal.class)
        .hasMessageContaining("it is missing");
  }

  /** Else a voter would begin anew with an empty journal, and forget what it promised. */
  @Test
  void aSnapshotWhoseJournalIsGoneIsDamageAndNotANewMember() throws Exception {
    try (JournalFolder journal = begun()) {
      journal.write(List.of(new Write.Compact(snapshot(5, 1, 100), 5)));
    }
    Files.delete(folder.resolve("0000000002.base"));
    assertThatThrownBy(() -> JournalFolder.open(folder))
        .isInstanceOf(DamagedJournal.class)
        .hasMessageContaining("snapshots without the journal");
    assertThat(files()).containsExactly("00000000000000000005-1.snapshot");
  }

  /** SAFETY E1: a failed write or fsync ends the member; nothing is tried again. */
  @Test
  void afterAFailureNothingIsWrittenAnyMore() throws Exception {
    JournalFolder journal = begun();
    journal.close(); // so that the next write fails
    assertThatThrownBy(() -> journal.write(List.of(new Write.Append(entries(1, 1, 1)))))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(journal::flush)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("failed before");
  }

  private JournalFolder begun() throws Exception {
    JournalFolder journal = JournalFolder.open(folder);
    journal.begin(MINE, Stored.founder(TWO));
    return journal;
  }

  private static Snapshot founding() {
    return Snapshot.founding(TWO);
  }

  private static Snapshot snapshot(long index, long term, int bytes) {
    byte[] state = new byte[bytes];
    Arrays.fill(state, (byte) 7);
    return new Snapshot(new Snapshot.Head(index, term, TWO, bytes), Bytes.wrap(state));
  }

  private static List<Entry> entries(long first, long last, long term) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(i -> new Entry(i, term, new Content.Command(text("set a/b " + i))))
        .toList();
  }

  private static Bytes text(String text) {
    return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      Comparator<String> segmentsFirst = Comparator.comparingInt(String::length);
      return all.map(f -> f.getFileName().toString())
          .filter(name -> !name.equals(Reserve.NAME))
          .sorted(segmentsFirst.thenComparing(Comparator.naturalOrder()))
          .toList();
    }
  }
}
