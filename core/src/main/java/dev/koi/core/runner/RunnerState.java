package dev.koi.core.runner;

import dev.koi.core.message.NodeState;
import dev.koi.core.message.ServiceReport;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.ServiceName;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A group's services on this node between two steps. Ask the views; the components are the engine's.
 *
 * @param found whether the folder has been read at all
 * @param cleaning services that are found first are cleaned up first
 * @param goal of the last step
 * @param urgentUntil when the lease was lost: by when all demotes must have ended
 * @param surrendered the last epoch that the group gave up by itself: something failed, or a promoted
 *     service said 93. It is never promoted under it again, so it should be released; null if none
 * @param reached the epoch under which everything was promoted at last; null while this is no master
 * @param nextId of launches and survey tickets
 * @param wake the next moment at which a Tick matters
 */
public record RunnerState(
    SortedMap<ServiceName, ServiceRun> services,
    boolean found,
    boolean cleaning,
    Goal goal,
    @Nullable Moment urgentUntil,
    @Nullable Epoch surrendered,
    @Nullable Epoch reached,
    Failures failures,
    long nextId,
    @Nullable Moment wake) {

  public RunnerState {
    services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
  }

  /** Before anything was found or done. */
  public static RunnerState begin() {
    return new RunnerState(
        new TreeMap<>(), false, false, new Goal.Down("not begun"), null, null, null,
        Failures.NONE, 1, null);
  }

  /** Nothing is or may be promoted, promoting, demoting or unconfirmed: the epoch may be given up. */
  public boolean releasable() {
    return !cleaning && services.values().stream().allMatch(s -> s.promotion() == null);
  }

  /** Whether any service is or may be promoted: from the launch of the first promote. */
  public boolean anythingPromoted() {
    return services.values().stream().anyMatch(s -> s.promotion() != null);
  }

  /**
   * Whether demote and stop of a service failed, so that it may still be promoted: what a guard would
   * cut for. It is tried again by itself.
   */
  public boolean unconfirmed() {
    return services.values().stream()
        .anyMatch(s -> s.promotion() != null && s.promotion().doubtful());
  }

  /** Whether everything was promoted and shall stay so. */
  public boolean isMaster() {
    return reached != null;
  }

  /** Whether the group could be promoted: every service is up, and said so. */
  public boolean ready() {
    return found && overview().promotable(goal);
  }

  /** Whether a failure, or a disabled service, keeps the group down. */
  public boolean failed() {
    return overview().failing();
  }

  public NodeState nodeState() {
    return overview().state(found, isMaster(), goal);
  }

  /**
   * Whether {@link GroupRunner#duties} of both are the same. Asked after each event, so it looks at
   * what they are made of, most of which is the very same object.
   */
  @SuppressWarnings("ReferenceEquality")
  public boolean needsTheSameDuties(RunnerState before) {
    return this == before || Duties.areTheSame(this, before);
  }

  private Overview overview() {
    return Overview.of(services.values());
  }

  public List<ServiceReport> report() {
    return services.values().stream().map(ServiceRun::report).toList();
  }

  /** Time since a service of the group failed, null if none did since the failures were forgotten. */
  public @Nullable Duration sinceFailure(Moment now) {
    Moment last = failures.last();
    return last == null ? null : now.since(last);
  }

  /** The last failures since the daemon began, recovered from or not, oldest first. */
  public List<FailureEntry> failureLog() {
    return failures.log();
  }

  /** When a Tick matters next, now at the earliest; null: only another input or goal matters. */
  public @Nullable Moment nextWake(Moment now) {
    return wake == null ? null : wake.max(now);
  }

  /**
   * Whether everything is down and no script runs. Services whose demotion is unconfirmed count as
   * down between two attempts: ask {@link #releasable()} before anything is released.
   */
  public boolean idle() {
    return !cleaning
        && services.values().stream().allMatch(s -> s.phase().isDown() && s.running() == null);
  }
}
