package dev.koi.sim;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param first the first seed
 * @param seeds how many
 * @param length simulated time of each
 * @param budget wall time after which no further seed begins
 * @param store the replicated store alone, instead of daemons
 * @param trace whether the one seed is told in full
 * @param shrink whether the one seed, which fails, is reduced to a few faults
 * @param hashes whether every seed's hash is told
 * @param only the faults that may strike; null: all
 */
record Options(
    long first,
    int seeds,
    Duration length,
    Duration budget,
    Shape.Scenario scenario,
    boolean store,
    boolean trace,
    boolean shrink,
    boolean hashes,
    @Nullable Set<String> only) {

  static final String USAGE =
      """
      Usage: sim [--seeds N] [--first SEED] [--minutes M] [--budget D] [--scenario NAME | --store] [--hashes]
             sim --trace SEED [--minutes M] [--scenario NAME | --store] [--only FAULTS]
             sim --shrink SEED [--minutes M] [--scenario NAME | --store] [--budget D] [--only FAULTS]
             sim --mutants [NAME...]

        --seeds N        how many seeds, 1 to 1000000 (20)
        --first SEED     the first of them (1)
        --minutes M      simulated minutes a seed, 1 to 240 (10)
        --budget D       wall time after which no further seed begins, such as 90s, 4m or 1h (none)
        --scenario NAME  general: anything goes wrong (the default); apart: three nodes, quorum 2,
                         and cuts only; stored: as general, with a store (cluster.electors)
        --store          the replicated store alone: members, their disks, and clients that read and write
        --hashes         print the trace hash of every seed
        --mutants        make each known mistake in the code of the store, and find it twice within a minute
        --trace SEED     run this seed alone and print all that happens
        --shrink SEED    run this seed, which fails, again and again with fewer faults, and print a few
                         that suffice to make it fail
        --only FAULTS    of a seed's faults let only these strike, such as 3,17,s21; the trace and --shrink
                         number them
      """;

  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(s|m|h)");

  private static final Pattern FAULT = Pattern.compile("s?\\d{1,9}");

  /** A mistake on the command line. */
  static final class UsageException extends Exception {

    private static final long serialVersionUID = 1;

    UsageException(String message) {
      super(message);
    }
  }

  static Options parse(List<String> arguments) throws UsageException {
    Draft draft = new Draft();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      draft.read(rest.next(), rest);
    }
    return draft.finished();
  }

  /** What was understood so far. */
  private static final class Draft {

    private long first = 1;
    private int seeds = 20;
    private Duration length = Duration.ofMinutes(10);
    private Duration budget = Duration.ofDays(1);
    private Shape.Scenario scenario = Shape.Scenario.GENERAL;
    private boolean store;
    private boolean trace;
    private boolean shrink;
    private boolean hashes;
    private @Nullable Set<String> only;

    private void read(String option, Iterator<String> rest) throws UsageException {
      switch (option) {
        case "--seeds" -> seeds = (int) number(option, rest, 1, 1_000_000);
        case "--first" -> first = number(option, rest, Long.MIN_VALUE, Long.MAX_VALUE);
        case "--minutes" -> length = Duration.ofMinutes(number(option, rest, 1, 240));
        case "--budget" -> budget = duration(option, rest);
        case "--scenario" -> scenario = scenario(option, rest);
        case "--store" -> store = true;
        case "--hashes" -> hashes = true;
        case "--only" -> only = faults(option, rest);
        case "--trace" -> {
          trace = true;
          alone(option, rest);
        }
        case "--shrink" -> {
          shrink = true;
          alone(option, rest);
        }
        default -> throw new UsageException("unknown option " + option);
      }
    }

    private void alone(String option, Iterator<String> rest) throws UsageException {
      first = number(option, rest, Long.MIN_VALUE, Long.MAX_VALUE);
      seeds = 1;
    }

    private Options finished() throws UsageException {
      if (trace && shrink) {
        throw new UsageException("either --trace or --shrink");
      }
      if (only != null && seeds > 1) {
        throw new UsageException("--only is about the faults of one seed: --trace, --shrink, --seeds 1");
      }
      return new Options(
          first, seeds, length, budget, scenario, store, trace, shrink, hashes, only);
    }
  }

  private static Set<String> faults(String option, Iterator<String> rest) throws UsageException {
    String text = value(option, rest);
    List<String> ids = text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    if (!ids.stream().allMatch(id -> FAULT.matcher(id).matches())) {
      throw new UsageException(option + ": expected faults such as 3,17,s21, got " + text);
    }
    return new TreeSet<>(ids);
  }

  private static String value(String option, Iterator<String> rest) throws UsageException {
    if (!rest.hasNext()) {
      throw new UsageException(option + " needs a value");
    }
    return rest.next();
  }

  private static long number(String option, Iterator<String> rest, long least, long most)
      throws UsageException {
    String text = value(option, rest);
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Told below, as a number out of range is.
    }
    throw new UsageException(
        "%s: expected a whole number from %d to %d, got %s".formatted(option, least, most, text));
  }

  private static Duration duration(String option, Iterator<String> rest) throws UsageException {
    String text = value(option, rest);
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new UsageException(option + ": expected a time such as 90s, 4m or 1h, got " + text);
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  private static Shape.Scenario scenario(String option, Iterator<String> rest)
      throws UsageException {
    String text = value(option, rest);
    for (Shape.Scenario scenario : Shape.Scenario.values()) {
      if (scenario.name().toLowerCase(Locale.ROOT).equals(text)) {
        return scenario;
      }
    }
    throw new UsageException(option + ": expected general, apart or stored, got " + text);
  }
}
