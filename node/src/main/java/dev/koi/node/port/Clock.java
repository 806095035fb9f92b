package dev.koi.node.port;

import dev.koi.core.time.Moment;
import java.time.Instant;

/** What time it is. */
public interface Clock {

  /** Read anew at each call: the loop stamps an event after it was received (SAFETY, Clocks). */
  Moment now();

  /** For people only; no decision may depend on it. */
  Instant wall();
}
