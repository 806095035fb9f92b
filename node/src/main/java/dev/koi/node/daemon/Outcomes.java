package dev.koi.node.daemon;

import dev.koi.core.agreed.GroupState;
import dev.koi.core.agreed.Holder;
import dev.koi.core.heard.Peer;
import dev.koi.core.message.FailureNote;
import dev.koi.core.message.GroupReport;
import dev.koi.core.message.Held;
import dev.koi.core.message.NodeState;
import dev.koi.core.message.ServiceReport;
import dev.koi.core.message.ServiceState;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whether an order is done: read off what the nodes report, never off what was asked of them. */
final class Outcomes {

  private final Cluster cluster;

  Outcomes(Cluster cluster) {
    this.cluster = cluster;
  }

  /** The answer, null while there is none. */
  @Nullable Response outcome(Order order, Moment now) {
    GroupName group = order.plan().group();
    GroupState state = cluster.election().agreed().group(group);
    NodeId master = promoted(group, state);
    Response done =
        switch (order.request().command()) {
          case PROMOTE -> promoted(order, state, master);
          case DEMOTE ->
              state.holder() == null
                  ? Response.done(group + ": nobody is master; koi elect ends manual mode")
                  : null;
          case ELECT -> master == null ? null : Response.done(masterIs(order, master, state));
          case STOP -> all(order, Outcomes::isDown, "its services are stopped until koi start");
          case START -> all(order, Outcomes::isUp, "its services run");
          case RECOVER -> all(order, Outcomes::isWell, "it has recovered");
          case MAINTENANCE -> maintained(order, now);
          case LOCAL, STATUS, FAILURES, RECONFIGURE, KV_GET, KV_LIST, KV_SET, KV_UNSET, KV_IF, KV_CAS,
              KV_WATCH, KV_EXPORT, KV_IMPORT, NOOP, MEMBER_LIST, MEMBER_ADD, MEMBER_REMOVE,
              MEMBER_PROMOTE, MEMBER_TRANSFER ->
              null;
        };
    if (done != null || now.isBefore(order.until())) {
      return done;
    }
    return cluster.election().isQuorateLeader(now)
        ? Response.refused(
            Refusal.NOT_IN_TIME, "not done in time; it goes on (koi status shows how far it is)")
        : Response.refused(
            Refusal.NO_QUORUM, "too few electors are heard; it goes on when they are back");
  }

  private @Nullable Response promoted(Order order, GroupState state, @Nullable NodeId master) {
    if (order.plan().nodes().isEmpty()) {
      return null;
    }
    NodeId target = order.plan().nodes().firstKey();
    if (target.equals(master)) {
      return Response.done(masterIs(order, target, state));
    }
    if (state.target() == null && !state.isHeldBy(target)) {
      return Response.refused(
          Refusal.FAILED, name(target) + " did not become master; koi status says what failed there");
    }
    return null;
  }

  private String masterIs(Order order, NodeId master, GroupState state) {
    return order.plan().group() + ": " + name(master) + " is master (epoch " + state.epoch() + ")";
  }

  /** Who holds the group and says that it is promoted under just this epoch. */
  private @Nullable NodeId promoted(GroupName name, GroupState state) {
    Holder holder = state.holder();
    Peer peer = holder == null ? null : cluster.election().heard().peer(holder.incarnation());
    GroupReport report = peer == null ? null : peer.group(name);
    Held held = report == null ? null : report.held();
    boolean there =
        held != null && held.epoch().equals(state.epoch()) && held.phase() == Held.Phase.PROMOTED;
    return there && holder != null ? holder.node() : null;
  }

  /** Done when all of its nodes are as they should be; not any more when one has failed since. */
  private @Nullable Response all(Order order, Predicate<GroupReport> done, String said) {
    List<String> names = new ArrayList<>();
    for (Map.Entry<NodeId, Long> entry : order.plan().nodes().entrySet()) {
      Peer peer = cluster.election().heard().peer(entry.getKey());
      List<GroupReport> groups = peer == null ? List.of() : groups(peer);
      if (peer != null && lastFailure(peer) > entry.getValue()) {
        FailureNote last = groups.getFirst().failures().getLast();
        return Response.refused(Refusal.FAILED, name(peer.id()) + " failed: " + last.what());
      }
      if (groups.isEmpty() || !groups.stream().allMatch(done)) {
        return null;
      }
      names.add(name(entry.getKey()) + ": " + said);
    }
    return Response.done(String.join("\n", names));
  }

  private @Nullable Response maintained(Order order, Moment now) {
    boolean on = Boolean.TRUE.equals(order.request().on());
    List<String> silent = new ArrayList<>();
    for (Peer peer : cluster.election().heard().peers().values()) {
      if (!peer.card().runner()) {
        continue;
      }
      if (!peer.isFresh(now, cluster.self().patience())) {
        silent.add(name(peer.id()));
      } else if (groups(peer).stream().anyMatch(g -> g.resting() != on)) {
        return null;
      }
    }
    String said = on ? "maintenance: no script runs until koi maintenance off" : "maintenance is over";
    String unheard = silent.isEmpty() ? "" : "; not heard: " + String.join(", ", silent);
    return Response.done(said + unheard);
  }

  /** The number of the last failure that a node told; 0 if it told none. */
  static long lastFailure(Peer peer) {
    long last = 0;
    for (GroupReport group : groups(peer)) {
      last = group.failures().isEmpty() ? last : group.failures().getLast().number();
    }
    return last;
  }

  private static List<GroupReport> groups(Peer peer) {
    return peer.report() == null ? List.of() : peer.report().groups();
  }

  private static boolean isDown(GroupReport group) {
    return group.held() == null
        && group.services().stream()
            .allMatch(s -> s.state() == ServiceState.STOPPED || s.state() == ServiceState.FAILED)
        && (group.state() == NodeState.STOPPED || group.state() == NodeState.FAILED);
  }

  private static boolean isUp(GroupReport group) {
    return group.state() != NodeState.STOPPED && group.services().stream().allMatch(Outcomes::isUp);
  }

  private static boolean isWell(GroupReport group) {
    boolean stopped = group.state() == NodeState.STOPPED; // by order: recovered, and down
    return group.sinceFailure() == null
        && group.state() != NodeState.FAILED
        && (stopped || group.services().stream().allMatch(Outcomes::isUp));
  }

  private static boolean isUp(ServiceReport service) {
    return switch (service.state()) {
      case STARTED, PROMOTED, PROMOTING, DEMOTING -> true;
      case STARTING, STOPPING, STOPPED, FAILING, FAILED -> false;
    };
  }

  private String name(NodeId id) {
    return cluster.election().heard().nameOf(id).text();
  }
}
