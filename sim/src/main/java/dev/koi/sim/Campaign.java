package dev.koi.sim;

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
  private final PrintStream out;
  private final PrintStream progress;
  private final long began = System.nanoTime();
  private final AtomicLong next;
  private final Tally total = new Tally();
  private int done;
  private long toldAt = began;

  Campaign(Options options, PrintStream out, PrintStream progress) {
    this.options = options;
    this.out = out;
    this.progress = progress;
    next = new AtomicLong(0);
  }

  /** Runs all seeds; whether none of them violated anything. */
  boolean run() throws InterruptedException, ExecutionException {
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
    return total.violations == 0;
  }

  private void work() {
    while (elapsed() < options.budget().toNanos()) {
      long index = next.getAndIncrement();
      if (index >= options.seeds()) {
        return;
      }
      long seed = options.first() + index;
      PrintStream reader = options.trace() ? out : null;
      World.Outcome outcome =
          World.of(seed, options.scenario(), reader).run(options.length());
      tell(seed, outcome);
    }
  }

  private synchronized void tell(long seed, World.Outcome outcome) {
    done++;
    total.add(outcome.tally());
    if (options.hashes()) {
      out.println("seed " + seed + " hash " + Long.toHexString(outcome.hash()));
    }
    for (Oracle.Violation violation : outcome.violations()) {
      out.println("VIOLATION seed " + seed + " at " + violation);
    }
    if (outcome.violations().isEmpty()) {
      outcome.overlaps().stream()
          .filter(overlap -> overlap.cause() == Oracle.Cause.NO_GUARD)
          .forEach(overlap -> progress.println("seed " + seed + " waits for the guard: " + overlap));
    } else {
      out.println("  again: " + command(seed));
    }
    if (System.nanoTime() - toldAt > PROGRESS_NANOS) {
      toldAt = System.nanoTime();
      progress.println(done + " of " + options.seeds() + " seeds, " + seconds() + " s");
    }
  }

  private String command(long seed) {
    String scenario =
        options.scenario() == Shape.Scenario.GENERAL
            ? ""
            : " --scenario " + options.scenario().name().toLowerCase(Locale.ROOT);
    return "bin/sim --trace " + seed + " --minutes " + options.length().toMinutes() + scenario;
  }

  private String summary() {
    double minutes = Math.max(elapsed(), 1) / 6e10;
    return String.format(
        Locale.ROOT,
        "%s seeds, %.1f simulated hours, %d events, %d datagrams (%d lost), %s; %d elections,"
            + " %d failovers, %d promotions, %d times settled; %d violations, %d overlaps waiting for"
            + " the guard, %d where there is no quorum; %.1f simulated hours a minute",
        done == options.seeds() ? done : done + " of " + options.seeds(),
        total.hours(),
        total.events,
        total.datagrams,
        total.lost,
        total.faults(),
        total.elections,
        total.failovers,
        total.promotions,
        total.settled,
        total.violations,
        total.overlapsWithoutGuard,
        total.overlapsWithoutQuorum,
        total.hours() / minutes);
  }

  private long elapsed() {
    return System.nanoTime() - began;
  }

  private long seconds() {
    return elapsed() / 1_000_000_000L;
  }
}
