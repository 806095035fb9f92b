package dev.koi.node.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A disk on which the files of one folder have so much room, and whose flush may fail. */
final class SmallDrive implements Drive {

  private final Path folder;

  /** All files together. */
  long room = Long.MAX_VALUE;

  boolean flushes = true;

  /** When a flush fails. */
  String says = "Input/output error";

  SmallDrive(Path folder) {
    this.folder = folder;
  }

  /** So much more than there is now. */
  void leave(long bytes) throws IOException {
    room = used() + bytes;
  }

  long used() throws IOException {
    long used = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        used += Files.size(file);
      }
    }
    return used;
  }

  @Override
  public int write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
    long within = Math.max(0, channel.size() - at); // takes no more room than there is
    long most = Math.min(bytes.remaining(), within + Math.max(0, room - used()));
    if (most == 0 && bytes.hasRemaining()) {
      throw new IOException("No space left on device");
    }
    ByteBuffer some = bytes.slice(bytes.position(), (int) most);
    int written = channel.write(some, at);
    bytes.position(bytes.position() + written);
    return written;
  }

  @Override
  public void force(FileChannel channel, boolean metadata) throws IOException {
    if (!flushes) {
      throw new IOException(says);
    }
    channel.force(metadata);
  }
}
