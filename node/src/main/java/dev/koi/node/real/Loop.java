package dev.koi.node.real;

import dev.koi.core.time.Moment;
import dev.koi.node.port.Clock;
import dev.koi.node.port.Event;
import dev.koi.node.port.Handler;
import dev.koi.node.port.Journal;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that decides. Anyone may post; whoever calls {@link #run} is the thread. Between
 * events it sleeps until the moment that the handler named: nothing is polled.
 *
 * <p>It sleeps at the socket itself, for nearly all that happens to it is a datagram. A thread that
 * receives and hands over would wake two threads for each: measured, a seventh of the CPU time at rest.
 */
public final class Loop implements Consumer<Event> {

  private static final int REMEMBERED = 50;
  private static final int SHOWN_CHARACTERS = 300;

  /** What is put off for the sake of the next event waits for so many of them at most. */
  private static final int MOST_TOGETHER = 64;

  private record Remembered(Moment at, Event event) {}

  /** Where the loop waits for what is not posted, and how it is woken from there. */
  interface Sleep {

    /** Until something came (which is posted by then), {@link #end} was called, or so long. */
    void await(long nanos);

    /** Ends the sleep at hand, or the next one at once. From any thread. */
    void end();
  }

  private final Clock clock;
  private final Journal journal;
  private final Queue<Event> queue = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Sleep sleep;
  private volatile @Nullable Thread thread;
  private boolean ticked;
  private int together;
  private final ArrayDeque<Remembered> last = new ArrayDeque<>(REMEMBERED);

  public Loop(Clock clock, Journal journal) {
    this.clock = clock;
    this.journal = journal;
  }

  /** Posts an event; from any thread, never blocks. */
  @Override
  public void accept(Event event) {
    queue.add(event);
    Sleep asleep = sleep;
    if (asleep != null && !Thread.currentThread().equals(thread)) {
      asleep.end();
    }
  }

  /**
   * Drives the handler until it has ended, or this thread is interrupted.
   *
   * @param sleep where it waits meanwhile
   * @throws InterruptedException if interrupted while it waits
   */
  public void run(Handler handler, Sleep sleep) throws InterruptedException {
    thread = Thread.currentThread();
    this.sleep = sleep;
    while (!handler.hasEnded()) {
      Event event = next(handler.nextWake(), sleep);
      if (last.size() == REMEMBERED) {
        last.removeFirst();
      }
      last.addLast(new Remembered(clock.now(), event));
      try {
        handler.handle(event, isFollowed(event));
      } catch (RuntimeException | Error broken) {
        // A decider that no longer is what it was thought to be must decide nothing more: its lease ends
        // by itself, and the guard acts.
        writeDown(broken);
        throw broken;
      }
    }
  }

  /** A tick is for what is due, which waits for nothing. */
  private boolean isFollowed(Event event) {
    boolean more = !(event instanceof Event.Tick) && together < MOST_TOGETHER && !queue.isEmpty();
    together = more ? together + 1 : 0;
    return more;
  }

  private Event next(Moment wake, Sleep sleep) throws InterruptedException {
    // A deadline goes before the queue, so that a stream of events cannot hold it up; but only every
    // other time, so that a deadline that never passes cannot hold up the events either.
    long nanos = wake.since(clock.now()).toNanos();
    boolean due = nanos <= 0;
    @Nullable Event event = due && !ticked ? null : waiting(Math.max(nanos, 0), sleep);
    ticked = event == null;
    return event == null ? new Event.Tick() : event;
  }

  private @Nullable Event waiting(long nanos, Sleep sleep) throws InterruptedException {
    Event event = queue.poll();
    if (event != null) {
      return event;
    }
    sleep.await(nanos);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return queue.poll();
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
