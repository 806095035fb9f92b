package dev.koi.node.guard;

import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.time.Moment;
import dev.koi.node.guard.Cells.Head;
import dev.koi.node.guard.Cells.Vital;
import dev.koi.node.port.Event;
import dev.koi.node.port.GuardWord;
import dev.koi.node.port.Guards;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The guards by way of koi-guard.
 *
 * <p>The loop stores t0 and reads beats and phases itself, from and to shared memory: nothing that could
 * wait stands between an answered nonce and the deadlines that it moves. All else is the worker's.
 */
public final class RealGuards implements Guards, AutoCloseable {

  private static final int GUARDS = 2;
  private static final long HELLO_SECONDS = 5;
  private static final long END_MILLIS = 2000;

  /** They end, but feed a watchdog device on. */
  private static final long END = 1;

  /**
   * How they are begun.
   *
   * @param runDir must be there, and this daemon's alone
   * @param node a name for the process trees, 1 to 63 bytes; if the run before had another, that one stays
   * @param budget K until a group says otherwise, and never more than that
   * @param environment what is added to our own
   */
  public record Settings(
      Path binary, Path runDir, String node, Duration budget, Map<String, String> environment) {

    public Settings {
      environment = Map.copyOf(environment);
    }
  }

  private final Consumer<Event> inbox;
  private final List<Earlier> earlier;
  private final Cells cells;
  private final Seats seats;
  private final Worker worker;
  private final Armoury armoury;
  private final List<Watchman> guards = new ArrayList<>();
  private final CountDownLatch hellos = new CountDownLatch(GUARDS);
  private volatile boolean ended;

  private RealGuards(Settings settings, Legacy legacy, Consumer<Event> inbox) throws IOException {
    this.inbox = inbox;
    this.earlier = legacy.groups();
    this.cells = Cells.create(settings.runDir, legacy.cells(settings));
    this.seats = new Seats(cells);
    for (int i = 0; i < earlier.size(); i++) {
      seats.keep(earlier.get(i).group(), i + 1);
    }
    this.worker = new Worker(e -> say(new GuardWord.Said(0, "the daemon's side of the guards: " + e)));
    this.armoury = new Armoury(cells, seats, settings.runDir, settings.budget, this::say);
    for (int i = 0; i < GUARDS; i++) {
      List<String> command = List.of("guard", settings.runDir.toString(), String.valueOf(i));
      Companion.Plan plan =
          new Companion.Plan(
              settings.binary, settings.runDir, "guard-" + i, command, settings.environment);
      guards.add(new Watchman(i, plan, cells, worker, counted(armoury)));
    }
    armoury.guards(guards);
  }

  /**
   * Waits until the guards of the run before are through, then begins two, and waits until they work.
   *
   * @param log for people: what of the run before could not be read
   * @throws IOException if none can be begun
   */
  public static RealGuards begin(Settings settings, Consumer<Event> inbox, Consumer<String> log)
      throws IOException, InterruptedException {
    RealGuards guards = new RealGuards(settings, EarlierGuards.settle(settings.runDir, log), inbox);
    try {
      for (Watchman guard : guards.guards) {
        guard.begin();
      }
      // One that comes later is as good; but the launcher needs to know what kind of process trees there are.
      if (!guards.hellos.await(HELLO_SECONDS, TimeUnit.SECONDS)) {
        log.accept("a guard has not begun within " + HELLO_SECONDS + " s");
      }
    } catch (IOException | InterruptedException e) {
      guards.close();
      throw e;
    }
    return guards;
  }

  /** Which cell is whose, for the launcher's sake. */
  public Seats seats() {
    return seats;
  }

  @Override
  public List<Earlier> earlier() {
    return earlier;
  }

  @Override
  public void arm(Handover what) {
    worker.execute(() -> armoury.arm(what));
  }

  @Override
  public void renewed(GroupName group, Epoch epoch, Moment answered) {
    int cell = seats.of(group); // it may be on its way to the worker still
    if (cell != Seats.NONE) {
      armoury.slot(cell).renewed(epoch, answered);
    }
  }

  @Override
  public void disarm(GroupName group, Epoch epoch) {
    worker.execute(() -> armoury.disarm(group, epoch));
  }

  @Override
  public void cut(GroupName group, Epoch epoch) {
    worker.execute(() -> armoury.cut(group, epoch));
  }

  @Override
  public void recover(GroupName group, Epoch epoch) {
    worker.execute(() -> armoury.recover(group, epoch));
  }

  @Override
  public void words(List<Datagram> daemonGone, Duration electorWait) {
    worker.execute(() -> armoury.words(daemonGone, electorWait));
  }

  @Override
  public Watch watch(Moment now) {
    long k = cells.get(Head.K);
    long silent = Long.MAX_VALUE;
    long late = 0;
    boolean complete = true;
    for (Watchman guard : guards) {
      long since = Math.max(0, now.boot() - cells.get(Vital.BEAT.of(guard.index)));
      if (since > k) {
        guard.suspect();
      }
      complete &= guard.isThere() && since <= k;
      silent = Math.min(silent, since);
      late = Math.max(late, cells.get(Vital.LATE.of(guard.index)));
    }
    armoury.tellPhases();
    return new Watch(Duration.ofNanos(silent), Duration.ofNanos(late), complete);
  }

  @Override
  public void end() {
    worker.execute(this::endNow);
  }

  /** An end with something armed is none: then the guards go on, and act when this daemon is gone. */
  private void endNow() {
    ended = !armoury.holdsAnything();
    if (ended) {
      guards.forEach(Watchman::retire);
      cells.set(Head.END, END);
    }
  }

  /** As {@link #end}, and waits for it. */
  @Override
  public void close() {
    CountDownLatch done = new CountDownLatch(1);
    worker.execute(
        () -> {
          endNow();
          guards.forEach(Watchman::retire);
          done.countDown();
        });
    try {
      if (done.await(END_MILLIS, TimeUnit.MILLISECONDS) && ended) {
        for (Watchman guard : guards) {
          if (!guard.awaitEnd(END_MILLIS)) {
            guard.kill();
          }
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    worker.close();
  }

  private void say(GuardWord word) {
    inbox.accept(new Event.Guarded(word));
  }

  private Watchman.Events counted(Watchman.Events listener) {
    return new Watchman.Events() {
      @Override
      public void heard(Watchman guard, GuardReport report) {
        listener.heard(guard, report);
        if (report instanceof GuardReport.Hello) {
          hellos.countDown();
        }
      }

      @Override
      public void lost(Watchman guard, String why, boolean forGood) {
        listener.lost(guard, why, forGood);
      }
    };
  }
}
