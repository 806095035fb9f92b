package dev.koi.node.journal;

import dev.koi.core.raft.Bytes;
import dev.koi.core.raft.Snapshot;
import dev.koi.wire.journal.Note;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A snapshot's state, in a file of its own: it is there whole, or not at all. */
final class SnapshotFile {

  static final String ENDING = ".snapshot";

  /** Small enough for one buffer, large enough that checksums cost nothing. */
  private static final int PIECE_BYTES = 1 << 20;

  private SnapshotFile() {}

  static Path of(Path folder, Snapshot.Head head) {
    return folder.resolve(String.format("%020d-%d%s", head.index(), head.term(), ENDING));
  }

  /** When this returns the file is safe. */
  static void write(Path folder, Snapshot snapshot, Drive drive) throws IOException {
    JournalFile.whole(
            of(folder, snapshot.head()), snapshot.index(), drive, file -> write(snapshot, file))
        .close();
  }

  private static void write(Snapshot snapshot, JournalFile file) throws IOException {
    file.add(new Note.Snapshotted(snapshot.head()));
    ByteBuffer state = snapshot.state().view();
    while (state.hasRemaining()) {
      byte[] piece = new byte[Math.min(PIECE_BYTES, state.remaining())];
      state.get(piece);
      file.add(new Note.Piece(Bytes.wrap(piece)));
    }
  }

  static Snapshot read(Path folder, Snapshot.Head head) throws IOException, DamagedJournal {
    if (head.bytes() == 0) {
      return new Snapshot(head, Bytes.NONE);
    }
    Path file = of(folder, head);
    List<Note> notes = new ArrayList<>();
    try {
      JournalFile.read(file, head.index(), false, notes::add);
    } catch (NoSuchFileException _) {
      throw new DamagedJournal(file, "it is missing, and the log before it is gone");
    }
    if (notes.isEmpty() || !notes.getFirst().equals(new Note.Snapshotted(head))) {
      throw new DamagedJournal(file, "it is not the snapshot that the journal names");
    }
    ByteArrayOutputStream state = new ByteArrayOutputStream(head.bytes());
    for (Note note : notes.subList(1, notes.size())) {
      if (note instanceof Note.Piece piece) {
        state.writeBytes(piece.bytes().toArray());
      }
    }
    if (state.size() != head.bytes()) {
      throw new DamagedJournal(file, state.size() + " bytes of state where it says " + head.bytes());
    }
    return new Snapshot(head, Bytes.wrap(state.toByteArray()));
  }
}
