package dev.koi.node.port;

import dev.koi.core.time.Moment;

/** What the loop drives: the daemon. All calls come from one thread. */
public interface Handler {

  /** Decides and acts; never blocks. What it throws stops the program. */
  default void handle(Event event) {
    handle(event, false);
  }

  /**
   * The same.
   *
   * @param more whether the next one waits already, so that what is done once for several may wait for it
   */
  void handle(Event event, boolean more);

  /** When it wants an {@link Event.Tick} at the latest; asked again after each event. */
  Moment nextWake();

  /** True once nothing is left to do: the loop returns. */
  boolean hasEnded();
}
