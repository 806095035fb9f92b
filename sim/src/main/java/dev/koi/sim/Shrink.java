package dev.koi.sim;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * From a run that fails to a few of its faults that suffice: delta debugging (Zeller and Hildebrandt,
 * "Simplifying and Isolating Failure-Inducing Input", 2002). What is found is 1-minimal if time allows: to
 * leave any single one out makes the failure go away. It may fail otherwise than the run did at first.
 */
public final class Shrink {

  private final Function<Set<String>, Subject.Told> runs;
  private final long deadline;
  private Subject.Told best;
  private int tries;

  private Shrink(Subject.Told first, Function<Set<String>, Subject.Told> runs, long deadline) {
    this.best = first;
    this.runs = runs;
    this.deadline = deadline;
  }

  /** The smallest failure that was found, and how many runs it took. */
  public record Least(Subject.Told told, int tries) {}

  /**
   * Shrinks.
   *
   * @param first what failed
   * @param runs the same seed again, with some faults only
   * @param deadline of {@link System#nanoTime}, after which the best so far will do
   */
  public static Least of(
      Subject.Told first, Function<Set<String>, Subject.Told> runs, long deadline) {
    Shrink shrink = new Shrink(first, runs, deadline);
    int parts = 2;
    while (shrink.faults().size() > 1 && shrink.hasTime()) {
      parts = Math.min(parts, shrink.faults().size());
      if (!shrink.lessOf(parts)) {
        if (parts == shrink.faults().size()) {
          break;
        }
        parts *= 2;
      } else {
        parts = Math.max(2, parts - 1);
      }
    }
    if (shrink.faults().size() == 1) {
      shrink.fails(List.of());
    }
    return new Least(shrink.best, shrink.tries);
  }

  /** Whether one part alone still fails, or all but one. */
  private boolean lessOf(int parts) {
    List<String> all = faults();
    for (int i = 0; i < parts && hasTime(); i++) {
      int from = all.size() * i / parts;
      int to = all.size() * (i + 1) / parts;
      List<String> rest = new ArrayList<>(all.subList(0, from));
      rest.addAll(all.subList(to, all.size()));
      if ((parts == 2 && fails(all.subList(from, to))) || fails(rest)) {
        return true;
      }
    }
    return false;
  }

  private boolean fails(List<String> some) {
    tries++;
    Subject.Told told = runs.apply(new LinkedHashSet<>(some));
    boolean fails = !told.violations().isEmpty();
    if (fails) {
      best = told;
    }
    return fails;
  }

  private boolean hasTime() {
    return System.nanoTime() < deadline;
  }

  private List<String> faults() {
    return ids(best);
  }

  /** What the faults of a run are called. */
  public static List<String> ids(Subject.Told told) {
    return told.faults().stream().map(line -> line.substring(0, line.indexOf(' '))).toList();
  }
}
