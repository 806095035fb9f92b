package dev.koi.node.journal;

import dev.koi.wire.journal.MalformedNote;
import dev.koi.wire.journal.Note;
import dev.koi.wire.journal.NoteCodec;
import dev.koi.wire.journal.Scan;
import dev.koi.wire.journal.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;

/** A segment that is written to. */
final class JournalFile implements AutoCloseable {

  private final FileChannel channel;
  private final long number;
  private long place;

  private JournalFile(FileChannel channel, long number, long place) {
    this.channel = channel;
    this.number = number;
    this.place = place;
  }

  /** A new one; its name in the folder is not safe yet. */
  static JournalFile create(Path file, long number) throws IOException {
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Set<StandardOpenOption> options =
        Set.of(
            StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    JournalFile fresh = new JournalFile(FileChannel.open(file, options, mode), number, 0);
    fresh.put(Segment.head(number));
    return fresh;
  }

  /** To go on behind {@code end}; what is there is cut off, and that is safe before anything is added. */
  static JournalFile append(Path file, long number, Scan.Sound found) throws IOException {
    if (found.end() == 0) {
      JournalFile anew = create(file, number);
      anew.flush();
      return anew;
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    if (found.torn()) {
      channel.truncate(found.end());
      channel.force(true);
    }
    return new JournalFile(channel, number, found.end());
  }

  /** Hands on every note of a file. */
  static Scan.Sound read(Path file, long number, boolean last, Consumer<Note> to)
      throws IOException, DamagedJournal {
    Scan scan = Scan.of(ByteBuffer.wrap(Files.readAllBytes(file)), number, last);
    return switch (scan) {
      case Scan.Damaged damaged -> throw new DamagedJournal(file, damaged.place(), damaged.why());
      case Scan.Sound sound -> {
        long at = Segment.HEAD_BYTES;
        for (byte[] payload : sound.payloads()) {
          hand(file, at, payload, to);
          at += Segment.FRAME_BYTES + payload.length;
        }
        yield sound;
      }
    };
  }

  private static void hand(Path file, long at, byte[] payload, Consumer<Note> to)
      throws DamagedJournal {
    try {
      to.accept(NoteCodec.decode(payload));
    } catch (MalformedNote | IllegalArgumentException e) {
      throw new DamagedJournal(file, at, "the checksum is right, but " + e.getMessage());
    }
  }

  void add(Note note) throws IOException {
    put(Segment.record(number, place, NoteCodec.encode(note)));
  }

  private void put(byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      channel.write(rest, place + rest.position());
    }
    place += bytes.length;
  }

  long size() {
    return place;
  }

  /** What was added is on the disk when this returns. */
  void flush() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
