package dev.koi.node.journal;

import dev.koi.node.real.DurableFolder;
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
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;

/** A segment that is written to. */
final class JournalFile implements AutoCloseable {

  private Path file;
  private final FileChannel channel;
  private final Drive drive;
  private final long number;
  private long place;

  private JournalFile(Path file, FileChannel channel, Drive drive, long number, long place) {
    this.file = file;
    this.channel = channel;
    this.drive = drive;
    this.number = number;
    this.place = place;
  }

  /** A new one, or none if it fails; its name in the folder is not safe yet. */
  static JournalFile create(Path file, long number, Drive drive) throws IOException {
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Set<StandardOpenOption> options =
        Set.of(
            StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    JournalFile fresh;
    try {
      fresh = new JournalFile(file, FileChannel.open(file, options, mode), drive, number, 0);
    } catch (IOException e) {
      throw FullDisk.told(file, e);
    }
    try {
      fresh.put(Segment.head(number));
      return fresh;
    } catch (IOException e) {
      fresh.discard(e);
      throw e;
    }
  }

  /** What goes into a file. */
  interface Content {
    void into(JournalFile file) throws IOException;
  }

  /**
   * A file that is there whole or not at all, and safe: it is made aside. If that fails nothing of it is
   * left, least of all on a full disk.
   */
  static JournalFile whole(Path target, long number, Drive drive, Content content)
      throws IOException {
    Path aside = target.resolveSibling(target.getFileName() + JournalFolder.ASIDE);
    JournalFile fresh = create(aside, number, drive);
    try {
      content.into(fresh);
      fresh.flush();
      move(aside, target);
      fresh.file = target;
    } catch (IOException | RuntimeException e) {
      fresh.discard(e);
      throw e;
    }
    return fresh;
  }

  private static void move(Path aside, Path target) throws IOException {
    try {
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw FullDisk.told(target, e);
    }
    sync(target.toAbsolutePath().resolveSibling(""));
  }

  /** What a folder lists is safe when this returns. */
  static void sync(Path folder) throws IOException {
    try {
      DurableFolder.sync(folder);
    } catch (IOException e) {
      throw new FailedFlush(folder, e);
    }
  }

  private void discard(Exception because) {
    try {
      channel.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      because.addSuppressed(e); // the next open removes it
    }
  }

  /**
   * To go on behind what was found. What a crash cut off goes. What is there is flushed first, in any case:
   * a process that was killed leaves behind what the kernel has in memory. That was read, and is not safe.
   */
  static JournalFile append(Path file, long number, Scan.Sound found, Drive drive)
      throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    JournalFile open = new JournalFile(file, channel, drive, number, found.end());
    try {
      if (found.torn()) {
        channel.truncate(found.end());
      }
      open.force(true);
      return open;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
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

  /** Where it stops for want of room, the same may be put again. */
  private void put(byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    try {
      while (rest.hasRemaining()) {
        drive.write(channel, rest, place + rest.position());
      }
    } catch (IOException e) {
      throw FullDisk.told(file, e);
    }
    place += bytes.length;
  }

  long size() {
    return place;
  }

  /** What was added is on the disk when this returns. */
  void flush() throws IOException {
    force(false);
  }

  private void force(boolean metadata) throws IOException {
    try {
      drive.force(channel, metadata);
    } catch (IOException e) {
      throw new FailedFlush(file, e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
