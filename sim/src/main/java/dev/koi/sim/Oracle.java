package dev.koi.sim;

import dev.koi.core.message.Claim;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Judges a history. It is told what services and daemons do, never what daemons think of it, but for
 * two claims that it holds them to: who leads, and which epoch was answered.
 */
final class Oracle {

  /**
   * How long two leaders may both count a quorum. Leadership is a hint: an elector that changes
   * sides is counted by the old leader until its next heartbeat arrives, or until it was silent for
   * four. What keeps masters apart are the epochs, and these are judged without any grace.
   */
  static final Duration LEADERS_HAND_OVER = Duration.ofSeconds(1);

  private final boolean majorities;
  private final boolean bounded;
  private final Map<GroupName, Group> groups = new TreeMap<>();
  private final Set<String> leaders = new TreeSet<>();
  private final List<Violation> violations = new ArrayList<>();
  private final List<Overlap> overlaps = new ArrayList<>();
  private long leadersTogetherSince;
  private boolean leadersJudged;
  private long promotions;
  private long moves;

  /**
   * An oracle for worlds of one kind.
   *
   * @param majorities whether no two quorums can be there at once; without, anything is allowed
   * @param bounded whether every demote ends before its lease does
   */
  Oracle(boolean majorities, boolean bounded) {
    this.majorities = majorities;
    this.bounded = bounded;
  }

  /** A service that is promoted on a node, under an epoch. */
  record Master(String node, String service, long epoch) {

    @Override
    public String toString() {
      return node + ":" + service + "@" + epoch;
    }
  }

  /** Something that must never be. */
  record Violation(long at, String what) {

    @Override
    public String toString() {
      return Timeline.show(at) + " " + what;
    }
  }

  /**
   * Two nodes that were promoted at once.
   *
   * @param end -1 if it lasted until the world ended
   * @param masters all that took part
   * @param cause why it could be
   */
  record Overlap(GroupName group, long start, long end, List<Master> masters, Cause cause) {

    Overlap {
      masters = List.copyOf(masters);
    }

    @Override
    public String toString() {
      String until = end < 0 ? "the end" : Timeline.show(end);
      return "two masters of " + group + " from " + Timeline.show(start) + " to " + until + ": "
          + masters;
    }
  }

  /** What two masters at once come from. */
  enum Cause {
    /** There is no quorum that only one side could have. */
    NO_QUORUM,
    /** Only the guard could have cut: a master's daemon was killed or paused, or its demote long. */
    NO_GUARD,
    /** Nothing excuses it. */
    NONE,
  }

  /** A promote script begins: from now on the service may have its effect. */
  void promoted(long at, GroupName name, Master master) {
    Group group = group(name);
    group.masters.add(master);
    if (group.isShared()) {
      if (group.together == null) {
        group.together = new LinkedHashSet<>();
        group.togetherSince = at;
        group.excused = false;
      }
      group.together.addAll(group.masters);
      group.excused |= !group.orphans.isEmpty();
    }
  }

  /** A service has its effect no more. */
  void demoted(long at, GroupName name, Master master) {
    Group group = group(name);
    group.masters.remove(master);
    group.orphans.remove(master);
    if (!group.isShared()) {
      group.part(at, name);
    }
  }

  /** The daemon of a node is killed or stands still: nobody looks after what is promoted there. */
  void orphaned(String node) {
    for (Group group : groups.values()) {
      for (Master master : group.masters) {
        if (master.node().equals(node)) {
          group.orphans.add(master);
        }
      }
    }
  }

  /**
   * The daemon has begun a promote script.
   *
   * @param answered the epoch that its runner got a LEASE for; null if none
   */
  void launched(long at, GroupName name, Master master, @Nullable Epoch answered) {
    Group group = group(name);
    if (answered == null || answered.number() != master.epoch()) {
      violated(at, "promote without a lease: " + master + ", answered is " + answered);
    }
    boolean isOfThePast = master.epoch() < group.highest;
    boolean isOfAnother = master.epoch() == group.highest && !master.node().equals(group.highestOn);
    if (majorities && (isOfThePast || isOfAnother)) {
      violated(at, "epoch " + group.highest + " was " + group.highestOn + "'s: " + master);
    }
    if (master.epoch() > group.highest) {
      promotions++;
      moves += group.highestOn.isEmpty() || group.highestOn.equals(master.node()) ? 0 : 1;
      group.highest = master.epoch();
      group.highestOn = master.node();
    }
  }

  /**
   * What a node says about who leads.
   *
   * @param claim null when it says nothing: it is down, or stands still
   */
  void claims(long at, String node, @Nullable Claim claim) {
    if (!majorities) {
      return;
    }
    boolean wereTogether = leaders.size() > 1;
    if (wereTogether && at - leadersTogetherSince > LEADERS_HAND_OVER.toNanos() && !leadersJudged) {
      leadersJudged = true;
      violated(at, "quorate leaders for " + Timeline.show(at - leadersTogetherSince) + ": " + leaders);
    }
    if (claim instanceof Claim.Leading leading && leading.quorate()) {
      leaders.add(node);
    } else {
      leaders.remove(node);
    }
    if (!wereTogether && leaders.size() > 1) {
      leadersTogetherSince = at;
      leadersJudged = false;
    }
  }

  void violated(long at, String what) {
    violations.add(new Violation(at, what));
  }

  /** The world ends: what is not over yet is counted too. */
  void close() {
    groups.forEach((name, group) -> group.part(-1, name));
  }

  boolean isViolated() {
    return !violations.isEmpty();
  }

  List<Violation> violations() {
    return List.copyOf(violations);
  }

  long overlaps(Cause cause) {
    return overlaps.stream().filter(overlap -> overlap.cause == cause).count();
  }

  List<Overlap> overlaps() {
    return List.copyOf(overlaps);
  }

  /** Epochs that something was promoted under. */
  long promotions() {
    return promotions;
  }

  /** Those of them that went to another node than the one before. */
  long moves() {
    return moves;
  }

  private Group group(GroupName name) {
    return groups.computeIfAbsent(name, _ -> new Group());
  }

  /** What is known of one group. */
  private final class Group {

    private final Set<Master> masters = new LinkedHashSet<>();
    private final Set<Master> orphans = new LinkedHashSet<>();
    private @Nullable Set<Master> together;
    private long togetherSince;
    private boolean excused;
    private long highest;
    private String highestOn = "";

    private boolean isShared() {
      String first = null;
      for (Master master : masters) {
        if (first == null) {
          first = master.node();
        } else if (!first.equals(master.node())) {
          return true;
        }
      }
      return false;
    }

    private void part(long at, GroupName name) {
      if (together == null) {
        return;
      }
      List<Master> all = List.copyOf(together);
      Overlap overlap = new Overlap(name, togetherSince, at, all, cause());
      together = null;
      overlaps.add(overlap);
      if (overlap.cause == Cause.NONE) {
        violated(overlap.start, overlap.toString());
      }
    }

    private Cause cause() {
      if (!majorities) {
        return Cause.NO_QUORUM;
      }
      return excused || !bounded ? Cause.NO_GUARD : Cause.NONE;
    }
  }
}
