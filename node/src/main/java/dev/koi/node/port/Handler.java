package dev.koi.node.port;

import dev.koi.core.time.Moment;

/** What the loop drives: the daemon. All calls come from one thread. */
public interface Handler {

  /** Decides and acts; never blocks. What it throws stops the program. */
  void handle(Event event);

  /** When it wants an {@link Event.Tick} at the latest; asked again after each event. */
  Moment nextWake();

  /** True once nothing is left to do: the loop returns. */
  boolean hasEnded();
}
