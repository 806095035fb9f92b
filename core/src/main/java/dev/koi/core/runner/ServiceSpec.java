package dev.koi.core.runner;

import dev.koi.core.message.Action;
import dev.koi.core.name.ServiceName;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service as its folder describes it.
 *
 * @param priority lower goes first on start and promote; null: waits for nobody
 * @param single one executable that gets the action as its first argument, instead of a folder
 * @param folder where its scripts run
 * @param scripts those that are there and executable; an absent one succeeds at once
 * @param disabled a file named {@code disabled} is there: it is stopped and its node counts as failed
 */
public record ServiceSpec(
    ServiceName name,
    @Nullable Integer priority,
    boolean single,
    String folder,
    Map<Action, Script> scripts,
    boolean disabled) {

  public ServiceSpec {
    EnumMap<Action, Script> sorted = new EnumMap<>(Action.class);
    sorted.putAll(scripts);
    scripts = Collections.unmodifiableMap(sorted);
  }
}
