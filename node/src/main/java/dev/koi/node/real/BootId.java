package dev.koi.node.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Which boot of the kernel this is. */
public final class BootId {

  private static final Path FILE = Path.of("/proc/sys/kernel/random/boot_id");

  private BootId() {}

  /**
   * Reads it.
   *
   * @throws IOException if the kernel does not show it, or not as a UUID
   */
  public static UUID read() throws IOException {
    String text = Files.readString(FILE).strip();
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException notOne) {
      throw new IOException(FILE + " should hold a UUID, not \"" + text + "\"", notOne);
    }
  }
}
