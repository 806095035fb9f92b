package dev.koi.sim.store;

import dev.koi.core.raft.Entry;
import dev.koi.core.raft.Snapshot;
import dev.koi.core.raft.Stored;
import dev.koi.core.raft.Write;
import dev.koi.wire.journal.MalformedNote;
import dev.koi.wire.journal.Note;
import dev.koi.wire.journal.NoteCodec;
import dev.koi.wire.journal.Scan;
import dev.koi.wire.journal.Segment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * A journal as its bytes, the very bytes of {@code wire.journal}: a base and what was added to it. A snapshot
 * begins another one, which takes its place at once; its state lies elsewhere, whole.
 */
final class Ledger {

  private long number;
  private Snapshot snapshot;
  private byte[] bytes = new byte[4096];
  private int length;

  /** What the bytes say. */
  private Stored stored;

  Ledger(Stored stored) {
    this.stored = stored;
    this.snapshot = stored.snapshot();
    begin();
  }

  private void begin() {
    number++;
    snapshot = stored.snapshot();
    length = 0;
    put(Segment.head(number));
    add(new Note.Snapshotted(snapshot.head()));
    add(new Note.Voted(stored.ballot()));
    add(new Note.Appended(stored.entries()));
  }

  Stored stored() {
    return stored;
  }

  int length() {
    return length;
  }

  /**
   * Writes all of it.
   *
   * @param together entries in one record, at most
   */
  void write(Write write, int together) {
    stored = stored.after(write);
    switch (write) {
      case Write.Vote vote -> add(new Note.Voted(vote.ballot()));
      case Write.Truncate truncate -> add(new Note.Truncated(truncate.after()));
      case Write.Append append -> {
        List<Entry> entries = append.entries();
        for (int from = 0; from < entries.size(); from += together) {
          int to = Math.min(entries.size(), from + together);
          add(new Note.Appended(entries.subList(from, to)));
        }
      }
      case Write.Install _, Write.Compact _ -> begin();
    }
  }

  private void add(Note note) {
    put(Segment.record(number, length, NoteCodec.encode(note)));
  }

  private void put(byte[] more) {
    if (length + more.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * (length + more.length));
    }
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  /**
   * What lies behind is gone, and what is left is read again, as at a start.
   *
   * @param zeros that the file system left there instead
   * @return whether anything was torn, and cut off
   * @throws IllegalStateException if that is not how a journal ends after a crash
   */
  boolean cut(int at, int zeros) {
    ByteBuffer file = ByteBuffer.wrap(Arrays.copyOf(Arrays.copyOf(bytes, at), at + zeros));
    return switch (Scan.of(file, number, true)) {
      case Scan.Damaged damaged ->
          throw new IllegalStateException("damage at " + damaged.place() + ": " + damaged.why());
      case Scan.Sound sound -> {
        stored = read(sound.payloads());
        length = (int) sound.end();
        yield sound.torn();
      }
    };
  }

  private Stored read(List<byte[]> payloads) {
    Stored read = new Stored(stored.ballot(), snapshot, List.of());
    try {
      for (byte[] payload : payloads) {
        read =
            switch (NoteCodec.decode(payload)) {
              case Note.Voted v -> read.after(new Write.Vote(v.ballot()));
              case Note.Appended a -> read.after(new Write.Append(a.entries()));
              case Note.Truncated t -> read.after(new Write.Truncate(t.after()));
              case Note.Snapshotted s when s.head().equals(snapshot.head()) -> read;
              case Note.Snapshotted _, Note.Identity _, Note.Piece _ ->
                  throw new IllegalStateException("a note that was not written");
            };
      }
    } catch (MalformedNote e) {
      throw new IllegalStateException("what was written cannot be read", e);
    }
    return read;
  }
}
