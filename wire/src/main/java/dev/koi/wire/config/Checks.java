package dev.koi.wire.config;

import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeName;
import dev.koi.wire.config.Setting.Effect;
import dev.koi.wire.info.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What no single key can tell: rules between keys, and keys that do not do what one may hope. */
final class Checks {

  /** A default of the original, so known to everybody. */
  private static final String WELL_KNOWN_PASSWORD = "secret";

  private static final int SHORT_PASSWORD = 12;

  private final Values values;
  private final Problems problems;

  /** Where to point when the key in question is not written. */
  private final Position origin;

  Checks(Values values, Problems problems, Position origin) {
    this.values = values;
    this.problems = problems;
    this.origin = origin;
  }

  /**
   * All of them.
   *
   * @param complete whether everything that was written is known: else nothing can be called
   *     missing
   */
  void run(Map<GroupName, Walk.Group> groups, boolean complete) {
    secret(complete);
    roles();
    electors();
    transport();
    watchdog();
    withoutEffect();
    groups.forEach(this::group);
  }

  private void secret(boolean complete) {
    Written password = values.written(ClusterSettings.PASSWORD);
    if (values.isWritten(ClusterSettings.KEYFILE)) {
      if (password != null) {
        problems.warning(password.keyAt(), "cluster.password is ignored: cluster.keyfile beats it");
      }
      return;
    }
    if (password == null) {
      if (complete && !values.isWritten(ClusterSettings.PASSWORD)) {
        problems.error(
            origin,
            "cluster.password or cluster.keyfile is missing: who may speak to this node?"
                + " 'koi key new' makes a key file");
      }
    } else if (password.value().equals(WELL_KNOWN_PASSWORD)) {
      problems.error(
          password.valueAt(),
          "cluster.password: 'secret' was the original's default, so everybody knows it");
    } else if (!password.value().isEmpty() && password.value().length() < SHORT_PASSWORD) {
      problems.warning(
          password.valueAt(),
          "cluster.password has fewer than "
              + SHORT_PASSWORD
              + " characters and can be guessed from a recorded datagram; 'koi key new' makes a key"
              + " file");
    }
  }

  private void roles() {
    List<Setting<Boolean>> both = List.of(NodeSettings.ELECTOR, NodeSettings.RUNNER);
    boolean idle = !values.get(NodeSettings.ELECTOR) && !values.get(NodeSettings.RUNNER);
    if (values.areSound(both) && idle) {
      problems.warning(
          values.positionOf(NodeSettings.ELECTOR, origin),
          "this node is neither elector nor runner: it only watches");
    }
  }

  private void electors() {
    List<NodeName> electors = values.or(ClusterSettings.ELECTORS, List.of());
    Position at = values.positionOf(ClusterSettings.ELECTORS, origin);
    Written quorum = values.written(ClusterSettings.QUORUM);
    Set<NodeName> once = new HashSet<>();
    for (NodeName elector : electors) {
      if (!once.add(elector)) {
        problems.error(at, "cluster.electors names " + elector + " twice");
      }
    }
    if (electors.size() == 2) {
      problems.warning(
          at,
          "of two electors both are needed: the loss of either stops failover; a third node with"
              + " `runner false` is enough, see \"A witness\" in docs/guide.md");
    }
    if (!electors.isEmpty() && quorum != null) {
      problems.warning(
          quorum.keyAt(),
          "cluster.quorum is ignored: of the members in cluster.electors more than half decide");
    }
    NodeName self = values.find(NodeSettings.NAME);
    if (self != null && !once.isEmpty() && !once.contains(self) && values.get(NodeSettings.ELECTOR)) {
      problems.warning(
          at,
          "cluster.electors does not list " + self + ", this node: write `elector false`, or it waits"
              + " without a vote for 'koi member add'");
    }
    if (self != null && once.contains(self) && !values.get(NodeSettings.ELECTOR)) {
      problems.error(
          values.positionOf(NodeSettings.ELECTOR, at),
          "cluster.electors lists " + self + ", this node, which has `elector false`");
    }
  }

