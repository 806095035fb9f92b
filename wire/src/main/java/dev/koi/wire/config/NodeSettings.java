package dev.koi.wire.config;

import dev.koi.core.name.NodeName;
import dev.koi.wire.config.Configuration.LogLevel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Section {@code node}. */
final class NodeSettings {

  static final Setting<NodeName> NAME =
      Setting.optional(
          "node.name",
          new Kind.Name(),
          "the host's name",
          "What this node is called; `koinode -n` wins.");

  static final Setting<Boolean> ELECTOR =
      Setting.of("node.elector", new Kind.Flag(), "true", "Whether it takes part in the election.");

  static final Setting<Boolean> RUNNER =
      Setting.of("node.runner", new Kind.Flag(), "false", "Whether it runs services.");

  static final Setting<Integer> PORT =
      Setting.of("node.port", new Kind.Whole(1, 65535), "42012", "UDP port of the cluster.");

  static final Setting<Boolean> MAINTENANCE =
      Setting.of(
          "node.maintenance", new Kind.Flag(), "false", "Whether it starts in maintenance mode.")
          .atStartOnly();

  static final Setting<Boolean> REUSE_ADDRESS =
      Setting.of(
          "node.reuse_address",
          new Kind.Flag(),
          "true",
          "Whether other programs of this machine may receive from the same multicast group and port"
              + " (SO_REUSEADDR); two daemons on one node.port are refused in any case.");

  static final Setting<Boolean> INCREMENT_PORT =
      Setting.of(
          "node.increment_port",
          new Kind.Flag(),
          "false",
          "Whether the next port is tried when one is taken, up to 1000 of them. The others find such a"
              + " node by hearing it, or by multicast: what they have configured leads to node.port.");

  static final Setting<LogLevel> LOGLEVEL =
      Setting.of("node.loglevel", new Kind.Choice<>(levels()), "info", "How much goes to the log.")
          .inPlace();

  static final Setting<Boolean> FORCE_RESTART =
      Setting.of(
          "node.force_restart",
          new Kind.Flag(),
          "false",
          "Whether a reload of the configuration always restarts the node's inside.")
          .inPlace();

  static final Setting<Integer> PRIORITY =
      Setting.of(
          "node.priority",
          new Kind.Whole(-1000, 1000),
          "0",
          "Who leads: the highest priority, and among equals the highest node id.")
          .inPlace();

  static final Setting<String> STATE_DIR =
      Setting.of(
          "node.state_dir",
          new Kind.Text("folder"),
          "/var/lib/koi",
          "Where epochs and the node's id are kept; made (mode 0700) when missing; for one daemon"
              + " only.");

  static final Setting<String> RUN_DIR =
      Setting.of(
          "node.run_dir",
          new Kind.Text("folder"),
          "/run/koi",
          "Where the socket `koi.sock` is; made (mode 0700) when missing; for one daemon only.");

  static final Setting<String> LOGFILE =
      Setting.optional(
          "node.logfile",
          new Kind.Text("file"),
          "/var/log/koi/NAME.log",
          "The file of `--log file`.")
          .inPlace();

  static final Setting<Boolean> GUARD =
      Setting.of(
          "node.guard",
          new Kind.Switch(),
          "on",
          "Whether two processes beside the daemon end its services when the lease ends or the daemon"
              + " dies; off is said in status.");

  static final Setting<String> LAST_RESORT =
      Setting.of(
              "node.last_resort",
              Kind.Choice.of(List.of("none", "reboot")),
              "none",
              "What the guard does with a node whose services cannot be ended.")
          .later();

  static final List<Setting<?>> ALL =
      List.of(
          NAME,
          ELECTOR,
          RUNNER,
          PORT,
          PRIORITY,
          MAINTENANCE,
          LOGLEVEL,
          LOGFILE,
          STATE_DIR,
          RUN_DIR,
          GUARD,
          LAST_RESORT,
          INCREMENT_PORT,
          REUSE_ADDRESS,
          FORCE_RESTART);

  private NodeSettings() {}

  private static Map<String, LogLevel> levels() {
    Map<String, LogLevel> levels = new LinkedHashMap<>();
    levels.put("trace", LogLevel.TRACE);
    levels.put("info", LogLevel.INFO);
    levels.put("warn", LogLevel.WARN);
    levels.put("error", LogLevel.ERROR);
    return levels;
  }
}
