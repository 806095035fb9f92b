package dev.koi.node.port;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The state folder. The loop never waits for it. */
public interface Disk {

  /**
   * The file's content, null if there is none. At start only: it blocks.
   *
   * @throws IOException if it is there and cannot be read
   */
  byte @Nullable [] read(String name) throws IOException;

  /**
   * Replaces the file whole and durably (written aside, fsync, renamed, the folder's fsync), in the
   * order of the calls; then {@link Event.Saved} or {@link Event.SaveFailed} comes in.
   *
   * @param ticket names this call in the event
   */
  void save(String name, byte[] content, long ticket);
}
