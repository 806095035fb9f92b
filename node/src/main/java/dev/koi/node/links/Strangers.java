package dev.koi.node.links;

import dev.koi.core.time.Moment;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who talks to our cluster id with a key that we do not have. */
final class Strangers {

  /** More than a person would read; a forger could fill any number. */
  static final int KEPT = 16;

  private static final Duration FORGOTTEN = Duration.ofMinutes(1);

  /** In the order in which they were heard last. */
  private final Map<InetSocketAddress, Moment> heard = new LinkedHashMap<>(KEPT, 0.75f, true);

  void heard(InetSocketAddress source, Moment now) {
    if (heard.size() < KEPT || heard.containsKey(source)) {
      heard.put(source, now);
    }
  }

  void expire(Moment now) {
    heard.values().removeIf(last -> now.since(last).compareTo(FORGOTTEN) > 0);
  }

  List<String> addresses() {
    return heard.keySet().stream().map(AddressText::of).sorted().toList();
  }
}
