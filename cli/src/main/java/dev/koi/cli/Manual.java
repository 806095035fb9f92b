package dev.koi.cli;

import dev.koi.wire.api.Command;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of commands for people: what each is for, what happens, examples. Help, the man page,
 * the completion and docs/commands.md are made of it and of the options that the parser knows, so
 * that none of them can say anything else.
 */
final class Manual {

  /** What one wants to do: the order and the headings of the list in {@code koi --help}. */
  enum Purpose {
    LOOK("See how things are"),
    MASTER("Decide who is master"),
    NODE("Work on nodes and services"),
    STORE("Keep keys and values that all nodes agree on"),
    FILES("Write and check configurations and keys"),
    OTHER("About koi itself");

    private final String heading;

    Purpose(String heading) {
      this.heading = heading;
    }

    String heading() {
      return heading;
    }
  }

  /** An example: what to type, and what for; empty if that is plain. */
  record Example(String command, String why) {}

  /** One command's; the first sentence of {@code about} is what lists of commands show. */
  record Page(Purpose purpose, String about, List<Example> shown) {

    Page(Purpose purpose, String about, String... shown) {
      this(purpose, about, examples(shown));
    }

    private static List<Example> examples(String... shown) {
      List<Example> examples = new ArrayList<>();
      for (String line : shown) {
        int mark = line.indexOf("  # ");
        examples.add(
            mark < 0
                ? new Example(line, "")
                : new Example(line.substring(0, mark).strip(), line.substring(mark + 4)));
      }
      return List.copyOf(examples);
    }

    String summary() {
      int end = about.indexOf(". ") + 1;
      return end == 0 ? about : about.substring(0, end);
    }

    String more() {
      return about.substring(summary().length()).strip();
    }
  }

  private static final Map<String, Page> PAGES = new LinkedHashMap<>();

  static {
    page("koi", Purpose.OTHER, "Shows and steers a koi cluster: at most one master, always.",
        "koi status  # how the cluster is, from any node",
        "koi promote b  # make node b the master, and wait until it is",
        "koi demote --reason 'new disk'  # no master until 'koi elect'",
        "koi -f ./b/koi.conf local  # ask the daemon of this configuration",
        "koi -H 10.0.0.2 status  # ask a node from afar, with the key of koi.conf");
    look();
    steer();
    ManualOfStore.pages(PAGES);
    files();
    page("koi version", Purpose.OTHER, "Prints the version.", "koi version");
  }

  private Manual() {}

  private static void look() {
    page("koi status", Purpose.LOOK,
        "Shows the cluster as this node sees it. The verdict comes first (OK, DEGRADED, NO MASTER, NO QUORUM,"
            + " MAINTENANCE), then groups, nodes and problems with the next step, each with its age; with a"
            + " NODE only what is about that one.",
        "koi status  # the verdict is also the exit code: 0 or 4",
        "koi status -w  # look again every second",
        "koi status b  # one node, with all of its services",
        "koi status -o json | jq -r '.groups[].master'  # for programs",
        "until koi status -C; do sleep 1; done");
    page("koi tree", Purpose.LOOK,
        "Shows nodes and their services as a tree. What a service executes and whether it failed stands"
            + " behind it.",
        "koi tree");
    page("koi local", Purpose.LOOK,
        "Shows what this daemon is and does. It answers also when it hears nobody else.",
        "koi local",
        "koi local -o json | jq -r .state");
    page("koi failures", Purpose.LOOK, "Shows the last ten failures of services: when, where, what.",
        "koi failures",
        "koi failures -o json | jq -r '.failures[-1].what'");
  }

  private static void steer() {
    page("koi promote", Purpose.MASTER,
        "Makes this node the master. The old master is demoted first, the new one promoted once that is"
            + " confirmed; ends manual mode; waits until it is done.",
        "koi promote b --reason 'kernel update on a'",
        "koi promote b --timeout 2m  # give up waiting after 2 minutes; it goes on");
    page("koi demote", Purpose.MASTER,
        "Demotes the master. Nobody is elected (manual mode) until 'koi elect' or 'koi promote'.",
        "koi demote --reason 'restore from backup'");
    page("koi elect", Purpose.MASTER, "Leaves manual mode: a master is elected.", "koi elect");
    page("koi start", Purpose.NODE,
        "Starts the services that 'koi stop' stopped. Of the asked node, or of NODE.",
        "koi start",
        "koi start b");
    page("koi stop", Purpose.NODE,
        "Demotes and stops the services. Of the asked node, or of NODE; another node becomes master if it was"
            + " one. They stay so, also when its daemon starts again, until 'koi start'.",
        "koi stop b --reason 'new disk'");
    page("koi recover", Purpose.NODE,
        "Forgets failures and tries again at once. Without NODE those of every failed node.",
        "koi recover",
        "koi recover b");
    page("koi maintenance", Purpose.NODE,
        "Switches maintenance of the whole cluster. While it is on no script runs anywhere and nobody is"
            + " elected; what is promoted stays so: services may be worked on by hand. Leaving it, every"
            + " service is asked how it is.",
        "koi maintenance on --reason 'database upgrade'",
        "koi maintenance off");
    page("koi reconfigure", Purpose.NODE,
        "Has a node read its configuration again. What cannot be changed in place restarts the node's"
            + " inside; it says which. Without NODE this node.",
        "koi reconfigure",
        "koi reconfigure b  # that of another node");
  }

