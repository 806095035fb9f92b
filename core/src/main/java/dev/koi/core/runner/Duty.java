package dev.koi.core.runner;

import dev.koi.core.message.Action;
import dev.koi.core.name.ServiceName;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A script that must be run to take a service down, should this runner not be able to (SAFETY G3).
 *
 * @param action demote, stop or status
 * @param rank services of a lower one are taken down first, those of equal ones together
 * @param script the very file: no other proves anything
 */
public record Duty(
    ServiceName service,
    Action action,
    int rank,
    Script script,
    List<String> command,
    String folder,
    Map<String, String> environment,
    Duration timeout) {

  public Duty {
    command = List.copyOf(command);
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
  }
}
