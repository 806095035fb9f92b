package dev.koi.core.message;

import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeId;
import dev.koi.core.name.NodeName;
import java.time.Duration;

/**
 * How a node introduces itself.
 *
 * @param incarnation its node id and this run of it
 * @param priority who leads, before the node id; higher leads
 * @param uptime since its daemon started
 */
public record Card(
    Incarnation incarnation,
    NodeName name,
    boolean elector,
    boolean runner,
    int priority,
    String version,
    Duration uptime) {

  /** The same at another age. */
  Card at(Duration newUptime) {
    return new Card(incarnation, name, elector, runner, priority, version, newUptime);
  }

  public NodeId id() {
    return incarnation.node();
  }
}
