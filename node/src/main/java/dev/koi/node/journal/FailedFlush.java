package dev.koi.node.journal;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Nobody knows what the disk holds: what is read back may be the kernel's memory alone. That it failed for
 * want of room changes nothing about that.
 */
final class FailedFlush extends IOException {

  private static final long serialVersionUID = 1;

  FailedFlush(Path file, IOException cause) {
    super(file + ": it could not be flushed: " + cause.getMessage(), cause);
  }
}
