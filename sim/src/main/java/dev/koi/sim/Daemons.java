package dev.koi.sim;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whole daemons with their scripts. */
final class Daemons implements Subject {

  private final Shape.Scenario scenario;
  private final Tally total = new Tally();

  Daemons(Shape.Scenario scenario) {
    this.scenario = scenario;
  }

  @Override
  public Told run(
      long seed, @Nullable PrintStream reader, Duration length, @Nullable Set<String> only) {
    World.Outcome outcome = World.of(seed, scenario, reader, only).run(length);
    synchronized (total) {
      total.add(outcome.tally());
    }
    List<String> remarks =
        outcome.overlaps().stream()
            .filter(overlap -> overlap.cause() == Oracle.Cause.NO_GUARD)
            .map(overlap -> "waits for the guard: " + overlap)
            .toList();
    List<String> violations =
        outcome.violations().stream().map(Oracle.Violation::toString).toList();
    return new Told(outcome.hash(), violations, remarks, outcome.faults());
  }

  @Override
  public String summary() {
    synchronized (total) {
      return String.format(
          Locale.ROOT,
          "%.1f simulated hours, %d events, %d datagrams (%d lost), %s; %d elections,"
              + " %d failovers, %d promotions, %d times settled; %d violations, %d overlaps waiting for"
              + " the guard, %d where there is no quorum",
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
          total.overlapsWithoutQuorum);
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
    return scenario == Shape.Scenario.GENERAL
        ? ""
        : " --scenario " + scenario.name().toLowerCase(Locale.ROOT);
  }
}
