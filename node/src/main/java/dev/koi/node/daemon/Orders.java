package dev.koi.node.daemon;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.agreed.Change;
import dev.koi.core.time.Moment;
import dev.koi.wire.api.Command;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Request;
import dev.koi.wire.api.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Orders on the leader: accepted or refused at once, answered when they are done. What an order is to
 * change is {@link Plans}' business, whether it is done {@link Outcomes}'.
 */
final class Orders {

  private final Cluster cluster;
  private final Diary diary;
  private final Plans plans;
  private final Outcomes outcomes;
  private final List<Order> pending = new ArrayList<>();

  Orders(Cluster cluster, Diary diary) {
    this.cluster = cluster;
    this.diary = diary;
    this.plans = new Plans(cluster);
    this.outcomes = new Outcomes(cluster);
  }

  /** Takes an order; this node leads. */
  void take(Request request, Moment until, Moment now, Consumer<Response> answer) {
    Agreed agreed = cluster.election().agreed();
    if (agreed.maintenance() && request.command() != Command.MAINTENANCE) {
      answer.accept(
          Response.refused(
              Refusal.MAINTENANCE,
              "the cluster is in maintenance and no script runs: koi maintenance off comes first"));
      return;
    }
    switch (plans.plan(request, now)) {
      case Plan.Refused refused -> answer.accept(refused.response());
      case Plan.Accepted plan -> {
        Order order = new Order(request, plan, until, answer);
        supersede(order);
        for (Change change : plan.changes()) {
          cluster.election().commit(change, now);
        }
        diary.info(describe(request));
        if (request.noWait()) {
          answer.accept(Response.done("accepted: " + describe(request)));
        } else {
          pending.add(order);
        }
      }
    }
  }

  /**
   * Answers what is done, and what is not done in time. With a store an order is agreed some time after it
   * is given; what is agreed before says nothing about it.
   */
  void step(Moment now) {
    boolean settled = cluster.election().agreement().isSettled();
    for (Order order : List.copyOf(pending)) {
      boolean leads = cluster.election().leadership() != null;
      if (leads && !settled && now.isBefore(order.until())) {
        continue;
      }
      Response response = leads ? outcomes.outcome(order, now) : lost();
      if (response != null) {
        pending.remove(order);
        order.answer().accept(response);
      }
    }
  }

  /** This node stops: who waits is told so. */
  void leave() {
    pending.forEach(order -> order.answer().accept(Reloading.stopping()));
    pending.clear();
  }

  Moment nextWake(Moment atLatest) {
    Moment next = atLatest;
    for (Order order : pending) {
      next = next.min(order.until());
    }
    return next;
  }

  private void supersede(Order later) {
    for (Order order : List.copyOf(pending)) {
      if (order.isReplacedBy(later)) {
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
    String on = request.on() == null ? "" : request.on() ? " on" : " off";
    String reason = request.reason() == null ? "" : " (" + request.reason() + ")";
    return "order " + request.command().word() + node + on + reason;
  }

  /** How long an answer waits unless it is told otherwise: the scripts' budget and 10 s. */
  static Duration budget(Self self, Command command) {
    var service = self.configuration().service();
    Duration scripts =
        switch (command) {
          case LOCAL, STATUS, FAILURES, MAINTENANCE, KV_GET, KV_LIST, KV_SET, KV_UNSET, KV_IF, KV_CAS,
              KV_WATCH, KV_EXPORT, KV_IMPORT, NOOP, MEMBER_LIST, MEMBER_ADD, MEMBER_REMOVE,
              MEMBER_PROMOTE, MEMBER_TRANSFER ->
              Duration.ZERO;
          case PROMOTE, DEMOTE, ELECT -> service.demoteTimeout().plus(service.promoteTimeout());
          case STOP -> service.demoteTimeout().plus(service.stopTimeout());
          case START -> service.startTimeout();
          case RECOVER -> service.stopTimeout().plus(service.startTimeout());
          // An inside that begins anew demotes and stops first.
          case RECONFIGURE ->
              service.demoteTimeout().plus(service.stopTimeout()).plus(self.electorWait());
        };
    return scripts.plus(Duration.ofSeconds(10));
  }
}