  private void transport() {
    Position at = values.positionOf(ClusterSettings.TRANSPORT, origin);
    List<Address> addresses = values.get(ClusterSettings.TRANSPORT);
    if (!values.areSound(List.of(ClusterSettings.TRANSPORT, ClusterSettings.QUORUM))) {
      return;
    }
    if (!values.or(ClusterSettings.ELECTORS, List.of()).isEmpty()) {
      return; // how many are needed follows from them
    }
    long nodes = addresses.stream().filter(address -> !address.multicast()).distinct().count();
    quorum(nodes, addresses.stream().anyMatch(Address::multicast), at);
  }

  /** Behind a multicast group there may be any number of nodes. */
  private void quorum(long nodes, boolean anyNumber, Position transportAt) {
    int quorum = values.get(ClusterSettings.QUORUM);
    Position at = values.positionOf(ClusterSettings.QUORUM, transportAt);
    if (nodes == 0 && !anyNumber) {
      problems.warning(transportAt, "cluster.transport lists no address: this node is alone");
    }
    if (quorum > Math.max(nodes, 1) && !anyNumber) {
      problems.warning(
          at,
          "a cluster.quorum of "
              + quorum
              + " is never reached if cluster.transport ("
              + nodes
              + " addresses) lists all nodes");
    } else if (nodes > 1 && 2L * quorum <= nodes) {
      problems.warning(
          at,
          "two masters are possible while nodes are cut apart: a cluster.quorum of "
              + Math.max(quorum, 0)
              + " is not more than half of the "
              + nodes
              + " addresses of cluster.transport, if each is a node of its own");
    } else if (anyNumber && quorum < 2) {
      problems.warning(
          at,
          "two masters are possible while nodes are cut apart: a cluster.quorum of "
              + Math.max(quorum, 0)
              + " is not more than half of two nodes, and multicast finds any number");
    }
  }

  private void watchdog() {
    if ("watchdog".equals(values.get(TimeSettings.PROFILE).name())) {
      problems.warning(
          values.positionOf(TimeSettings.PROFILE, origin),
          "watchdog devices come with a later version: the lease waits for one, and none is fed");
    }
  }

  private void withoutEffect() {
    warnOnce(
        written(values, Effect.LEASE_DECIDES),
        ": accepted, and changes nothing, because the lease decides: time.profile,"
            + " time.renew_interval, time.lease_soft, time.lease_hard and time.heartbeat_interval"
            + " say how fast");
    warnOnce(
        written(values, Effect.LATER),
        ": accepted, and changes nothing in this version, which is without the part that it speaks"
            + " of");
  }

  private void group(GroupName name, Walk.Group group) {
    if (!name.equals(GroupName.DEFAULT)) {
      problems.warning(
          group.at(),
          "group "
              + name
              + " is not run: several groups come with a later version; this one runs the"
              + " services in service.folder (group default)");
      return;
    }
    Written kind = group.values().written(LaterSettings.GROUP_CLASS);
    if (kind != null && (kind.value().equals("fence") || kind.value().equals("watchdog"))) {
      problems.error(
          kind.valueAt(),
          "group.class "
              + kind.value()
              + " cannot hold: fencing and watchdogs come with a later version");
    }
    warnOnce(
        written(group.values(), Effect.LATER),
        " of group default: accepted, and changes nothing in this version");
  }

  private static List<Written> written(Values values, Effect effect) {
    List<Written> found = new ArrayList<>();
    for (Written value : values.all()) {
      if (value.setting().effect() == effect) {
        found.add(value);
      }
    }
    return found;
  }

  private void warnOnce(List<Written> keys, String text) {
    if (!keys.isEmpty()) {
      String names = keys.stream().map(Written::fullName).collect(Collectors.joining(", "));
      problems.warning(keys.getFirst().keyAt(), names + text);
    }
  }
}
