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
 * @param held the epoch it holds now, null if none
 * @param ready whether it could be promoted: every started service is up and said so
 * @param sinceFailure time since a service of the group failed here, null if none did
 */
public record GroupReport(
    GroupName group,
    NodeState state,
    Epoch highest,
    @Nullable Held held,
    boolean ready,
    @Nullable Duration sinceFailure,
    List<ServiceReport> services) {

  public GroupReport {
    services = List.copyOf(services);
  }
}
