package dev.koi.wire.api;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;

/**
 * The last failures of services, oldest first: {@code koi failures -o json}.
 *
 * @param version of this format: {@value #VERSION}
 */
@Json
public record FailuresView(int version, List<Entry> failures) {

  public static final int VERSION = 1;

  public FailuresView {
    Checks.version(version, VERSION);
    failures = Checks.list(failures, "failures");
  }

  /**
   * One failure.
   *
   * @param time by the clock of the node
   * @param node its name then
   * @param id its UUID
   * @param what the service and what went wrong
   */
  @Json
  public record Entry(Instant time, String node, String id, String group, String what) {

    public Entry {
      Checks.present(time, "time");
      Checks.present(node, "node");
      Checks.present(id, "id");
      Checks.present(group, "group");
      Checks.present(what, "what");
    }
  }
}
