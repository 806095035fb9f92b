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
     * There is no room: from this ticket on nothing is written any more. Nothing that was reported is lost:
     * once there is room the member may be what it was, with what the next open finds.
     *
     * @param why for people: which file, and what the kernel said
     */
    void full(long ticket, String why);

    /**
     * From this ticket on nothing is on the disk, or nobody knows; nothing more is written, and no open takes
     * this journal again: the member may come back as a learner only.
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

  /** False: it was the last. */
  private boolean write(List<Persist> batch) {
    List<Persist> work = batch.stream().filter(persist -> !persist.equals(END)).toList();
    int written = 0;
    @Nullable FullDisk full = null;
    try {
      try {
        for (Persist persist : work) {
          journal.write(persist.writes());
          written++;
        }
      } catch (FullDisk e) {
        full = e; // a vote that was written before may still be given
      }
      if (written > 0) {
        journal.flush();
        listener.persisted(work.get(written - 1).ticket());
      }
    } catch (IOException | RuntimeException e) {
      // A journal that cannot be what it was asked to be is as bad as a disk that fails: the loop must
      // learn of it, or it would wait for ever and answer nobody.
      listener.failed(work.getFirst().ticket(), "the journal cannot be written: " + e.getMessage());
      return false;
    }
    if (full != null) {
      listener.full(work.get(written).ticket(), "the disk is full: " + full.getMessage());
    }
    return full == null;
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
