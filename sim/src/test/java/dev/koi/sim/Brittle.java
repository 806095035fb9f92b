package dev.koi.sim;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A program that hundred faults strike, and that breaks if all of some few are among them. */
record Brittle(Set<String> cannotBear) implements Subject {

  @Override
  public Told run(
      long seed, @Nullable PrintStream reader, Duration length, @Nullable Set<String> only) {
    Timeline timeline = new Timeline();
    Faults faults = new Faults(timeline, new Trace(timeline, reader), only);
    List<String> struck = new ArrayList<>();
    for (int i = 1; i <= 50; i++) {
      for (String series : List.of("", "s")) {
        String id = series + i;
        if (faults.strike(series, () -> "a fault called " + id)) {
          struck.add(id);
        }
      }
    }
    boolean broken = struck.containsAll(cannotBear);
    return new Told(7, broken ? List.of("1.0s it broke") : List.of(), List.of(), faults.struck());
  }

  @Override
  public String summary() {
    return "nothing";
  }

  @Override
  public double hours() {
    return 0;
  }

  @Override
  public String option() {
    return " --store";
  }
}
