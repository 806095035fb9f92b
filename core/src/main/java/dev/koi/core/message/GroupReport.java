package dev.koi.core.message;

import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One group as a runner sees it.
 *
 * @param highest the highest epoch that this node ever saw (kept on its disk)
 * @param dead the highest epoch that this node gave up, on its disk: it and all below are demoted here
 * @param held the epoch it holds now, null if none
 * @param ready whether it could be promoted: every started service is up and said so
 * @param resting no script begins there: the node knows of the maintenance
 * @param sinceFailure time since a service of the group failed here, null if none did
 * @param failures the last ones of this start of the daemon, recovered from or not, oldest first
 */
public record GroupReport(
    GroupName group,
    NodeState state,
    Epoch highest,
    Epoch dead,
    @Nullable Held held,
    boolean ready,
    boolean resting,
    @Nullable Duration sinceFailure,
    List<ServiceReport> services,
    List<FailureNote> failures) {

  public GroupReport {
    services = List.copyOf(services);
    failures = List.copyOf(failures);
  }
}
