package dev.koi.node.journal;

import dev.koi.core.raft.Entry;
import dev.koi.core.raft.Snapshot;
import dev.koi.core.raft.Stored;
import dev.koi.core.raft.Write;
import dev.koi.wire.journal.Note;
import dev.koi.wire.journal.Scan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one member: segments that are added to, and snapshots. Used by one thread, which may wait
 * for the disk.
 *
 * <p>A journal begins with a base, which says everything again: identity, snapshot, term and vote, the
 * entries that are kept. Each snapshot begins a new one, which is made aside and takes its place by a
 * rename; then whatever is older goes. So the journal is bounded by what two snapshots lie apart, and a
 * crash at any moment leaves a base that is whole. Segments of a few megabytes follow it.
 *
 * <p>After a failed write or flush nobody knows what the disk holds: the kernel may have dropped the pages
 * and call the next flush a success (Rebello et al., "Can Applications Recover from fsync Failures?",
 * 2020). So nothing is tried again: every later call fails, the folder is marked, and the member ends and
 * returns as a learner (SAFETY E1).
 *
 * <p>A full disk is no failure: what was flushed is safe, and what was not is cut off, or read, by the next
 * open. Nothing more is written until then. Term and vote may use up a reserve before; while there is none,
 * nothing else is written, or it would eat the room that the next vote needs.
 */
public final class JournalFolder implements AutoCloseable {

  static final String ASIDE = ".new";

  private static final String BASE = ".base";
  private static final String MORE = ".more";

  /** A segment is read at one go when the process begins. */
  private static final long SEGMENT_BYTES = 8L << 20;

  /** Of entries in one record: well below what a record can hold. */
  private static final int BATCH_BYTES = 1 << 20;

  private final Path folder;
  private final Drive drive;
  private final Reserve reserve;
  private final Replay replay;
  private Stored stored;
  private long number;
  private @Nullable JournalFile file;
  private @Nullable Exception broken;
  private @Nullable FullDisk full;

  private JournalFolder(Path folder, Drive drive, Replay replay, Snapshot snapshot) {
    this.folder = folder;
    this.drive = drive;
    this.reserve = new Reserve(folder, drive);
    this.replay = replay;
    this.stored = new Stored(replay.ballot(), snapshot, replay.entries());
  }

  /**
   * Reads what is there. A record that a crash or a full disk cut off at the very end is removed.
   *
   * @param folder exists, and belongs to this process
   * @throws DamagedJournal if anything that was safe is not what was written, or writing failed before
   */
  public static JournalFolder open(Path folder) throws IOException, DamagedJournal {
    return open(folder, Drive.REAL);
  }

  static JournalFolder open(Path folder, Drive drive) throws IOException, DamagedJournal {
    FailedMark.check(folder);
    Segments found = Segments.in(folder);
    if (found.current().isEmpty() && !snapshots(folder).isEmpty()) {
      throw new DamagedJournal(folder, "snapshots without the journal that they belong to");
    }
    Replay replay = new Replay();
    Scan.@Nullable Sound end = null;
    Segments.@Nullable One last = null;
    for (Segments.One segment : found.current()) {
      boolean latest = segment.equals(found.current().getLast());
      Scan.Sound sound = JournalFile.read(segment.file(), segment.number(), latest, replay::add);
      if (sound.end() > 0 || segment.base()) {
        end = sound;
        last = segment;
      }
    }
    if (end != null && replay.identity() == null) {
      throw new DamagedJournal(found.current().getFirst().file(), "it does not say whose it is");
    }
    Snapshot snapshot = SnapshotFile.read(folder, replay.head());
    JournalFolder journal = new JournalFolder(folder, drive, replay, snapshot);
    if (end != null && last != null) {
      journal.goOn(found, last, end);
    }
    return journal;
  }

  /** All that was read is made safe, and what is not needed goes, before anything is added. */
  private void goOn(Segments found, Segments.One last, Scan.Sound end) throws IOException {
    try {
      if (last.number() < found.current().getLast().number()) {
        // There was no time, or no room, for its head: so nothing was ever safe in it.
        Files.delete(found.current().getLast().file());
      }
      number = last.number();
      file = JournalFile.append(last.file(), number, end, drive);
      JournalFile.sync(folder);
    } catch (FailedFlush e) {
      fail(e);
      throw e;
    }
    removeUnused(found);
    reserve.make();
  }

  /** Whose it is; null if nothing was ever written here. */
  public Note.@Nullable Identity identity() {
    return replay.identity();
  }

  /** What was there when it was opened, or begun. */
  public Stored stored() {
    return stored;
  }

  /**
   * The journal of a new member.
   *
   * @throws IllegalStateException if there is one already
   */
  public void begin(Note.Identity identity, Stored blank) throws IOException {
    if (replay.identity() != null) {
      throw new IllegalStateException("a journal of " + replay.identity() + " is there");
    }
    replay.add(identity);
    replay.add(new Note.Voted(blank.ballot()));
    replay.add(new Note.Snapshotted(blank.snapshot().head()));
    replay.add(new Note.Appended(blank.entries()));
    stored = blank;
    guarded(() -> snapshot(blank.snapshot()));
    reserve.make();
  }

  /** Whether there is a reserve; without one, and without room for one, only term and vote are written. */
  public boolean hasRoom() {
    return reserve.isHeld();
  }

