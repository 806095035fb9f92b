package dev.koi.node.real;

import dev.koi.core.runner.Ending;
import dev.koi.node.port.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Awaits events, ten seconds at most each; what it is not asked for waits for a later question. */
public final class Inbox implements Consumer<Event> {

  private static final long SECONDS = 10;

  private final BlockingQueue<Event> queue = new LinkedBlockingQueue<>();
  private final List<Event> passed = new ArrayList<>();

  @Override
  public void accept(Event event) {
    queue.add(event);
  }

  public <T extends Event> T await(Class<T> type, Predicate<T> wanted) {
    for (Event event : passed) {
      if (type.isInstance(event) && wanted.test(type.cast(event))) {
        passed.remove(event);
        return type.cast(event);
      }
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (true) {
      Event event = poll(end - System.nanoTime());
      if (event == null) {
        throw new AssertionError("no such " + type.getSimpleName() + " came; what came: " + passed);
      }
      if (type.isInstance(event) && wanted.test(type.cast(event))) {
        return type.cast(event);
      }
      passed.add(event);
    }
  }

  public <T extends Event> T await(Class<T> type) {
    return await(type, _ -> true);
  }

  /** The next datagram of a socket that only receives while somebody sleeps at it. */
  Event.Arrived arrived(UdpDatagrams at) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (queue.stream().noneMatch(Event.Arrived.class::isInstance) && System.nanoTime() < end) {
      at.await(TimeUnit.SECONDS.toNanos(1));
    }
    return await(Event.Arrived.class);
  }

  Ending.Report ending(long launch) {
    return await(Event.Ended.class, e -> e.launch() == launch).report();
  }

  private @Nullable Event poll(long nanos) {
    try {
      return queue.poll(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
