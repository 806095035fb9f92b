package dev.koi.sim.store;

import dev.koi.sim.Subject;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The replicated store, without the daemons around it. */
public final class Stores implements Subject {

  private final Counts total = new Counts();
  private long violations;

  @Override
  public Told run(
      long seed, @Nullable PrintStream reader, Duration length, @Nullable Set<String> only) {
    StoreWorld.Outcome outcome = new StoreWorld(seed, reader, only).run(length);
    synchronized (total) {
      total.add(outcome.counts());
      violations += outcome.violations().size();
    }
    return new Told(outcome.hash(), outcome.violations(), List.of(), outcome.faults());
  }

  @Override
  public String summary() {
    synchronized (total) {
      return total + "; " + violations + " violations";
    }
  }

  @Override
  public double hours() {
    synchronized (total) {
      return total.hours();
    }
  }

  @Override
  public String option() {
    return " --store";
  }
}
