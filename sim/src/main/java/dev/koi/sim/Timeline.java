package dev.koi.sim;

import java.time.Duration;
import java.util.PriorityQueue;

/**
 * Virtual time, in nanoseconds since the world began, and what is due when. What is due at one
 * instant comes in the order in which it was asked for, so a run does not depend on the queue's moods.
 */
public final class Timeline {

  private final PriorityQueue<Due> queue = new PriorityQueue<>(1024);
  private long now;
  private long asked;

  public long now() {
    return now;
  }

  /** Does it then; at once, if then is past. */
  public void at(long when, Runnable what) {
    queue.add(new Due(Math.max(when, now), asked++, what));
  }

  public void after(long nanos, Runnable what) {
    at(now + nanos, what);
  }

  /** Does what is due next; false if nothing is, or not before the end. */
  public boolean step(long end) {
    Due due = queue.peek();
    if (due == null || due.at > end) {
      return false;
    }
    queue.remove();
    now = due.at;
    due.what.run();
    return true;
  }

  /** A time as people read it: seconds and milliseconds. */
  public static String show(long nanos) {
    Duration time = Duration.ofNanos(nanos);
    return "%d.%06ds".formatted(time.toSeconds(), time.toNanosPart() / 1_000);
  }

  private record Due(long at, long order, Runnable what) implements Comparable<Due> {

    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }
}
