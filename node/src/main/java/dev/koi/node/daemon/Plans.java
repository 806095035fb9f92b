package dev.koi.node.daemon;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.agreed.Change;
import dev.koi.core.agreed.Wish;
import dev.koi.core.elector.Candidates;
import dev.koi.core.elector.Leadership;
import dev.koi.core.heard.Peer;
import dev.koi.core.message.NodeState;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeId;
import dev.koi.core.reason.ElectorReason.Fitness;
import dev.koi.core.reason.English;
import dev.koi.core.time.Moment;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Request;
import dev.koi.wire.api.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an order is to change in what is agreed, or why it is refused. */
final class Plans {

  private final Cluster cluster;

  Plans(Cluster cluster) {
    this.cluster = cluster;
  }

  Plan plan(Request request, Moment now) {
    GroupName group = new GroupName(request.group() == null ? "default" : request.group());
    return switch (request.command()) {
      case PROMOTE -> promote(request, group, now);
      case DEMOTE -> steer(group, true, null);
      case ELECT -> steer(group, false, null);
      case START, STOP -> ofOneNode(request, group);
      case RECOVER -> recover(request, group);
      case MAINTENANCE ->
          new Plan.Accepted(
              group, List.of(new Change.Maintained(Boolean.TRUE.equals(request.on()))), new TreeMap<>());
      case LOCAL, STATUS, FAILURES, RECONFIGURE, KV_GET, KV_LIST, KV_SET, KV_UNSET, KV_IF, KV_CAS,
          KV_WATCH, KV_EXPORT, KV_IMPORT, NOOP, MEMBER_LIST, MEMBER_ADD, MEMBER_REMOVE,
          MEMBER_PROMOTE, MEMBER_TRANSFER ->
          throw new IllegalStateException("no order: " + request.command().word());
    };
  }

  private Plan promote(Request request, GroupName group, Moment now) {
    Optional<Peer> found = named(request);
    Leadership term = cluster.election().leadership();
    if (found.isEmpty() || term == null) {
      return unknown(request);
    }
    Peer peer = found.get();
    Fitness fitness =
        new Candidates(cluster.election().situation(term, now)).fitness(peer, group);
    boolean holds = cluster.election().agreed().group(group).isHeldBy(peer.id());
    return holds || Candidates.mayServe(fitness)
        ? steer(group, false, peer.id())
        : refused(
            Refusal.NOT_ELIGIBLE,
            peer.card().name() + " cannot be master now: " + English.of(fitness));
  }

  private static Plan steer(GroupName group, boolean manual, @Nullable NodeId target) {
    SortedMap<NodeId, Long> nodes = new TreeMap<>();
    if (target != null) {
      nodes.put(target, 0L);
    }
    return new Plan.Accepted(group, List.of(new Change.Steered(group, manual, target)), nodes);
  }

  private Plan ofOneNode(Request request, GroupName group) {
    Optional<Peer> found = named(request);
    if (found.isEmpty()) {
      return unknown(request);
    }
    if (!found.get().card().runner()) {
      return noServices(found.get());
    }
    return wish(group, List.of(found.get()), request);
  }

  private Plan recover(Request request, GroupName group) {
    if (request.node() != null) {
      return ofOneNode(request, group);
    }
    List<Peer> failed = new ArrayList<>();
    for (Peer peer : cluster.election().heard().peers().values()) {
      boolean has =
          peer.report() != null
              && peer.report().groups().stream()
                  .anyMatch(g -> g.state() == NodeState.FAILED || g.sinceFailure() != null);
      if (has) {
        failed.add(peer);
      }
    }
    return failed.isEmpty()
        ? new Plan.Refused(Response.done("no node has failed; nothing is changed"))
        : wish(group, failed, request);
  }

  private Plan wish(GroupName group, List<Peer> peers, Request request) {
    Agreed agreed = cluster.election().agreed();
    List<Change> changes = new ArrayList<>();
    SortedMap<NodeId, Long> nodes = new TreeMap<>();
    for (Peer peer : peers) {
      Wish before = agreed.wish(peer.id());
      Wish after =
          switch (request.command()) {
            case START -> new Wish(false, before.recoveries());
            case STOP -> new Wish(true, before.recoveries());
            case RECOVER -> new Wish(before.stopped(), before.recoveries() + 1);
            case LOCAL, STATUS, FAILURES, PROMOTE, DEMOTE, ELECT, MAINTENANCE, RECONFIGURE,
                KV_GET, KV_LIST, KV_SET, KV_UNSET, KV_IF, KV_CAS,
                KV_WATCH, KV_EXPORT, KV_IMPORT, NOOP, MEMBER_LIST, MEMBER_ADD, MEMBER_REMOVE,
                MEMBER_PROMOTE, MEMBER_TRANSFER ->
                throw new IllegalStateException("no wish of a node: " + request.command());
          };
      changes.add(new Change.Wished(peer.id(), after));
      nodes.put(peer.id(), Outcomes.lastFailure(peer));
    }
    return new Plan.Accepted(group, changes, nodes);
  }

  private Optional<Peer> named(Request request) {
    String name = request.node() == null ? "" : request.node();
    return cluster.election().heard().named(name);
  }

  private static Plan unknown(Request request) {
    return refused(
        Refusal.UNKNOWN_NODE, "no node " + request.node() + " is known in this cluster");
  }

  private static Plan noServices(Peer peer) {
    return refused(Refusal.NOT_ELIGIBLE, peer.card().name() + " is no runner: it has no services");
  }

  private static Plan refused(Refusal refusal, String why) {
    return new Plan.Refused(Response.refused(refusal, why));
  }
}
