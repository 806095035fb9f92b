package dev.koi.node.guard;

import dev.koi.node.guard.Cells.Vital;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One of the two guards, through all its lives: one that dies is begun again, and takes over by itself
 * what its predecessor had armed. The worker owns it.
 */
final class Watchman {

  /** In which a guard opens a file and a few sockets. */
  private static final Duration HELLO = Duration.ofSeconds(5);

  /** One that died sooner would do so again at once: the next one waits, and each time twice as long. */
  private static final Duration CALM = Duration.ofMinutes(1);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final int MOST_DOUBLINGS = 6;
  private static final int MOST_FAILURES = 5;

  /** Who is told; by the worker. */
  interface Events {

    void heard(Watchman guard, GuardReport report);

    void lost(Watchman guard, String why, boolean forGood);
  }

  final int index;
  private final Companion.Plan plan;
  private final Cells cells;
  private final Worker worker;
  private final Events events;
  private final AtomicBoolean suspected = new AtomicBoolean();
  private @Nullable Companion current;
  private volatile boolean there;
  private boolean over;
  private boolean lostForGood;
  private String ended = "";
  private long begun;
  private int deaths;
  private int failures;

  Watchman(int index, Companion.Plan plan, Cells cells, Worker worker, Events events) {
    this.index = index;
    this.plan = plan;
    this.cells = cells;
    this.worker = worker;
    this.events = events;
  }

  /**
   * Begins it.
   *
   * @throws IOException if it cannot be executed
   */
  void begin() throws IOException {
    Companion next = Companion.begin(plan, listener());
    current = next;
    ended = "";
    begun = System.nanoTime();
    worker.after(
        HELLO,
        () -> {
          if (next == current && !there) {
            end(next, "it said no hello");
          }
        });
  }

  /** It said hello, and was not heard to die since. From any thread. */
  boolean isThere() {
    return there;
  }

  /** None can be begun in its place: nothing is armed by it, ever. */
  boolean isLostForGood() {
    return lostForGood;
  }

  /** To a dead one it is lost; the next one begins with what its cells say. */
  void send(Frame frame) {
    if (current != null) {
      current.send(frame);
    }
  }

  /**
   * Its beat is older than K. From any thread. It is ended if it goes on missing its beats for as long as two
   * of them take: when all of the machine stood still, the guards need a moment too.
   */
  void suspect() {
    if (there && suspected.compareAndSet(false, true)) {
      worker.execute(this::watchClosely);
    }
  }

  private void watchClosely() {
    Companion who = current;
    long beat = cells.get(Vital.BEAT.of(index));
    worker.after(
        Duration.ofNanos(cells.get(Cells.Head.K) / 4),
        () -> {
          suspected.set(false);
          if (who != null && who == current && beat == cells.get(Vital.BEAT.of(index))) {
            end(who, "it was late for K, and was ended");
          }
        });
  }

  private void end(Companion who, String why) {
    ended = why;
    who.kill();
  }

  /** It is to end by itself, and none is begun in its place. */
  void retire() {
    over = true;
  }

  /** Whether its process is gone, within this time. */
  boolean awaitEnd(long millis) throws InterruptedException {
    return current == null || current.awaitEnd(millis);
  }

  void kill() {
    if (current != null) {
      current.kill();
    }
  }

  private Companion.Listener listener() {
    return new Companion.Listener() {
      @Override
      public boolean heard(Frame frame) {
        GuardReport report = GuardReport.parse(frame);
        if (report != null) {
          worker.execute(() -> Watchman.this.heard(report));
        }
        return report != null;
      }

      @Override
      public void lost(Companion dead, String why) {
        dead.kill(); // one that only talked nonsense lives
        worker.execute(() -> Watchman.this.lost(why));
      }
    };
  }

  // One process at a time, and its end is the last that is heard of it: no report is another's.
  private void heard(GuardReport report) {
    there |= report instanceof GuardReport.Hello;
    events.heard(this, report);
  }

  private void lost(String why) {
    there = false;
    current = null;
    if (over) {
      return;
    }
    boolean early = Duration.ofNanos(System.nanoTime() - begun).compareTo(CALM) < 0;
    deaths = early ? deaths + 1 : 1;
    worker.after(pause(deaths - 1), this::beginAgain);
    events.lost(this, ended.isEmpty() ? why : ended, false);
  }

  private static Duration pause(int before) {
    Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.clamp(before - 1L, 0, MOST_DOUBLINGS));
    return before == 0 ? Duration.ZERO : doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  private void beginAgain() {
    if (over) {
      return;
    }
    try {
      begin();
      failures = 0;
    } catch (IOException e) {
      failures++;
      lostForGood = failures == MOST_FAILURES;
      if (lostForGood) {
        events.lost(this, String.valueOf(e.getMessage()), true);
      } else {
        worker.after(pause(deaths + failures), this::beginAgain);
      }
    }
  }
}
