package dev.koi.cli;

import dev.koi.wire.api.Command;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The texts of help: what each command does, and an example of it. */
final class Manual {

  /** One command's; each line is one element. */
  record Page(String about, List<String> shown, boolean asksADaemon) {

    /** The first sentence is what the list of commands shows. */
    String[] description() {
      int end = about.indexOf(". ") + 1;
      return end == 0
          ? new String[] {about}
          : new String[] {about.substring(0, end), about.substring(end + 1)};
    }

    String[] examples() {
      String[] lines = new String[shown.size() + 1];
      lines[0] = shown.size() == 1 ? "%nExample:" : "%nExamples:";
      for (int i = 0; i < shown.size(); i++) {
        lines[i + 1] = "  " + shown.get(i);
      }
      return lines;
    }
  }

  private static final Map<String, Page> PAGES =
      Map.ofEntries(
          page(
              "koi",
              "Shows and steers a koi cluster: at most one master, always.",
              "koi status                      how the cluster is",
              "koi promote b                   make node b the master, and wait until it is",
              "koi demote --reason 'new disk'  no master until 'koi elect'",
              "koi -f ./b/koi.conf local       ask the daemon of this configuration",
              "koi -H 10.0.0.2 status          ask a node from afar, with the key of koi.conf",
              "koi help promote                all about one command"),
          page(
              "koi local",
              "Shows what this daemon is and does.",
              "koi local -o json | jq -r .state"),
          page(
              "koi status",
              "Shows the cluster as this node sees it. The verdict comes first, then groups, nodes and"
                  + " problems, each with its age; with a NODE only what is about that one.",
              "koi status -o wide",
              "koi status b",
              "koi status -o json | jq -r '.groups[].master'",
              "until koi status -C; do sleep 1; done"),
          page("koi tree", "Shows nodes and their services as a tree.", "koi tree"),
          page(
              "koi promote",
              "Makes this node the master. The old master is demoted first; ends manual mode; waits"
                  + " until it is done.",
              "koi promote b --reason 'kernel update on a'",
              "koi promote b --timeout 2m"),
          page(
              "koi demote",
              "Demotes the master. Nobody is elected (manual mode) until 'koi elect' or 'koi promote'.",
              "koi demote --reason 'restore from backup'"),
          page(
              "koi start",
              "Starts the services that 'koi stop' stopped. Of the asked node, or of NODE.",
              "koi start",
              "koi start b"),
          page(
              "koi stop",
              "Demotes and stops the services. Of the asked node, or of NODE; they stay so, also when"
                  + " its daemon starts again, until 'koi start'.",
              "koi stop b --reason 'new disk'"),
          page(
              "koi recover",
              "Forgets failures and tries again at once. Without NODE those of every failed node.",
              "koi recover",
              "koi recover b"),
          page(
              "koi failures",
              "Shows the last ten failures of services: when, where, what.",
              "koi failures",
              "koi failures -o json | jq -r '.failures[-1].what'"),
          page(
              "koi maintenance",
              "Switches maintenance. While it is on no script runs anywhere and nobody is elected; what"
                  + " is promoted stays so. Leaving it, every service is asked how it is.",
              "koi maintenance on --reason 'upgrade'",
              "koi maintenance off"),
          page("koi elect", "Leaves manual mode: a master is elected.", "koi elect"),
          page("koi config", "Looks at configurations.", "koi config check"),
          page(
              "koi config check",
              "Checks a configuration. Prints all problems with file, line and column, then what it"
                  + " promises about a failover.",
              "koi config check",
              "koi config check -f /etc/koi/koi.conf"),
          page("koi key", "Makes keys.", "koi key new /etc/koi/koi.key"),
          page(
              "koi key new",
              "Makes a key for cluster.keyfile. The file is readable by its owner only (0600); without"
                  + " one the key is printed. All nodes need the same.",
              "koi key new /etc/koi/koi.key"),
          page(
              "koi init",
              "Writes a koi.conf. With --loopback those of a whole cluster on this machine.",
              "koi init --name a --address 10.0.0.1,10.0.0.2,10.0.0.3",
              "koi init --loopback 3 --folder ./demo"),
          page("koi version", "Prints the version.", "koi version"));

  private Manual() {}

  /** The page of a command such as {@code koi config check}, null for the library's own. */
  static @Nullable Page page(String path) {
    return PAGES.get(path);
  }

  private static Map.Entry<String, Page> page(String path, String about, String... examples) {
    boolean asks = path.equals("koi") || path.equals("koi tree");
    for (Command command : Command.values()) {
      asks |= path.equals("koi " + command.word());
    }
    return Map.entry(path, new Page(about, List.of(examples), asks));
  }
}
