package dev.koi.sim;

import dev.koi.core.lease.Profile;
import dev.koi.core.name.NodeName;
import dev.koi.node.daemon.Settings;
import dev.koi.node.daemon.Transport;
import dev.koi.wire.config.Configuration;
import dev.koi.wire.seal.KeyRing;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** What koi.conf says on a simulated machine. */
final class Setup {

  private static final int CLUSTER = 13;
  private static final String PASSWORD = "simulated cluster";
  private static final String VERSION = "simulated";

  /** Derived once: PBKDF2 is slow on purpose. */
  private static final KeyRing KEYS = KeyRing.ofPassword(PASSWORD, CLUSTER);

  /** How long a script may take; short, so that a hanging one does not fill a whole world. */
  static final Duration SCRIPT_TIMEOUT = Duration.ofSeconds(5);

  /** How long a failed node waits before it tries again. */
  static final Duration RECOVERY = Duration.ofSeconds(2);

  private Setup() {}

  static Settings settings(
      Shape shape, Shape.Machine machine, Transport transport, UUID boot) {
    NodeName name = new NodeName(machine.name());
    Configuration configuration =
        new Configuration(
            node(machine, name), cluster(shape), service(), time(shape.profile()));
    return new Settings(configuration, name, KEYS, transport, boot, VERSION, false);
  }

  private static Configuration.Node node(Shape.Machine machine, NodeName name) {
    return new Configuration.Node(
        name,
        machine.elector(),
        machine.runner(),
        42012,
        false,
        false,
        false,
        Configuration.LogLevel.TRACE,
        false,
        machine.priority(),
        "/var/lib/koi",
        "/run/koi",
        null,
        false);
  }

  /** Where the others are stands in {@link Transport}: of the daemon only koinode reads the list. */
  private static Configuration.Cluster cluster(Shape shape) {
    List<NodeName> electors =
        shape.machines().stream()
            .filter(machine -> machine.elector() && shape.store())
            .map(machine -> new NodeName(machine.name()))
            .toList();
    return new Configuration.Cluster(
        CLUSTER, shape.quorum(), PASSWORD, null, List.of(), electors, 50);
  }

  private static Configuration.Service service() {
    return new Configuration.Service(
        "/etc/koi/services",
        "/etc/koi/services",
        SCRIPT_TIMEOUT,
        SCRIPT_TIMEOUT,
        SCRIPT_TIMEOUT,
        SCRIPT_TIMEOUT,
        SCRIPT_TIMEOUT,
        SCRIPT_TIMEOUT,
        Integer.MAX_VALUE,
        1);
  }

  private static Configuration.Time time(Profile profile) {
    return new Configuration.Time(
        profile.name(),
        profile.lease(),
        profile.heartbeat(),
        profile.statusInterval(),
        profile.firstPromotionWait(),
        null,
        null,
        RECOVERY,
        Duration.ofMinutes(1),
        Duration.ofSeconds(10),
        profile.election());
  }
}
