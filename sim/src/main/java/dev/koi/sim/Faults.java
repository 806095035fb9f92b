package dev.koi.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The faults of one run, numbered as they come, so that some of them can be left out when the same seed runs
 * again. Whoever does a fault draws whatever it needs from a fork of chance that is made for it, whether or
 * not it strikes: so one that is left out changes nothing about the others.
 */
public final class Faults {

  private final Timeline timeline;
  private final Trace trace;
  private final @Nullable Set<String> only;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> struck = new ArrayList<>();

  /**
   * None yet.
   *
   * @param only those that may strike; null: all
   */
  public Faults(Timeline timeline, Trace trace, @Nullable Set<String> only) {
    this.timeline = timeline;
    this.trace = trace;
    this.only = only;
  }

  /**
   * The next one of a series.
   *
   * @param series what comes by the clock has none; what follows an event has a letter, since to leave one
   *     out may take the occasion of another
   * @param what for people
   * @return whether it may strike
   */
  public boolean strike(String series, Supplier<String> what) {
    String id = series + numbers.merge(series, 1, Integer::sum);
    if (only != null && !only.contains(id)) {
      return false;
    }
    String text = what.get();
    trace.say("fault", () -> id + ": " + text);
    struck.add(id + " at " + Timeline.show(timeline.now()) + " " + text);
    return true;
  }

  /** A line for each that struck; the first word is what it is called. */
  public List<String> struck() {
    return List.copyOf(struck);
  }
}
