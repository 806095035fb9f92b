package dev.koi.core.runner;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a group's runner is told. */
public sealed interface RunnerInput {

  /** Time has passed, or the goal has changed. */
  record Tick() implements RunnerInput {}

  /** What the services folder holds now: all of it. */
  record Found(List<ServiceSpec> services) implements RunnerInput {

    public Found {
      services = List.copyOf(services);
    }
  }

  /** A script ended; its background children may live on. */
  record Ended(long launchId, Ending.Report report) implements RunnerInput {}

  /** Which of the surveyed sessions still have a process. */
  record Surveyed(long ticket, Set<Long> alive) implements RunnerInput {

    public Surveyed {
      alive = Collections.unmodifiableSortedSet(new TreeSet<>(alive));
    }
  }

  /**
   * The run before did not end cleanly: demote and stop every service before anything else (SAFETY
   * R7). Given once, before the first {@link Found}.
   */
  record Clean() implements RunnerInput {}

  /**
   * The guards have ended the epoch: every process of the group was killed, what was promoted demoted.
   *
   * @param confirmed false: nothing proves the demotion, and they try again
   */
  record TakenDown(boolean confirmed) implements RunnerInput {}

  /** Someone says: forget the failures, try again. */
  record Recover() implements RunnerInput {}
}
