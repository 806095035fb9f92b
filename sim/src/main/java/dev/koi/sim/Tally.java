package dev.koi.sim;

import java.util.EnumMap;
import java.util.Map;

/** What is counted. */
final class Tally {

  private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
  long nanos;
  long events;
  long datagrams;
  long lost;
  long elections;
  long failovers;
  long promotions;
  long settled;
  long violations;
  long overlapsWithoutGuard;
  long overlapsWithoutQuorum;

  void count(Fault fault) {
    faults.merge(fault, 1L, Long::sum);
  }

  void add(Tally other) {
    other.faults.forEach((fault, times) -> faults.merge(fault, times, Long::sum));
    nanos += other.nanos;
    events += other.events;
    datagrams += other.datagrams;
    lost += other.lost;
    elections += other.elections;
    failovers += other.failovers;
    promotions += other.promotions;
    settled += other.settled;
    violations += other.violations;
    overlapsWithoutGuard += other.overlapsWithoutGuard;
    overlapsWithoutQuorum += other.overlapsWithoutQuorum;
  }

  double hours() {
    return nanos / 3.6e12;
  }

  /** {@code 12 cuts, 3 pauses}. */
  String faults() {
    StringBuilder text = new StringBuilder();
    faults.forEach(
        (fault, times) ->
            text.append(text.isEmpty() ? "" : ", ").append(times).append(' ').append(fault.plural()));
    return text.isEmpty() ? "no faults" : text.toString();
  }
}
