package dev.koi.sim;

import dev.koi.sim.store.Stores;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Many seeds, one after the other on every core. Each world has one thread and shares nothing. */
final class Campaign {

  private static final long PROGRESS_NANOS = 5_000_000_000L;

  private final Options options;
  private final Subject subject;
  private final PrintStream out;
  private final PrintStream progress;
  private final long began = System.nanoTime();
  private final AtomicLong next;
  private int done;
  private boolean violated;
  private long toldAt = began;

  Campaign(Options options, PrintStream out, PrintStream progress) {
    this(options, options.store() ? new Stores() : new Daemons(options.scenario()), out, progress);
  }

  Campaign(Options options, Subject subject, PrintStream out, PrintStream progress) {
    this.options = options;
    this.subject = subject;
    this.out = out;
    this.progress = progress;
    next = new AtomicLong(0);
  }

  /** Runs all seeds; whether none of them violated anything. */
  boolean run() throws InterruptedException, ExecutionException {
    if (options.shrink()) {
      return shrink();
    }
    int threads = Math.min(options.seeds(), Runtime.getRuntime().availableProcessors());
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        workers.add(executor.submit(this::work));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    }
    out.println(summary());
    return !violated;
  }

  /** Whether there is nothing to shrink. */
  private boolean shrink() {
    long seed = options.first();
    Subject.Told first = subject.run(seed, null, options.length(), options.only());
    if (first.violations().isEmpty()) {
      out.println("seed " + seed + " violates nothing");
      return true;
    }
    tell(seed, first);
    Shrink.Least least =
        Shrink.of(
            first,
            only -> subject.run(seed, null, options.length(), only),
            began + options.budget().toNanos());
    List<String> faults = least.told().faults();
    out.println(
        "%d of %d faults suffice, found in %d runs and %d s:"
            .formatted(faults.size(), first.faults().size(), least.tries(), seconds()));
    faults.forEach(fault -> out.println("  " + fault));
    least.told().violations().forEach(violation -> out.println("VIOLATION with these at " + violation));
    out.println("  again: " + command("--trace", seed) + " --only " + ids(least.told()));
    return false;
  }

  /** Also where none is left, so that the command is complete. */
  private static String ids(Subject.Told told) {
    String ids = String.join(",", Shrink.ids(told));
    return ids.isEmpty() ? "''" : ids;
  }

  private void work() {
    while (elapsed() < options.budget().toNanos()) {
      long index = next.getAndIncrement();
      if (index >= options.seeds()) {
        return;
      }
      long seed = options.first() + index;
      PrintStream reader = options.trace() ? out : null;
      tell(seed, subject.run(seed, reader, options.length(), options.only()));
    }
  }

  private synchronized void tell(long seed, Subject.Told told) {
    done++;
    if (options.hashes()) {
      out.println("seed " + seed + " hash " + Long.toHexString(told.hash()));
    }
    for (String violation : told.violations()) {
      out.println("VIOLATION seed " + seed + " at " + violation);
    }
    if (told.violations().isEmpty()) {
      told.remarks().forEach(remark -> progress.println("seed " + seed + " " + remark));
    } else {
      violated = true;
      String only = options.only() == null ? "" : " --only " + ids(told);
      out.println("  again: " + command("--trace", seed) + only);
      if (!options.shrink()) {
        out.println("  with fewer faults: " + command("--shrink", seed) + only);
      }
    }
    if (System.nanoTime() - toldAt > PROGRESS_NANOS) {
      toldAt = System.nanoTime();
      progress.println(done + " of " + options.seeds() + " seeds, " + seconds() + " s");
    }
  }

  private String command(String what, long seed) {
    return "bin/sim " + what + " " + seed + " --minutes " + options.length().toMinutes() + subject.option();
  }

  private String summary() {
    double minutes = Math.max(elapsed(), 1) / 6e10;
    return String.format(
        Locale.ROOT,
        "%s seeds, %s; %.1f simulated hours a minute",
        done == options.seeds() ? done : done + " of " + options.seeds(),
        subject.summary(),
        subject.hours() / minutes);
  }

  private long elapsed() {
    return System.nanoTime() - began;
  }

  private long seconds() {
    return elapsed() / 1_000_000_000L;
  }
}
