package dev.koi.node.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.name.MemberId;
import dev.koi.core.name.NodeName;
import dev.koi.core.raft.Content;
import dev.koi.core.raft.Entry;
import dev.koi.core.raft.Members;
import dev.koi.core.raft.RaftOutput.Persist;
import dev.koi.core.raft.Stored;
import dev.koi.core.raft.Write;
import dev.koi.wire.journal.Note;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class JournalWriterTest {

  private static final MemberId A = new MemberId(new NodeName("a"), new UUID(1, 1));

  @TempDir Path folder;

  /** What the writer told, in order. */
  private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch reached = new CountDownLatch(1);

  private JournalFolder begun() throws Exception {
    JournalFolder journal = JournalFolder.open(folder);
    journal.begin(new Note.Identity(new UUID(9, 9), A), Stored.founder(Members.of(List.of(A))));
    return journal;
  }

  private static Persist persist(long ticket, long... indexes) {
    return new Persist(
        ticket,
        LongStream.of(indexes)
            .<Write>mapToObj(i -> new Write.Append(List.of(new Entry(i, 1, new Content.NoOp()))))
            .toList());
  }

  private final JournalWriter.Listener listener =
      new JournalWriter.Listener() {
        @Override
        public void persisted(long ticket) {
          told.add("persisted " + ticket);
          if (ticket == 1) {
            reached.countDown();
            await(gate);
          }
        }

        @Override
        public void full(long ticket, String why) {
          told.add("full " + ticket + ": " + why);
        }

        @Override
        public void failed(long ticket, String why) {
          told.add("failed " + ticket + ": " + why);
        }
      };

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatCameWhileTheDiskWasBusyIsFlushedAtOnceAndToldAtOnce() throws Exception {
    try (JournalWriter writer = JournalWriter.begin(begun(), listener)) {
      writer.persist(persist(1, 1));
      await(reached);
      writer.persist(persist(2, 2));
      writer.persist(persist(3, 3, 4));
      writer.persist(persist(4, 5));
      gate.countDown();
    }
    assertThat(told).containsExactly("persisted 1", "persisted 4");
    try (JournalFolder again = JournalFolder.open(folder)) {
      assertThat(again.stored().entries()).extracting(Entry::index).containsExactly(1L, 2L, 3L, 4L, 5L);
    }
  }

  @Test
  void afterAFailureNothingMoreIsWrittenOrTold() throws Exception {
    JournalFolder journal = begun();
    journal.close(); // whatever is written to it fails, as on a disk that is gone
    try (JournalWriter writer = JournalWriter.begin(journal, listener)) {
      writer.persist(persist(7, 1));
      assertThat(told.poll(10, TimeUnit.SECONDS)).startsWith("failed 7: the journal cannot be written");
      writer.persist(persist(8, 2));
    }
    assertThat(told).isEmpty();
  }

  /** What fitted is told first: a vote among it may be given. */
  @Test
  void whatFitsOnAFullDiskIsToldAndThenThatItIsFullAndNothingMoreIsWritten() throws Exception {
    begun().close();
    SmallDrive drive = new SmallDrive(folder);
    JournalFolder journal = JournalFolder.open(folder, drive);
    try (JournalWriter writer = JournalWriter.begin(journal, listener)) {
      writer.persist(persist(1, 1));
      await(reached);
      drive.leave(100);
      writer.persist(persist(2, 2));
      writer.persist(persist(3, 3, 4, 5, 6, 7, 8));
      writer.persist(persist(4, 9));
      gate.countDown();
    }
    assertThat(told.poll()).isEqualTo("persisted 1");
    assertThat(told.poll()).isEqualTo("persisted 2");
    assertThat(told.poll()).startsWith("full 3: the disk is full: " + folder);
    assertThat(told).isEmpty();
    try (JournalFolder again = JournalFolder.open(folder)) {
      assertThat(again.stored().entries()).extracting(Entry::index).startsWith(1L, 2L).doesNotContain(8L);
    }
  }

  @Test
  void aWriteThatMakesNoSenseIsAFailureToo() throws Exception {
    try (JournalWriter writer = JournalWriter.begin(begun(), listener)) {
      writer.persist(persist(2, 1, 3));
    }
    assertThat(told).containsExactly("failed 2: the journal cannot be written: entry 3 where 2 goes");
  }
}
