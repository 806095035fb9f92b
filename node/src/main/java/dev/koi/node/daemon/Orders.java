package dev.koi.node.daemon;

import dev.koi.core.agreed.Change;
import dev.koi.core.agreed.GroupState;
import dev.koi.core.agreed.Holder;
import dev.koi.core.elector.Candidates;
import dev.koi.core.elector.Leadership;
import dev.koi.core.heard.Peer;
import dev.koi.core.message.GroupReport;
import dev.koi.core.message.Held;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeId;
import dev.koi.core.reason.ElectorReason.Fitness;
import dev.koi.core.reason.English;
import dev.koi.core.time.Moment;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Request;
import dev.koi.wire.api.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Orders on the leader: accepted or refused at once, answered when they are done. */
final class Orders {

  private final Cluster cluster;
  private final Diary diary;
  private final List<Order> pending = new ArrayList<>();

  Orders(Cluster cluster, Diary diary) {
    this.cluster = cluster;
    this.diary = diary;
  }

  /** Takes an order; this node leads. */
  void take(Request request, Moment until, Moment now, Consumer<Response> answer) {
    GroupName group = new GroupName(request.group() == null ? "default" : request.group());
    Order order =
        switch (request.command()) {
          case PROMOTE -> promote(request, group, until, now, answer);
          case DEMOTE -> new Order(request.command(), group, null, until, answer);
          case ELECT -> new Order(request.command(), group, null, until, answer);
          case LOCAL, STATUS ->
              throw new IllegalStateException("no order: " + request.command().word());
        };
    if (order == null) {
      return;
    }
    supersede(group);
    boolean manual =
        switch (request.command()) {
          case DEMOTE -> true;
          case PROMOTE, ELECT, LOCAL, STATUS -> false;
        };
    cluster.election().commit(new Change.Steered(group, manual, order.target()), now);
    diary.info(describe(request));
    if (request.noWait()) {
      answer.accept(Response.done("accepted: " + describe(request)));
    } else {
      pending.add(order);
    }
  }

  /** Answers what is done, and what is not done in time. */
  void step(Moment now) {
    for (Order order : List.copyOf(pending)) {
      Response response = cluster.election().leadership() == null ? lost() : outcome(order, now);
      if (response != null) {
        pending.remove(order);
        order.answer().accept(response);
      }
    }
  }

  Moment nextWake(Moment atLatest) {
    Moment next = atLatest;
    for (Order order : pending) {
      next = next.min(order.until());
    }
    return next;
  }

  private @Nullable Order promote(
      Request request, GroupName group, Moment until, Moment now, Consumer<Response> answer) {
    String name = request.node() == null ? "" : request.node();
    Optional<Peer> found = cluster.election().heard().named(name);
    Leadership term = cluster.election().leadership();
    if (found.isEmpty() || term == null) {
      answer.accept(
          Response.refused(Refusal.UNKNOWN_NODE, "no node " + name + " is known in this cluster"));
      return null;
    }
    Peer peer = found.get();
    Fitness fitness =
        new Candidates(cluster.election().situation(term, now)).fitness(peer, group);
    boolean holds = cluster.election().agreed().group(group).isHeldBy(peer.id());
    if (!holds && !Candidates.mayServe(fitness)) {
      answer.accept(
          Response.refused(
              Refusal.NOT_ELIGIBLE,
              peer.card().name() + " cannot be master now: " + English.of(fitness)));
      return null;
    }
    return new Order(request.command(), group, peer.id(), until, answer);
  }

  private @Nullable Response outcome(Order order, Moment now) {
    GroupState state = cluster.election().agreed().group(order.group());
    NodeId master = promoted(order.group(), state);
    Response done =
        switch (order.command()) {
          case PROMOTE -> promoted(order, state, master);
          case DEMOTE ->
              state.holder() == null
                  ? Response.done(order.group() + ": nobody is master; koi elect ends manual mode")
                  : null;
          case ELECT -> master == null ? null : Response.done(masterIs(order, master, state));
          case LOCAL, STATUS -> null;
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
    NodeId target = order.target();
    if (target == null) {
      return null;
    }
    if (target.equals(master)) {
      return Response.done(masterIs(order, target, state));
    }
    if (state.target() == null && !state.isHeldBy(target)) {
      String name = cluster.election().heard().nameOf(target).text();
      return Response.refused(
          Refusal.FAILED, name + " did not become master; koi status says what failed there");
    }
    return null;
  }

  private String masterIs(Order order, NodeId master, GroupState state) {
    return order.group() + ": " + cluster.election().heard().nameOf(master)
        + " is master (epoch " + state.epoch() + ")";
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

  private void supersede(GroupName group) {
    for (Order order : List.copyOf(pending)) {
      if (order.group().equals(group)) {
        pending.remove(order);
        order
            .answer()
            .accept(Response.refused(Refusal.SUPERSEDED, "a later order took this one's place"));
      }
    }
  }

  private static Response lost() {
    return Response.refused(
        Refusal.NO_LEADER, "the leader changed while this was done; koi status shows how far it is");
  }

  private static String describe(Request request) {
    String node = request.node() == null ? "" : " " + request.node();
    String reason = request.reason() == null ? "" : " (" + request.reason() + ")";
    return "order " + request.command().word() + node + reason;
  }

  /** How long an answer waits unless it is told otherwise: the scripts' budget and 10 s. */
  static Duration budget(Self self) {
    var service = self.configuration().service();
    return service.demoteTimeout().plus(service.promoteTimeout()).plus(Duration.ofSeconds(10));
  }
}
