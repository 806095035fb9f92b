package dev.koi.node.daemon;

import dev.koi.core.time.Moment;
import dev.koi.wire.api.Request;
import dev.koi.wire.api.Response;
import java.util.Collections;
import java.util.function.Consumer;

/**
 * An order that was accepted and is not done yet.
 *
 * @param until when the answer is given up; the order itself goes on
 */
record Order(Request request, Plan.Accepted plan, Moment until, Consumer<Response> answer) {

  private enum About {
    GROUP,
    NODES,
    CLUSTER,
    NOTHING,
  }

  /** Whether a later order wants something else of the same group, nodes or cluster. */
  boolean isReplacedBy(Order later) {
    if (about() != later.about()) {
      return false;
    }
    return switch (about()) {
      case GROUP -> plan.group().equals(later.plan.group());
      case NODES -> !Collections.disjoint(plan.nodes().keySet(), later.plan.nodes().keySet());
      case CLUSTER -> true;
      case NOTHING -> false;
    };
  }

  private About about() {
    return switch (request.command()) {
      case PROMOTE, DEMOTE, ELECT -> About.GROUP;
      case START, STOP -> About.NODES;
      case MAINTENANCE -> About.CLUSTER;
      case RECOVER, LOCAL, STATUS, FAILURES, RECONFIGURE, KV_GET, KV_LIST, KV_SET, KV_UNSET, KV_IF, KV_CAS,
          KV_WATCH, KV_EXPORT, KV_IMPORT, NOOP, MEMBER_LIST, MEMBER_ADD, MEMBER_REMOVE,
          MEMBER_PROMOTE, MEMBER_TRANSFER ->
          About.NOTHING;
    };
  }
}
