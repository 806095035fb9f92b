package dev.koi.node.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How the kernel schedules this process. {@code bin/koinode} asks for real-time priority where it may. */
public enum Priority {
  REALTIME,
  NORMAL;

  private static final Path FILE = Path.of("/proc/self/stat");

  /** Of proc(5), counted from the first one behind the program's name, which may hold blanks. */
  private static final int POLICY = 41 - 3;

  private static final String FIFO = "1";
  private static final String ROUND_ROBIN = "2";

  /**
   * Of this process.
   *
   * @throws IOException if the kernel does not show it
   */
  public static Priority read() throws IOException {
    return of(Files.readString(FILE));
  }

  static Priority of(String stat) throws IOException {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    if (fields.length <= POLICY) {
      throw new IOException(FILE + " should have " + (POLICY + 3) + " fields: " + stat);
    }
    String policy = fields[POLICY];
    return policy.equals(FIFO) || policy.equals(ROUND_ROBIN) ? REALTIME : NORMAL;
  }
}
