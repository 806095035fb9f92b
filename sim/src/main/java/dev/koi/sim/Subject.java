package dev.koi.sim;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is simulated. Several threads run it at a time, each a seed of its own. */
public interface Subject {

  /**
   * What one seed came to.
   *
   * @param hash of all that happened: the same for the same seed
   * @param remarks what is no violation, and worth a line
   * @param faults a line for each, see {@link Faults#struck}
   */
  record Told(long hash, List<String> violations, List<String> remarks, List<String> faults) {

    public Told {
      violations = List.copyOf(violations);
      remarks = List.copyOf(remarks);
      faults = List.copyOf(faults);
    }
  }

  /**
   * Runs one seed.
   *
   * @param reader whom all that happens is told to; null for nobody
   * @param length simulated time
   * @param only the faults that may strike; null: all
   */
  Told run(long seed, @Nullable PrintStream reader, Duration length, @Nullable Set<String> only);

  /** What all seeds that ran came to, as part of a line. */
  String summary();

  /** Simulated hours of all seeds that ran. */
  double hours();

  /** How the command line asks for it; empty: it need not. */
  String option();
}
