package dev.koi.sim.store;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Looks for each mutant until two seeds have found it. */
public final class Hunt {

  private static final int FINDS = 2;
  private static final Duration LENGTH = Duration.ofMinutes(1);
  private static final int SHOWN = 70;

  private final Path root;
  private final Duration budget;
  private final PrintStream out;

  /**
   * A hunt.
   *
   * @param root of the checkout
   * @param budget wall time for each mutant
   */
  public Hunt(Path root, Duration budget, PrintStream out) {
    this.root = root;
    this.budget = budget;
    this.out = out;
  }

  /**
   * Hunts.
   *
   * @param names of the mutants; none: all
   * @return whether each was found twice
   * @throws IllegalArgumentException if there is no such mutant
   */
  public boolean run(List<String> names) throws IOException, InterruptedException, ExecutionException {
    List<String> known = Mutant.ALL.stream().map(Mutant::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException("there is no mutant " + name + ", only " + known);
      }
    }
    out.printf("%-34s %-14s %8s  %s%n", "MUTANT", "FOUND BY", "SECONDS", "AS");
    boolean all = true;
    for (Mutant mutant : Mutant.ALL) {
      if (names.isEmpty() || names.contains(mutant.name())) {
        all &= hunt(mutant);
      }
    }
    return all;
  }

  private boolean hunt(Mutant mutant) throws IOException, InterruptedException, ExecutionException {
    long begin = System.nanoTime();
    Map<Long, String> found = new ConcurrentSkipListMap<>();
    try (MutantWorld world = MutantWorld.of(mutant, root)) {
      AtomicLong seeds = new AtomicLong();
      int threads = Runtime.getRuntime().availableProcessors();
      try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
        List<? extends Future<?>> hunters =
            IntStream.range(0, threads)
                .mapToObj(_ -> executor.submit(() -> hunt(world, seeds, found, begin)))
                .toList();
        for (Future<?> hunter : hunters) {
          hunter.get();
        }
      }
    }
    String first = found.isEmpty() ? "NOT FOUND" : found.values().iterator().next();
    out.printf(
        Locale.ROOT,
        "%-34s %-14s %8.1f  %s%n",
        mutant.name(),
        found.keySet().stream().limit(FINDS).map(String::valueOf).reduce((a, b) -> a + " " + b).orElse("-"),
        (System.nanoTime() - begin) / 1e9,
        first.substring(0, Math.min(first.length(), SHOWN)));
    return found.size() >= FINDS;
  }

  private void hunt(MutantWorld world, AtomicLong seeds, Map<Long, String> found, long begin) {
    while (found.size() < FINDS && System.nanoTime() - begin < budget.toNanos()) {
      long seed = seeds.incrementAndGet();
      List<String> violations = world.violations(seed, LENGTH);
      if (!violations.isEmpty()) {
        found.put(seed, violations.getFirst());
      }
    }
  }
}
