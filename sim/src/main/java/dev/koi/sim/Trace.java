package dev.koi.sim;

import java.io.PrintStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that happened, folded into one number: FNV-1a (Fowler, Noll, Vo), 64 bits, fed with whole longs
 * instead of bytes because nothing hostile is hashed here. With a stream it is also told to people.
 */
public final class Trace {

  private static final long BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private final Timeline timeline;
  private final @Nullable PrintStream reader;
  private long hash = BASIS;

  public Trace(Timeline timeline, @Nullable PrintStream reader) {
    this.timeline = timeline;
    this.reader = reader;
  }

  /**
   * Folds something that happened now.
   *
   * @param node its index, -1 for the world
   * @param detail whatever tells it from others of its kind
   */
  public void fold(int node, String kind, long detail) {
    mix(timeline.now());
    mix(node);
    mix(kind.hashCode());
    mix(detail);
  }

  /** For the reader only. */
  public void say(String who, Supplier<String> text) {
    if (reader != null) {
      reader.println(Timeline.show(timeline.now()) + " " + who + " " + text.get());
    }
  }

  public long hash() {
    return hash;
  }

  private void mix(long value) {
    hash = (hash ^ value) * PRIME;
    // A multiplication carries only upwards: without this the high bits of what comes in are lost.
    hash ^= hash >>> 32;
  }
}
