package dev.koi.cli.render;

import dev.koi.core.message.NodeState;
import dev.koi.core.message.ServiceState;
import dev.koi.wire.api.LocalView;
import dev.koi.wire.api.MembersView;
import dev.koi.wire.api.PathKind;
import dev.koi.wire.api.Phase;
import dev.koi.wire.api.StatusView;
import dev.koi.wire.api.StatusView.Candidate;
import dev.koi.wire.api.StatusView.Electors;
import dev.koi.wire.api.StatusView.Group;
import dev.koi.wire.api.StatusView.Node;
import dev.koi.wire.api.StatusView.Path;
import dev.koi.wire.api.StatusView.Problem;
import dev.koi.wire.api.StatusView.Service;
import dev.koi.wire.api.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Clusters to look at; all at {@link #NOW}. */
public final class Views {

  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private static final String[] IDS = {
    "6f1f64b2-39a7-4a45-8b49-6f5a5a0f9a01",
    "6f1f64b2-39a7-4a45-8b49-6f5a5a0f9a02",
    "6f1f64b2-39a7-4a45-8b49-6f5a5a0f9a03",
  };

  private Views() {}

  /** Three nodes, b is master. */
  public static StatusView well() {
    return view(
        Verdict.OK,
        "db-1",
        new Electors(3, 3),
        new Parts(
        List.of(),
        List.of(
            new Group(
                "default",
                "db-2",
                4294967303L,
                Phase.PROMOTED,
                null,
                false,
                Instant.parse("2026-11-20T08:54:00Z"),
                List.of(new Candidate("db-1", true, "Standby"), new Candidate("db-3", true, "Standby")))),
        List.of(
            node(0, NodeState.SLAVE, 0L, service("ping", ServiceState.STARTED, null)),
            node(1, NodeState.MASTER, 42L, service("ping", ServiceState.PROMOTED, "status")),
            node(2, NodeState.SLAVE, 38L, service("ping", ServiceState.STARTED, null)))));
  }

  /** The node db-1 is cut off from the others. */
  static StatusView cutOff() {
    return view(
        Verdict.NO_QUORUM,
        null,
        new Electors(3, 1),
        new Parts(
        List.of(
            new Problem(
                "hears 1 of 3 electors and needs 2, so nobody is granted anything from here",
                "db-1",
                Instant.parse("2026-11-20T11:57:30Z"),
                "check the network between 10.0.0.1 and 10.0.0.2, 10.0.0.3")),
        List.of(
            new Group(
                "default",
                "db-2",
                7L,
                Phase.WAITING,
                1_250L,
                true,
                null,
                List.of(
                    new Candidate("db-1", false, "its lease of epoch 7 has not run out"),
                    new Candidate("db-3", false, "not heard for 2 min 30 s")))),
        List.of(
            node(0, NodeState.SLAVE, 0L, service("ping", ServiceState.STARTED, null)),
            node(1, NodeState.DISCONNECTED, 150_000L),
            node(2, NodeState.DISCONNECTED, null))));
  }

  /** The service web failed on db-1, and what its script said is not fit for a terminal. */
  static StatusView failed() {
    Instant days = NOW.minusSeconds(400_000);
    Service web =
        new Service(
            "default",
            "web",
            ServiceState.FAILED,
            null,
            true,
            "start: exit code 7: \u001b[2Jbind: address already in use"
                + " (port 8080 is taken by another process)");
    return view(
        Verdict.DEGRADED,
        "db-2",
        new Electors(3, 3),
        new Parts(
        List.of(
            new Problem(
                "web failed: start ended with exit code 7", "db-1", NOW.minusSeconds(61), "free port 8080"),
            new Problem("node.guard is off", "db-3", null, null)),
        List.of(
            new Group("default", "db-2", 8L, Phase.PROMOTED, null, true, NOW.minusMillis(400), List.of()),
            new Group("reports", null, null, Phase.VACANT, null, false, days, List.of())),
        List.of(
            node(0, NodeState.FAILED, 0L, service("ping", ServiceState.STOPPED, null), web),
            node(1, NodeState.MASTER, 4_200L, service("ping", ServiceState.PROMOTED, null)),
            node(2, NodeState.LIVE, 11_000L, service("ping", ServiceState.STARTING, "start")))));
  }

  /** Nine nodes with names of 63 characters, twelve services on each, long messages. */
  static StatusView large() {
    String stem = "database-server-in-the-second-rack-of-the-northern-room-number-";
    List<Node> nodes = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      List<Service> services = new ArrayList<>();
      for (int j = 1; j <= 12; j++) {
        boolean failed = i == 3 && j < 4;
        services.add(
            new Service(
                "default",
                "service-with-a-long-name-" + j,
                failed ? ServiceState.FAILED : ServiceState.STARTED,
                failed ? "failed" : null,
                failed,
                failed ? "status: exit code 1: connection to 10.0.0.9:5432 refused ".repeat(4) : null));
      }
      String id = IDS[0].substring(0, 35) + i;
      NodeState state = i == 3 ? NodeState.FAILED : NodeState.SLAVE;
      nodes.add(new Node(stem.substring(0, 62) + i, id, true, true, state,
          "10.0.0." + i + ":42012", 150_000L + i, 93_600L, "0.1.0", services, List.of()));
    }
    String first = nodes.getFirst().name();
    Group group =
        new Group(
            "default", first, 7L, Phase.PROMOTED, null, false, NOW.minusSeconds(61), List.of());
    Problem problem = new Problem("service-with-a-long-name-1 failed: status ended with exit code 1, and"
        + " two others", nodes.get(2).name(), NOW.minusSeconds(61), "look at the log of the database");
    return new StatusView(1, 13, first, Verdict.DEGRADED, first, 4, new Electors(9, 9), false,
        List.of(problem), List.of(group), nodes);
  }

  static LocalView local() {
    return new LocalView(
        1,
        IDS[0],
        "db-1",
        42012,
        true,
        true,
        false,
        NOW.minusSeconds(7_500),
        "0.1.0",
        NodeState.SLAVE,
        13,
        null,
        2,
        1,
        List.of("db-1", "db-2", "db-3"));
  }

  private static StatusView view(
      Verdict verdict, @Nullable String leader, Electors electors, Parts parts) {
    boolean maintenance = verdict == Verdict.DEGRADED; // so that the word is seen beside a verdict
    return new StatusView(
        1,
        13,
        "db-1",
        verdict,
        leader,
        4,
        electors,
        maintenance,
        parts.problems(),
        parts.groups(),
        parts.nodes());
  }

  private record Parts(List<Problem> problems, List<Group> groups, List<Node> nodes) {}

  private static Node node(int index, NodeState state, @Nullable Long heard, Service... services) {
    boolean known = heard != null;
    return new Node(
        "db-" + (index + 1),
        IDS[index],
        true,
        index != 2,
        state,
        known ? "10.0.0." + (index + 1) + ":42012" : null,
        heard,
        known ? 93_600L : null,
        known ? "0.1.0" : null,
        List.of(services),
        heard == null ? List.of() : paths(index, heard));
  }

  /** From db-1. */
  private static List<Path> paths(int index, long heard) {
    return switch (index) {
      case 0 -> List.of();
      case 1 -> List.of(new Path("10.0.0.2:42012", PathKind.CONFIGURED, 412L, 0, heard));
      default ->
          List.of(
              new Path("10.0.0.3:42013", PathKind.LEARNED, 1_260L, 4, heard),
              new Path("[fd00::3]:42013", PathKind.LEARNED, 35_900L, 100, 48_000L),
              new Path("239.192.0.13:42012", PathKind.MULTICAST, null, null, 900L));
    };
  }

  private static Service service(String name, ServiceState state, @Nullable String action) {
    return new Service("default", name, state, action, false, null);
  }

  /** A leader, a voter that is a little behind, a learner that was never heard. */
  static MembersView members() {
    String id = "6f1f64b2-39a7-4a45-8b49-6f5a5a0f9a0";
    return new MembersView(
        1,
        4,
        120_000,
        List.of(
            new MembersView.Member("db-1", id + "1", MembersView.Role.LEADER, 120_000L, 0L, null),
            new MembersView.Member("db-2", id + "2", MembersView.Role.VOTER, 119_998L, 2L, 42L),
            new MembersView.Member(null, id + "3", MembersView.Role.LEARNER, null, null, null)),
        List.of(
            "db-4 is in cluster.electors and no member: koi member add db-4, or take it out of koi.conf"));
  }
}
