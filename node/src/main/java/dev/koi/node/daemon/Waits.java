package dev.koi.node.daemon;

import dev.koi.core.time.Moment;
import dev.koi.wire.api.Access;
import dev.koi.wire.api.Command;
import dev.koi.wire.api.Command.AnsweredBy;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Request;
import dev.koi.wire.api.Response;
import java.time.Duration;

/** How long a question waits for whom it was passed on to, and what is said when nobody answered. */
final class Waits {

  /** A status waits this long for the leader before this node shows its own view. */
  private static final Duration STATUS_PATIENCE = Duration.ofMillis(400);

  /** A read of the store waits this long for a leader, or less if it says so: one is elected sooner. */
  private static final Duration STORE_PATIENCE = Duration.ofSeconds(5);

  private final Cluster cluster;
  private final StatusBuilder status;
  private final FailureList failures;

  Waits(Cluster cluster, StatusBuilder status, FailureList failures) {
    this.cluster = cluster;
    this.status = status;
    this.failures = failures;
  }

  Duration patience(Request request) {
    if (request.command() == Command.KV_WATCH) {
      return KeyReads.LONGEST_WATCH.plus(reads(request));
    }
    if (StoreDesk.isFor(request) && !request.command().changesTheCluster()) {
      return reads(request);
    }
    if (request.command().access() == Access.READ) {
      return STATUS_PATIENCE;
    }
    return request.timeoutMillis() > 0
        ? Duration.ofMillis(request.timeoutMillis())
        : Orders.budget(cluster.self(), request.command());
  }

  private static Duration reads(Request request) {
    Duration asked = Duration.ofMillis(request.timeoutMillis());
    return asked.isZero() || asked.compareTo(STORE_PATIENCE) > 0 ? STORE_PATIENCE : asked;
  }

  Response unanswered(Request request, Moment now) {
    if (request.command() == Command.STATUS) {
      return status.status(request.node(), now);
    }
    if (request.command() == Command.FAILURES) {
      return failures.response();
    }
    if (StoreDesk.isFor(request)) {
      return Response.refused(
          cluster.election().leader() == null ? Refusal.NO_LEADER : Refusal.NO_QUORUM,
          "too few members of the store answered in time; "
              + (request.command().changesTheCluster() ? "it may be done yet" : "nothing is known for sure")
              + " (koi status says who is not heard)");
    }
    if (request.command().answeredBy() == AnsweredBy.NODE) {
      return Response.refused(
          Refusal.NOT_IN_TIME, request.node() + " did not answer in time; it may go on");
    }
    if (cluster.election().leadership() != null) {
      return Response.refused(Refusal.NO_QUORUM, "too few electors were heard in time; nothing is changed");
    }
    return cluster.election().leader() == null
        ? Response.refused(Refusal.NO_LEADER, "no leader is heard; koi status says who is")
        : Response.refused(Refusal.NOT_IN_TIME, "the leader did not answer in time; it may go on");
  }
}