  /**
   * In this order; safe after the next {@link #flush}, at the latest.
   *
   * @throws FullDisk if there is no room for all of it. Some of it may be there when the journal is opened
   *     again; until then nothing is written any more, but what was written before can be flushed
   */
  public void write(List<Write> writes) throws IOException {
    file();
    guarded(
        () -> {
          for (Write write : writes) {
            write(write);
          }
        });
  }

  /** When this returns, all that was written is safe. */
  public void flush() throws IOException {
    JournalFile open = file();
    unlessBroken(open::flush);
  }

  private void write(Write write) throws IOException {
    if (!(write instanceof Write.Vote)) {
      reserve.make();
      if (!reserve.isHeld()) {
        throw new FullDisk(folder + ": no room for what is reserved for term and vote", null);
      }
    }
    switch (write) {
      case Write.Vote vote -> vote(new Note.Voted(vote.ballot()));
      case Write.Truncate truncate -> add(new Note.Truncated(truncate.after()));
      case Write.Append append -> {
        for (List<Entry> batch : batches(append.entries())) {
          add(new Note.Appended(batch));
        }
      }
      case Write.Install install -> {
        replay.forgetAll();
        snapshot(install.snapshot());
      }
      case Write.Compact compact -> {
        replay.forget(compact.through());
        snapshot(compact.snapshot());
      }
    }
  }

  private static List<List<Entry>> batches(List<Entry> entries) {
    List<List<Entry>> batches = new ArrayList<>();
    List<Entry> batch = new ArrayList<>();
    int bytes = 0;
    for (Entry entry : entries) {
      if (bytes > 0 && bytes + entry.bytes() > BATCH_BYTES) {
        batches.add(batch);
        batch = new ArrayList<>();
        bytes = 0;
      }
      batch.add(entry);
      bytes += entry.bytes();
    }
    batches.add(batch);
    return batches;
  }

  /** Never into a new segment, which could find no room. */
  private void vote(Note note) throws IOException {
    try {
      file().add(note);
    } catch (FullDisk e) {
      if (!reserve.giveUp()) {
        throw e;
      }
      // The blocks of what was removed are free when it is safe that it was.
      JournalFile.sync(folder);
      file().add(note);
    }
    replay.add(note);
  }

  private void add(Note note) throws IOException {
    if (file().size() > SEGMENT_BYTES) {
      file().flush();
      replaceFile(JournalFile.create(segment(number + 1, MORE), number + 1, drive));
      number++;
      JournalFile.sync(folder);
    }
    file().add(note);
    replay.add(note);
  }

  /** A snapshot, then a base that stands on it, then nothing else is needed. */
  private void snapshot(Snapshot snapshot) throws IOException {
    if (snapshot.head().bytes() > 0) {
      SnapshotFile.write(folder, snapshot, drive);
    }
    replay.add(new Note.Snapshotted(snapshot.head()));
    long next = number + 1;
    JournalFile base =
        JournalFile.whole(segment(next, BASE), next, drive, aside -> fill(aside, snapshot.head()));
    replaceFile(base);
    number = next;
    try {
      removeUnused(Segments.in(folder));
    } catch (DamagedJournal e) {
      throw new IOException("somebody else writes in " + folder, e);
    }
  }

  private void fill(JournalFile base, Snapshot.Head head) throws IOException {
    Note.Identity identity = replay.identity();
    if (identity == null) {
      throw new IllegalStateException("a base of nobody");
    }
    base.add(identity);
    base.add(new Note.Snapshotted(head));
    base.add(new Note.Voted(replay.ballot()));
    for (List<Entry> batch : batches(replay.entries())) {
      base.add(new Note.Appended(batch));
    }
  }

  private void replaceFile(JournalFile next) throws IOException {
    if (file != null) {
      file.close();
    }
    file = next;
  }

  /** What a crash, or a base of later, left behind. That it goes need not be safe. */
  private void removeUnused(Segments found) throws IOException {
    for (Path old : found.unused()) {
      Files.delete(old);
    }
    Path kept = SnapshotFile.of(folder, replay.head());
    for (Path path : snapshots(folder)) {
      if (!path.equals(kept)) {
        Files.delete(path);
      }
    }
  }

  private static List<Path> snapshots(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(SnapshotFile.ENDING)).toList();
    }
  }

  private Path segment(long at, String kind) {
    return folder.resolve(String.format("%010d%s", at, kind));
  }

  private JournalFile file() {
    JournalFile open = file;
    if (open == null) {
      throw new IllegalStateException("nothing was begun in " + folder);
    }
    return open;
  }

  /** Something that may fail on the disk. */
  private interface Work {
    void run() throws IOException;
  }

  private void guarded(Work work) throws IOException {
    if (full != null) {
      throw new FullDisk("the disk was full before, and is to be read again first: " + full, full);
    }
    unlessBroken(work);
  }

  private void unlessBroken(Work work) throws IOException {
    if (broken != null) {
      throw new IOException("the journal failed before and is not to be used: " + broken, broken);
    }
    try {
      work.run();
    } catch (FullDisk e) {
      full = e;
      throw e;
    } catch (IOException | RuntimeException e) {
      fail(e);
      throw e;
    }
  }

  /** As well as it can be said on a disk that fails; the reserve may be what makes room for it. */
  private void fail(Exception why) {
    broken = why;
    try {
      reserve.giveUp();
      FailedMark.make(folder, why.toString());
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
