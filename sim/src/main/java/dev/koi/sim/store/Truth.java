package dev.koi.sim.store;

import dev.koi.core.name.MemberId;
import dev.koi.core.raft.Bytes;
import dev.koi.core.store.Outcome;
import dev.koi.sim.Linear;
import dev.koi.sim.Timeline;
import dev.koi.sim.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sees all, and compares: what must never differ, and what nobody may have seen. */
final class Truth {

  /** Each write that was never answered doubles what has to be looked at. */
  private static final int MOST_OPEN = 10;

  private final Timeline timeline;
  private final Trace trace;
  private final Map<Long, MemberId> leaders = new HashMap<>();
  private final Map<Long, Applied> applied = new HashMap<>();
  private final Map<Long, Bytes> snapshots = new HashMap<>();
  private final Map<String, List<Linear.Operation>> histories = new TreeMap<>();
  final List<String> violations = new ArrayList<>();
  final Counts counts = new Counts();

  private record Applied(Bytes command, Outcome outcome) {}

  Truth(Timeline timeline, Trace trace) {
    this.timeline = timeline;
    this.trace = trace;
  }

  void violated(String what) {
    violations.add(Timeline.show(timeline.now()) + " " + what);
  }

  /** Election safety (figure 3 of the Raft paper). */
  void elected(MemberId member, long term) {
    counts.elections++;
    trace.fold(member.hashCode(), "elected", term);
    MemberId other = leaders.putIfAbsent(term, member);
    if (other != null && !other.equals(member)) {
      violated("two leaders of term " + term + ": " + other + " and " + member);
    }
  }

  /** State machine safety: whoever applies an entry applies the same, with the same outcome. */
  void applied(MemberId member, long index, Bytes command, Outcome outcome) {
    counts.applied++;
    trace.fold(member.hashCode(), "applied", index);
    Applied mine = new Applied(command, outcome);
    Applied other = applied.putIfAbsent(index, mine);
    if (other != null && !other.equals(mine)) {
      violated(member + " applied " + mine + " at " + index + ", another one " + other);
    }
  }

  /** The whole state after an entry. */
  void state(MemberId member, long index, Bytes state) {
    counts.snapshots++;
    Bytes other = snapshots.putIfAbsent(index, state);
    if (other != null && !other.equals(state)) {
      violated(member + " is in another state after " + index + " than someone else was");
    }
  }

  void operation(String key, Linear.Operation operation) {
    trace.fold(-1, key, operation.called());
    counts.operations++;
    histories.computeIfAbsent(key, _ -> new ArrayList<>()).add(operation);
  }

  /** Whether all that was seen of this key can be explained; then it is forgotten. */
  void settle(String key) {
    List<Linear.Operation> history = histories.remove(key);
    if (history != null) {
      counts.histories++;
      long open = history.stream().filter(operation -> operation.answered() == null).count();
      if (open > MOST_OPEN) {
        counts.unexplained++;
      } else if (!Linear.holds(history)) {
        violated("nothing explains what was seen of " + key + ": " + history);
      }
    }
  }

  void settleAll() {
    List.copyOf(histories.keySet()).forEach(this::settle);
  }
}
