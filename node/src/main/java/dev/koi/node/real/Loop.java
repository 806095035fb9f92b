package dev.koi.node.real;

import dev.koi.core.time.Moment;
import dev.koi.node.port.Clock;
import dev.koi.node.port.Event;
import dev.koi.node.port.Handler;
import dev.koi.node.port.Journal;
import java.util.ArrayDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that decides. Anyone may post; whoever calls {@link #run} is the thread. Between
 * events it sleeps until the moment that the handler named: nothing is polled.
 */
public final class Loop implements Consumer<Event> {

  /** Datagrams that may wait. Whoever floods us finds a network that loses, not one that eats the heap. */
  private static final int MOST_ARRIVED = 8192;

  private static final int REMEMBERED = 50;
  private static final int SHOWN_CHARACTERS = 300;

  private record Remembered(Moment at, Event event) {}

  private final Clock clock;
  private final Journal journal;
  private final LinkedBlockingQueue<Event> queue = new LinkedBlockingQueue<>();
  private final AtomicInteger arrived = new AtomicInteger();
  private boolean ticked;
  private final ArrayDeque<Remembered> last = new ArrayDeque<>(REMEMBERED);

  public Loop(Clock clock, Journal journal) {
    this.clock = clock;
    this.journal = journal;
  }

  /** Posts an event; from any thread, never blocks. */
  @Override
  public void accept(Event event) {
    if (event instanceof Event.Arrived && arrived.incrementAndGet() > MOST_ARRIVED) {
      arrived.decrementAndGet();
      return;
    }
    queue.add(event);
  }

  /**
   * Drives the handler until it has ended, or this thread is interrupted.
   *
   * @throws InterruptedException if interrupted while it waits
   */
  public void run(Handler handler) throws InterruptedException {
    while (!handler.hasEnded()) {
      Event event = next(handler.nextWake());
      if (last.size() == REMEMBERED) {
        last.removeFirst();
      }
      last.addLast(new Remembered(clock.now(), event));
      try {
        handler.handle(event);
      } catch (RuntimeException | Error broken) {
        // A decider that no longer is what it was thought to be must decide nothing more: its lease ends
        // by itself, and the guard acts.
        writeDown(broken);
        throw broken;
      }
    }
  }

  private Event next(Moment wake) throws InterruptedException {
    // A deadline goes before the queue, so that a stream of events cannot hold it up; but only every
    // other time, so that a deadline that never passes cannot hold up the events either.
    long nanos = wake.since(clock.now()).toNanos();
    boolean due = nanos <= 0;
    @Nullable Event event = due && !ticked ? null : queue.poll(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
    ticked = event == null;
    if (event instanceof Event.Arrived) {
      arrived.decrementAndGet();
    }
    return event == null ? new Event.Tick() : event;
  }

  private void writeDown(Throwable broken) {
    Moment now = clock.now();
    StringBuilder text = new StringBuilder("stopped by " + broken + "; the last events, oldest first:");
    for (Remembered remembered : last) {
      long micros = now.since(remembered.at).toNanos() / 1000;
      text.append("\n  ").append(micros).append(" us ago ").append(show(remembered.event));
    }
    journal.say(Journal.Level.ERROR, text.toString());
  }

  private static String show(Event event) {
    String text =
        event instanceof Event.Arrived(var from, var datagram)
            ? "Arrived[from=" + from + ", " + datagram.length + " bytes]"
            : event.toString();
    return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
  }
}
