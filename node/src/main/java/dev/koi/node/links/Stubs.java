package dev.koi.node.links;

import dev.koi.core.time.Moment;
import dev.koi.wire.seal.Header;
import dev.koi.wire.seal.Start;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which tickets were handed on a moment ago. A guard repeats each every 20 ms, on all paths, for each group
 * of a node at once: looked at each time, they would spend what their source may have looked at before the
 * last of them arrived. And who replays one cannot make us work at the network's rate.
 */
final class Stubs {

  /** Five of a guard's repetitions: what is lost behind the links comes again soon enough. */
  static final Duration QUIET = Duration.ofMillis(100);

  /** The eldest first; only what is authentic comes here, so the source limits bound it. */
  private final Map<Stub, Moment> handedOn = new LinkedHashMap<>();

  private record Stub(Start start, long counter) {}

  boolean isRecent(Header header, Moment now) {
    Moment at = handedOn.get(new Stub(header.start(), header.counter()));
    return at != null && now.since(at).compareTo(QUIET) < 0;
  }

  /** This ticket is authentic, and handed on now. */
  void keep(Header header, Moment now) {
    Iterator<Moment> eldest = handedOn.values().iterator();
    while (eldest.hasNext() && now.since(eldest.next()).compareTo(QUIET) >= 0) {
      eldest.remove();
    }
    handedOn.put(new Stub(header.start(), header.counter()), now);
  }
}
