package dev.koi.node.links;

import dev.koi.core.time.Moment;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much cryptography a source may order before it has proven itself: so much a second for an
 * address and port, and so much for all together. Peers that have proven themselves do not come
 * here: else whoever forges their address could spend their share.
 */
final class SourceLimits {

  /** A node that starts sends some 30 datagrams a second until it is believed. */
  static final int PER_SOURCE = 100;

  /** At 20 microseconds each, four percent of a core. */
  static final int IN_ALL = 2000;

  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Map<InetSocketAddress, Integer> spent = new HashMap<>();
  private @Nullable Moment begun;
  private int total;

  /** Whether one more may be looked at; if so, it is charged. */
  boolean charge(InetSocketAddress source, Moment now) {
    if (begun == null || now.since(begun).compareTo(PERIOD) >= 0) {
      begun = now;
      total = 0;
      // Bounded by IN_ALL: nothing is put here that was not charged.
      spent.clear();
    }
    if (total >= IN_ALL || spent.getOrDefault(source, 0) >= PER_SOURCE) {
      return false;
    }
    total++;
    spent.merge(source, 1, Integer::sum);
    return true;
  }
}
