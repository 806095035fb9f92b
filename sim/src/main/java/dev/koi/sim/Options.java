package dev.koi.sim;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the command line asks for.
 *
 * @param first the first seed
 * @param seeds how many
 * @param length simulated time of each
 * @param budget wall time after which no further seed begins
 * @param store the replicated store alone, instead of daemons
 * @param trace whether the one seed is told in full
 * @param hashes whether every seed's hash is told
 */
record Options(
    long first,
    int seeds,
    Duration length,
    Duration budget,
    Shape.Scenario scenario,
    boolean store,
    boolean trace,
    boolean hashes) {

  static final String USAGE =
      """
      Usage: sim [--seeds N] [--first SEED] [--minutes M] [--budget D] [--scenario NAME | --store] [--hashes]
             sim --trace SEED [--minutes M] [--scenario NAME | --store]
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
      """;

  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(s|m|h)");

  /** A mistake on the command line. */
  static final class UsageException extends Exception {

    private static final long serialVersionUID = 1;

    UsageException(String message) {
      super(message);
    }
  }

  static Options parse(List<String> arguments) throws UsageException {
    Options options =
        new Options(
            1,
            20,
            Duration.ofMinutes(10),
            Duration.ofDays(1),
            Shape.Scenario.GENERAL,
            false,
            false,
            false);
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      options = options.with(rest.next(), rest);
    }
    return options;
  }

  private Options with(String option, Iterator<String> rest) throws UsageException {
    return switch (option) {
      case "--seeds" -> seeds((int) number(option, rest, 1, 1_000_000));
      case "--first" -> first(number(option, rest, Long.MIN_VALUE, Long.MAX_VALUE));
      case "--minutes" ->
          new Options(
              first,
              seeds,
              Duration.ofMinutes(number(option, rest, 1, 240)),
              budget,
              scenario,
              store,
              trace,
              hashes);
      case "--budget" ->
          new Options(
              first, seeds, length, duration(option, rest), scenario, store, trace, hashes);
      case "--scenario" ->
          new Options(first, seeds, length, budget, scenario(option, rest), store, trace, hashes);
      case "--store" -> new Options(first, seeds, length, budget, scenario, true, trace, hashes);
      case "--hashes" -> new Options(first, seeds, length, budget, scenario, store, trace, true);
      case "--trace" -> {
        long seed = number(option, rest, Long.MIN_VALUE, Long.MAX_VALUE);
        yield new Options(seed, 1, length, budget, scenario, store, true, hashes);
      }
      default -> throw new UsageException("unknown option " + option);
    };
  }

  private Options seeds(int count) {
    return new Options(first, count, length, budget, scenario, store, trace, hashes);
  }

  private Options first(long seed) {
    return new Options(seed, seeds, length, budget, scenario, store, trace, hashes);
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
