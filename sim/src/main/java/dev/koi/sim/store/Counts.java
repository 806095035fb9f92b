package dev.koi.sim.store;

import java.util.Locale;

/** How much happened. What stays zero was not tested. */
final class Counts {

  long elections;
  long applied;
  long snapshots;
  long operations;
  long histories;
  long unexplained;
  long retries;
  long crashes;
  long wiped;
  long cuts;
  long pauses;
  long brokenDisks;
  long restored;
  long memberChanges;
  long handovers;
  long messages;
  long calms;
  long nanos;

  void add(Counts other) {
    elections += other.elections;
    applied += other.applied;
    snapshots += other.snapshots;
    operations += other.operations;
    histories += other.histories;
    unexplained += other.unexplained;
    retries += other.retries;
    crashes += other.crashes;
    wiped += other.wiped;
    cuts += other.cuts;
    pauses += other.pauses;
    brokenDisks += other.brokenDisks;
    restored += other.restored;
    memberChanges += other.memberChanges;
    handovers += other.handovers;
    messages += other.messages;
    calms += other.calms;
    nanos += other.nanos;
  }

  double hours() {
    return nanos / 3.6e12;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.1f simulated hours, %d messages, %d operations in %d histories (%d left out,"
            + " %d retried), %d commands applied,"
            + " %d elections, %d crashes, %d cuts, %d pauses, %d wiped (%d broken disks), %d snapshots"
            + " (%d restored), %d changes of members, %d handovers, %d times calm",
        hours(),
        messages,
        operations,
        histories,
        unexplained,
        retries,
        applied,
        elections,
        crashes,
        cuts,
        pauses,
        wiped,
        brokenDisks,
        snapshots,
        restored,
        memberChanges,
        handovers,
        calms);
  }
}
