package dev.koi.wire.config;

import dev.koi.core.name.NodeName;
import dev.koi.wire.info.InfoText;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a koi.conf for {@code koi init}: short, with a comment where a choice was made. */
public final class InitFile {

  private InitFile() {}

  /** The text of the file. What the options cannot promise, {@link Loader#parse} finds in it. */
  public static String render(InitOptions options) {
    StringBuilder out = new StringBuilder();
    out.append(
        "; Written by koi init. `koi config check` explains it and prints the failover"
            + " bounds.\n\n");
    node(options, out);
    cluster(options, out);
    if (options.runner()) {
      out.append("service {\n");
      pair(out, "folder", options.folders().services(), "");
      pair(out, "workingdir", options.folders().services(), "");
      out.append("}\n\n");
    }
    out.append("time {\n");
    pair(out, "profile", options.profile().name(), "fast, normal or watchdog");
    return out.append("}\n").toString();
  }

  private static void node(InitOptions options, StringBuilder out) {
    out.append("node {\n");
    if (options.name() != null) {
      pair(out, "name", options.name().text(), "");
    }
    pair(out, "elector", String.valueOf(options.elector()), "takes part in the election");
    pair(out, "runner", String.valueOf(options.runner()), "runs services");
    pair(out, "port", String.valueOf(options.port()), "UDP");
    pair(out, "state_dir", options.folders().state(), "");
    pair(out, "run_dir", options.folders().run(), "the socket of koi");
    if (options.lastResortReboot()) {
      pair(out, "last_resort", "reboot", "when services cannot be ended");
    }
    out.append("}\n\n");
  }

  private static void cluster(InitOptions options, StringBuilder out) {
    // Ports for all or for none: the section is the same on every node, whatever the node's own port is.
    boolean onePort = options.transport().stream().allMatch(e -> e.port() == options.port());
    String transport =
        options.transport().stream()
            .map(e -> new Address(e.host(), onePort ? null : e.port(), false).text())
            .collect(Collectors.joining(", "));
    out.append("; The same on every node.\ncluster {\n");
    pair(out, "id", String.valueOf(options.clusterId()), "");
    line(out, "transport", InfoText.quote(transport), "all nodes");
    switch (options.voters()) {
      case InitOptions.Named(List<NodeName> names) -> electors(names, out);
      case InitOptions.Counted counted ->
          pair(out, "quorum", String.valueOf(counted.quorum()), majority(counted.electors()));
    }
    switch (options.secret()) {
      case InitOptions.Password(String password) -> pair(out, "password", password, "");
      case InitOptions.KeyFilePath(String path) ->
          pair(out, "keyfile", path, "koi key new; mode 0600");
    }
    out.append("}\n\n");
  }

  private static void electors(List<NodeName> names, StringBuilder out) {
    if (names.size() == 2) {
      out.append("  ; Of two both are needed; a third that only votes is the cure: see \"A witness\" in"
          + " docs/guide.md.\n");
    }
    String text = names.stream().map(NodeName::text).collect(Collectors.joining(", "));
    line(out, "electors", InfoText.quote(text), "they vote and keep the store; later: koi member");
  }

  private static String majority(int electors) {
    String reason = "more than half of " + electors + " electors";
    return electors == 2 ? reason + ": neither goes on alone, a third would help" : reason;
  }

  private static void pair(StringBuilder out, String key, String value, String comment) {
    line(out, key, InfoText.word(value), comment);
  }

  private static void line(StringBuilder out, String key, String value, String comment) {
    out.append("  ").append(key).append(' ').append(value);
    out.append(comment.isEmpty() ? "" : "  ; " + comment).append('\n');
  }
}