  private static void files() {
    page("koi init", Purpose.FILES,
        "Writes a koi.conf and a key. With --loopback those of a whole cluster on this machine. Of the nodes"
            + " that it knows by name all keep the store (cluster.electors), unless --electors names fewer.",
        "koi init --name a --address a=10.0.0.1,b=10.0.0.2,c=10.0.0.3",
        "koi init --address db-1,db-2,db-3  # nodes that are called like their hosts",
        "koi init --name w --no-runner --address a=10.0.0.1,b=10.0.0.2,w=10.0.0.3  # w only votes",
        "koi init --loopback 3 --folder ./demo  # to try koi out");
    page("koi config", Purpose.FILES, "Reads, checks and edits configurations.", "koi config check");
    page("koi config check", Purpose.FILES,
        "Checks a configuration. Prints all problems with file, line and column, then what it promises about"
            + " a failover.",
        "koi config check",
        "koi config check -f /etc/koi/koi.conf");
    page("koi config list", Purpose.FILES,
        "Prints every key that has an effect, its value, and the file and line that say so. A password is not"
            + " shown.",
        "koi config list",
        "koi config list -o json | jq -r '.keys[] | select(.file) | .name'  # what is written");
    page("koi config get", Purpose.FILES,
        "Prints the value of a key alone. The default if nothing is written.",
        "koi config get node.port");
    page("koi config set", Purpose.FILES,
        "Changes the value of a key in the file. Comments, layout and quotes stay; a missing key or"
            + " section is added. It is checked before it is written: what would be an error changes nothing."
            + " Of several"
            + " files the last that has the key is edited, also one that is included; else the last.",
        "koi config set time.profile fast",
        "koi config set cluster.transport '10.0.0.1, 10.0.0.2, 10.0.0.3'",
        "koi config set group.default.prefer a");
    page("koi key", Purpose.FILES, "Makes keys.", "koi key new /etc/koi/koi.key");
    page("koi key new", Purpose.FILES,
        "Makes a key for cluster.keyfile. The file is readable by its owner only (0600); without one the key"
            + " is printed. All nodes need the same.",
        "koi key new /etc/koi/koi.key");
  }

  /** The page of a command such as {@code koi config check}, null for the library's own. */
  static @Nullable Page page(String path) {
    return PAGES.get(path);
  }

  /** Whether a daemon answers it. */
  static boolean asksADaemon(String path) {
    return path.equals("koi") || command(path) != null;
  }

  /** Whether it has -w: what only looks, but for the store, which has a watch of its own. */
  static boolean isWatchable(String path) {
    Command command = command(path);
    return command != null && !command.changesTheCluster() && !command.isAboutKeys();
  }

  /** Whether any node may answer from what it knows, if that is asked for. */
  static boolean canBeStale(Command command) {
    return command == Command.KV_GET || command == Command.KV_LIST || command == Command.KV_EXPORT;
  }

  /** The command behind a path such as {@code koi kv get}, null if a daemon has no part in it. */
  static @Nullable Command command(String path) {
    if (path.equals("koi tree")) {
      return Command.STATUS;
    }
    return path.startsWith("koi ") ? Command.named(path.substring(4)) : null;
  }

  /** How a command ends, as {@code code:meaning}. */
  static List<String> exitCodes(String path) {
    List<String> codes = new ArrayList<>(List.of("0:done", "1:refused or failed", "2:wrong arguments"));
    if (asksADaemon(path)) {
      codes.add("3:nobody reachable, or no quorum in time");
    }
    if (path.equals("koi") || path.equals("koi status")) {
      codes.add("4:(status) any verdict but OK and MAINTENANCE");
    }
    codes.addAll(ManualOfStore.exitCodes(path));
    return codes;
  }

  private static void page(String path, Purpose purpose, String about, String... shown) {
    PAGES.put(path, new Page(purpose, about, shown));
  }
}
