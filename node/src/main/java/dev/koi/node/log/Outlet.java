package dev.koi.node.log;

import java.io.Closeable;
import java.io.IOException;

/** A place where lines go. Called by one thread, which may wait. */
public interface Outlet extends Closeable {

  /**
   * Takes a line, which may have line ends in it.
   *
   * @throws IOException if it is lost; the next one may fare better
   */
  void say(Line line) throws IOException;

  /** All that was said has to leave now: nothing follows for a while. */
  default void flush() throws IOException {}

  @Override
  default void close() throws IOException {}
}
