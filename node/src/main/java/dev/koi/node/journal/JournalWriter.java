package dev.koi.node.journal;

import dev.koi.core.raft.RaftOutput.Persist;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that waits for the journal, so that the loop never does: a slow disk delays no heartbeat
 * and no round of a lease (DESIGN 2).
 *
 * <p>All that came while the disk was busy is flushed at once. So the slower the disk, the more writes share
 * a flush, and what comes alone waits for nobody (group commit: DeWitt et al., "Implementation Techniques
 * for Main Memory Database Systems", 1984; without its timer, since a flush in progress is timer enough).
 */
public final class JournalWriter implements AutoCloseable {

  /** Who is told. Called from the writer's thread; must not wait. */
  public interface Listener {

    /** Everything up to this ticket is on the disk. */
    void persisted(long ticket);

    /**
     * From this ticket on nothing is, or nobody knows; nothing more is written.
     *
     * @param why for people: which file, and what the kernel said
     */
    void failed(long ticket, String why);
  }

  /** Never written: it ends the writer. */
  private static final Persist END = new Persist(0, List.of());

  private static final long CLOSE_SECONDS = 10;

  private final JournalFolder journal;
  private final Listener listener;
  private final LinkedBlockingQueue<Persist> queue = new LinkedBlockingQueue<>();
  private final Thread thread;

  private JournalWriter(JournalFolder journal, Listener listener) {
    this.journal = journal;
    this.listener = listener;
    // Not a virtual thread: a flush holds its carrier for as long as the disk likes.
    this.thread = Thread.ofPlatform().name("koi-journal").daemon().unstarted(this::run);
  }

  /** Begins to write; from now on nobody else uses the journal, which is closed with this. */
  public static JournalWriter begin(JournalFolder journal, Listener listener) {
    JournalWriter writer = new JournalWriter(journal, listener);
    writer.thread.start();
    return writer;
  }

  /** Has this written and flushed, behind all that was asked for before. Never waits. */
  public void persist(Persist persist) {
    queue.add(persist);
  }

  private void run() {
    List<Persist> batch = new ArrayList<>();
    while (!batch.contains(END)) {
      batch.clear();
      try {
        batch.add(queue.take());
      } catch (InterruptedException _) {
        return;
      }
      queue.drainTo(batch);
      if (!write(batch)) {
        return;
      }
    }
  }

  /** False: it failed. */
  private boolean write(List<Persist> batch) {
    @Nullable Persist last = null;
    try {
      for (Persist persist : batch) {
        if (!persist.equals(END)) {
          journal.write(persist.writes());
          last = persist;
        }
      }
      if (last != null) {
        journal.flush();
        listener.persisted(last.ticket());
      }
      return true;
    } catch (IOException | RuntimeException e) {
      // A journal that cannot be what it was asked to be is as bad as a disk that fails: the loop must
      // learn of it, or it would wait for ever and answer nobody.
      listener.failed(batch.getFirst().ticket(), "the journal cannot be written: " + e.getMessage());
      return false;
    }
  }

  /** Finishes what was asked for, and closes the journal. */
  @Override
  public void close() throws IOException {
    queue.add(END);
    try {
      if (!thread.join(Duration.ofSeconds(CLOSE_SECONDS))) {
        throw new IOException("the journal was not finished within " + CLOSE_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the journal was finished", e);
    }
    journal.close();
  }
}
