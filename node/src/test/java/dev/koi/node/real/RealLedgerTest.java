package dev.koi.node.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.koi.core.founding.Draft;
import dev.koi.core.name.MemberId;
import dev.koi.core.name.NodeName;
import dev.koi.core.raft.Ballot;
import dev.koi.core.raft.Bytes;
import dev.koi.core.raft.Content;
import dev.koi.core.raft.Entry;
import dev.koi.core.raft.Members;
import dev.koi.core.raft.RaftOutput.Persist;
import dev.koi.core.raft.Stored;
import dev.koi.core.raft.Write;
import dev.koi.node.journal.DamagedJournal;
import dev.koi.node.port.Event;
import dev.koi.node.port.Ledger;
import dev.koi.node.port.Ledger.Word;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A member's journal as the daemon has it: from the first draft to what the next start finds. */
@Timeout(30)
class RealLedgerTest {

  private static final UUID CLUSTER = new UUID(7, 7);
  private static final MemberId A = new MemberId(new NodeName("a"), new UUID(1, 2));
  private static final Members MEMBERS = Members.of(List.of(A));

  @TempDir Path state;

  private final Inbox inbox = new Inbox();

  @Test
  void aFreshFolderHasNeitherJournalNorDraftAndIsItsOwnersOnly() throws Exception {
    try (RealLedger ledger = open()) {
      assertThat(ledger.found()).isNull();
      assertThat(ledger.draft()).isNull();
    }
    assertThat(Files.getPosixFilePermissions(state.resolve("store")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void theDraftIsThereAtTheNextStartUntilThereIsAJournal() throws Exception {
    Draft draft = new Draft(A, List.of(A));
    try (RealLedger ledger = open()) {
      ledger.draft(draft);
      await(Word.Drafted.class);
    }
    try (RealLedger ledger = open()) {
      assertThat(ledger.draft()).isEqualTo(draft);
      ledger.begin(new Ledger.Found(CLUSTER, A, Stored.founder(MEMBERS)));
      await(Word.Begun.class);
    }
    try (RealLedger ledger = open()) {
      assertThat(ledger.draft()).as("who has a journal needs none").isNull();
      assertThat(ledger.found())
          .isEqualTo(new Ledger.Found(CLUSTER, A, Stored.founder(MEMBERS)));
    }
  }

  @Test
  void whatWasPersistedIsThereAtTheNextStart() throws Exception {
    Entry entry = new Entry(1, 1, new Content.NoOp());
    Ballot ballot = new Ballot(1, A);
    try (RealLedger ledger = open()) {
      ledger.begin(new Ledger.Found(CLUSTER, A, Stored.founder(MEMBERS)));
      await(Word.Begun.class);
      ledger.persist(new Persist(1, List.of(new Write.Vote(ballot))));
      ledger.persist(new Persist(2, List.of(new Write.Append(List.of(entry)))));
      inbox.await(Event.Kept.class, kept -> kept.word().equals(new Word.Persisted(2)));
    }
    try (RealLedger ledger = open()) {
      Ledger.Found found = ledger.found();
      assertThat(found).isNotNull();
      assertThat(found == null ? null : found.stored().ballot()).isEqualTo(ballot);
      assertThat(found == null ? null : found.stored().entries()).containsExactly(entry);
    }
  }

  @Test
  void theBytesOfAStateAreMadeElsewhere() throws Exception {
    Bytes bytes = Bytes.wrap(new byte[] {1, 2});
    try (RealLedger ledger = open()) {
      ledger.encode(5, () -> bytes);
      assertThat(await(Word.Frozen.class)).isEqualTo(new Word.Frozen(5, bytes));
    }
  }

  @Test
  void aDraftThatIsNoneIsToldAndAJournalThatIsDamagedToo() throws Exception {
    try (RealLedger ledger = open()) {
      ledger.draft(Draft.of(A));
      await(Word.Drafted.class);
    }
    Files.writeString(state.resolve("store/draft"), "nonsense");
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("store/draft", "a draft begins with", "remove it");
    Files.delete(state.resolve("store/draft"));
    try (RealLedger ledger = open()) {
      ledger.begin(new Ledger.Found(CLUSTER, A, Stored.founder(MEMBERS)));
      await(Word.Begun.class);
    }
    Path base;
    try (Stream<Path> files = Files.list(state.resolve("store"))) {
      base = files.filter(file -> file.toString().endsWith(".base")).findFirst().orElseThrow();
    }
    byte[] content = Files.readAllBytes(base);
    content[content.length / 2] ^= 1;
    Files.write(base, content);
    assertThatThrownBy(this::open).isInstanceOf(DamagedJournal.class).hasMessageContaining(".base");
  }

  private RealLedger open() throws IOException, DamagedJournal {
    return new RealLedger(state, inbox);
  }

  private <T extends Word> T await(Class<T> type) {
    Event.Kept kept = inbox.await(Event.Kept.class, k -> type.isInstance(k.word()));
    return type.cast(kept.word());
  }
}
