package dev.koi.node.api;

import java.time.Duration;

/**
 * What one asking process may take.
 *
 * @param lineBytes of a request; a longer line ends the connection
 * @param connections at once, for root and the daemon's user; as many again for all others together,
 *     so that others cannot keep root out
 * @param unanswered requests on one connection; one more is refused
 * @param burst requests that are read at once of those who may only read; beyond them {@code perSecond}
 *     are. Who may order is bounded by {@code unanswered} alone
 * @param perSecond requests a second on one connection; faster ones are read later
 * @param idle a connection that owes and asks nothing for so long is closed
 * @param write a connection that does not take an answer for so long is closed
 */
record Limits(
    int lineBytes,
    int connections,
    int unanswered,
    int burst,
    int perSecond,
    Duration idle,
    Duration write) {

  /** A line takes a value of the store, of 32 KiB, even if JSON needs six bytes for each of it. */
  static final Limits NORMAL =
      new Limits(256 * 1024, 64, 32, 50, 100, Duration.ofSeconds(60), Duration.ofSeconds(10));

  /** How often a connection is looked at. */
  Duration watchPeriod() {
    Duration shorter = idle.compareTo(write) < 0 ? idle : write;
    Duration quarter = shorter.dividedBy(4);
    return quarter.compareTo(Duration.ofSeconds(1)) < 0 ? quarter : Duration.ofSeconds(1);
  }
}
