package dev.koi.wire.config;

import dev.koi.core.name.NodeName;
import java.util.List;

/** Section {@code cluster}. */
final class ClusterSettings {

  static final Setting<Integer> ID =
      Setting.of(
          "cluster.id",
          new Kind.Whole(1, Integer.MAX_VALUE),
          "13",
          "Which cluster it is; datagrams of others are dropped.");

  static final Setting<Integer> QUORUM =
      Setting.of(
          "cluster.quorum",
          new Kind.Whole(Integer.MIN_VALUE, 1000),
          "0",
          "Without `electors`: a group is promoted, and stays so, only while this many electors"
              + " confirm it, oneself included; more than half of them, or two masters are possible;"
              + " 0 or less: no quorum.")
          .inPlace();

  static final Setting<String> PASSWORD =
      Setting.optional(
          "cluster.password",
          new Kind.Text("password"),
          "none: this or a key file is needed",
          "The secret that all nodes share, of 12 characters or more; `secret` is refused.");

  static final Setting<String> KEYFILE =
      Setting.optional(
          "cluster.keyfile",
          new Kind.Text("file"),
          "none",
          "A file made by `koi key new`, mode 0600; beats the password.");

  static final Setting<List<Address>> TRANSPORT =
      Setting.of(
          "cluster.transport",
          new Kind.Listed<>(
              new Kind.Located(),
              "list of IPv4, IPv4:port, IPv6, [IPv6]:port, name, name:port, multicast addresses with"
                  + " or without `%INTERFACE`, between `,` `;` or blanks"),
          "",
          "Where the nodes are, also this one, so that all may have the same file; several"
              + " addresses of a node are several paths to it; without a port, node.port. See"
              + " \"Transport\" above.");

  static final Setting<List<NodeName>> ELECTORS =
      Setting.of(
          "cluster.electors",
          new Kind.Listed<>(new Kind.Name(), "list of node names"),
          "",
          "The names of the electors, the same on every node: they vote for the leader, keep the"
              + " replicated store, and more than half of them decide; cluster.quorum is ignored then."
              + " Counts for the first start only: later the members are what `koi member` made of"
              + " them. Empty: no store.");

  static final List<Setting<?>> ALL = List.of(ID, TRANSPORT, QUORUM, PASSWORD, KEYFILE, ELECTORS);

  private ClusterSettings() {}
}
