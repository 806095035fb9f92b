package dev.koi.node.daemon;

import dev.koi.core.agreed.Marks;
import dev.koi.core.lease.RunnerLease;
import dev.koi.core.message.FailureNote;
import dev.koi.core.message.GroupReport;
import dev.koi.core.message.Held;
import dev.koi.core.message.NodeState;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.runner.FailureEntry;
import dev.koi.core.runner.Goal;
import dev.koi.core.runner.RunnerState;
import dev.koi.core.tenure.Tenure;
import dev.koi.core.time.Moment;
import dev.koi.node.port.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How one group is on this node, as the electors are told; made anew only when it changed. */
final class SelfReport {

  private final Self self;
  private final GroupName group;
  private final Clock clock;

  /** Dated once, so that a clock that is set does not change what was said. */
  private final Map<Long, Long> dates = new HashMap<>();
  private @Nullable Basis basis;
  private List<GroupReport> latest = List.of();

  SelfReport(Self self, GroupName group, Clock clock) {
    this.self = self;
    this.group = group;
    this.clock = clock;
  }

  /** What a report is made of. */
  private record Basis(
      RunnerState services, Marks marks, Epoch dead, @Nullable Held held, boolean able) {

    @SuppressWarnings("ReferenceEquality") // an unchanged state is the same object: no deep look
    private boolean isSameAs(@Nullable Basis before) {
      return before != null
          && services == before.services
          && marks.equals(before.marks)
          && dead.equals(before.dead)
          && Objects.equals(held, before.held)
          && able == before.able;
    }
  }

  /**
   * The report as of now.
   *
   * @param able whether this node may take an epoch at all
   */
  List<GroupReport> of(RunnerState services, Tenure tenure, boolean able, Moment now) {
    Epoch dead = tenure.durable().dead();
    Basis next = new Basis(services, tenure.marks(), dead, held(services, tenure), able);
    // Time since a failure grows, so that such a report is made anew each time.
    if (!next.isSameAs(basis) || services.sinceFailure(now) != null) {
      basis = next;
      latest = List.of(self.isRunner() ? runner(next, now) : elector(next));
    }
    return latest;
  }

  private GroupReport runner(Basis b, Moment now) {
    RunnerState services = b.services();
    return new GroupReport(
        group,
        services.nodeState(),
        b.marks().highest(),
        b.dead(),
        b.held(),
        b.able() && services.ready(),
        services.goal() instanceof Goal.Rest,
        services.sinceFailure(now),
        Brevity.of(services.report()),
        failures(services, now));
  }

  private List<FailureNote> failures(RunnerState services, Moment now) {
    List<FailureNote> notes = new ArrayList<>();
    for (FailureEntry entry : services.failureLog()) {
      long at =
          dates.computeIfAbsent(
              entry.number(), _ -> clock.wall().minus(now.since(entry.at())).toEpochMilli());
      notes.add(new FailureNote(entry.number(), at, entry.what()));
    }
    dates.keySet().retainAll(notes.stream().map(FailureNote::number).toList());
    return notes;
  }

  /** An elector has no services, but it may know of a higher epoch than any runner. */
  private GroupReport elector(Basis b) {
    return new GroupReport(
        group,
        NodeState.ELECTOR,
        b.marks().highest(),
        b.dead(),
        null,
        false,
        false,
        null,
        List.of(),
        List.of());
  }

  private static @Nullable Held held(RunnerState services, Tenure tenure) {
    RunnerLease lease = tenure.lease();
    if (lease == null) {
      return null;
    }
    Held.Phase phase;
    if (services.unconfirmed()) {
      phase = Held.Phase.UNCONFIRMED;
    } else if (tenure.givingUp() != null) {
      phase = Held.Phase.DEMOTING;
    } else if (services.isMaster()) {
      phase = Held.Phase.PROMOTED;
    } else {
      phase = services.anythingPromoted() ? Held.Phase.PROMOTING : Held.Phase.GRANTED;
    }
    return new Held(lease.epoch(), lease.timing(), phase);
  }
}
