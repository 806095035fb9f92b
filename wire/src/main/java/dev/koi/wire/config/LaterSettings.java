package dev.koi.wire.config;

import dev.koi.core.name.NodeName;
import java.time.Duration;
import java.util.List;

/** Sections of parts that come with a later version: checked, and said to change nothing yet. */
final class LaterSettings {

  private static final Kind<List<NodeName>> NODES =
      new Kind.Listed<>(new Kind.Name(), "list of node names");

  static final Setting<String> GROUP_CLASS =
      Setting.of(
              "group.class",
              Kind.Choice.of(List.of("crash-only", "graceful", "watchdog", "fence")),
              "graceful",
              "What ends every effect of its services: killing them, their `demote`, a watchdog, a"
                  + " fence.")
          .later();

  static final List<Setting<?>> ALL =
      List.of(
          GROUP_CLASS,
          Setting.optional(
                  "group.folder",
                  new Kind.Text("folder"),
                  "service.folder for `default`",
                  "Where its services are.")
              .later(),
          Setting.of(
                  "group.type",
                  Kind.Choice.of(List.of("script", "run", "ocf", "systemd", "vip", "package")),
                  "script",
                  "What its services are, unless they say it themselves.")
              .later(),
          Setting.optional(
                  "group.profile",
                  Kind.Choice.of(List.of("fast", "normal", "watchdog")),
                  "time.profile",
                  "Its lease's values.")
              .later(),
          Setting.optional("group.runners", NODES, "all runners", "Who may hold it.").later(),
          Setting.optional("group.prefer", NODES, "nobody", "Who should hold it, best first.")
              .later(),
          Setting.of(
                  "group.failback",
                  new Kind.Failback(),
                  "never",
                  "Whether it goes back to a preferred node that has returned, and after how long.")
              .later(),
          Setting.of(
                  "group.role",
                  Kind.Choice.of(List.of("master", "standby", "any")),
                  "master",
                  "On which of its nodes the services are at home.")
              .later(),
          Setting.of(
                  "group.leftovers",
                  new Kind.Listed<>(
                      new Kind.Text("leftover"), "list of addresses, mounts and units"),
                  "",
                  "What outlives its processes and has to be gone before another node begins.")
              .later(),
          Setting.optional(
                  "api.listen",
                  new Kind.Listed<>(new Kind.Located(), "list of addresses with ports"),
                  "nowhere",
                  "Where the API listens beside the unix socket.")
              .later(),
          file("api.tls_cert", "Certificate of the API, PEM."),
          file("api.tls_key", "Private key of the API, PEM."),
          file("api.token_file", "Tokens that may use the API."),
          Setting.optional(
                  "fence.command",
                  new Kind.Text("command"),
                  "none",
                  "The program that fences a node.")
              .later(),
          Setting.of(
                  "watchdog.device", new Kind.Text("file"), "/dev/watchdog", "The watchdog device.")
              .later(),
          Setting.of(
                  "watchdog.timeout",
                  new Kind.Span(Duration.ofSeconds(1), Duration.ofMinutes(10)),
                  "1s",
                  "After how long without being fed the device resets the machine.")
              .later());

  private LaterSettings() {}

  private static Setting<String> file(String name, String meaning) {
    return Setting.optional(name, new Kind.Text("file"), "none", meaning).later();
  }
}
