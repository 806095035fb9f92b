package dev.koi.sim.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
  long fullDisks;
  long fullVotes;
  long torn;
  long hurried;
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
    fullDisks += other.fullDisks;
    fullVotes += other.fullVotes;
    torn += other.torn;
    hurried += other.hurried;
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
    List<String> missed = missed();
    String unreached = missed.isEmpty() ? "" : "; NEVER REACHED: " + String.join(", ", missed);
    return String.format(
        Locale.ROOT,
        "%.1f simulated hours, %d messages, %d operations in %d histories (%d left out,"
            + " %d retried), %d commands applied,"
            + " %d elections, %d crashes, %d cuts, %d pauses, %d wiped (%d broken disks), %d stops by a full"
            + " disk, %d votes from the reserve, %d torn records, %d snapshots (%d restored), %d changes of"
            + " members, %d handovers, %d changes in a hurry, %d times calm%s",
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
        fullDisks,
        fullVotes,
        torn,
        snapshots,
        restored,
        memberChanges,
        handovers,
        hurried,
        calms,
        unreached);
  }

  /** What this is all about, and did not happen once. */
  List<String> missed() {
    Map<String, Long> goals = new LinkedHashMap<>();
    goals.put("elections", elections);
    goals.put("crashes", crashes);
    goals.put("cuts", cuts);
    goals.put("pauses", pauses);
    goals.put("broken disks", brokenDisks);
    goals.put("stops by a full disk", fullDisks);
    goals.put("votes from the reserve", fullVotes);
    goals.put("torn records", torn);
    goals.put("snapshots", snapshots);
    goals.put("restored snapshots", restored);
    goals.put("changes of members", memberChanges);
    goals.put("changes in a hurry", hurried);
    goals.put("handovers", handovers);
    goals.put("retries", retries);
    goals.put("explained histories", histories - unexplained);
    goals.put("calms", calms);
    return goals.entrySet().stream().filter(goal -> goal.getValue() == 0).map(Map.Entry::getKey).toList();
  }
}
