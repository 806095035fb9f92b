package dev.koi.cli;

import dev.koi.wire.config.KeyChange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Puts another text into a file, all of it or nothing: whoever reads meanwhile, a daemon or the
 * machine after a power cut, finds the old text or the new one.
 */
final class Swap {

  private Swap() {}

  /** Keeps mode and owner; a symbolic link stays one, and what it points to is replaced. */
  static void write(KeyChange change) throws IOException {
    Path file = Path.of(change.file()).toRealPath();
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + ": no file");
    }
    FileAttribute<Set<PosixFilePermission>> closed =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path fresh = Files.createTempFile(folder, "." + file.getFileName() + ".", ".new", closed);
    try {
      fill(fresh, change.text().getBytes(change.charset()));
      owner(file, fresh);
      Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(file));
      if (!new String(Files.readAllBytes(file), change.charset()).equals(change.expected())) {
        throw new IOException(file + ": somebody else has just changed it; look, and try again");
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
    try (FileChannel place = FileChannel.open(folder, StandardOpenOption.READ)) {
      place.force(true);
    }
  }

  private static void fill(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
  }

  /** Before the mode, which a change of owner may take bits from. */
  private static void owner(Path from, Path to) throws IOException {
    for (String id : new String[] {"unix:gid", "unix:uid"}) {
      Object wanted = Files.getAttribute(from, id);
      if (!wanted.equals(Files.getAttribute(to, id))) {
        try {
          Files.setAttribute(to, id, wanted);
        } catch (IOException e) {
          throw new IOException(from + ": its owner cannot be kept: run koi as root or as its owner", e);
        }
      }
    }
  }
}
