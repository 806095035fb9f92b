package dev.koi.wire.config;

import dev.koi.core.lease.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a configuration promises, in numbers: how long a failover may take, and what it may cost.
 */
public final class Bounds {

  /** Bully: silent for four heartbeats, then a claim for four. */
  private static final int ELECTION_HEARTBEATS = 8;

  /**
   * Two round trips of a local network with a busy daemon at each end: the renewal's and the
   * round's that confirms it. Assumed, since a configuration cannot measure; slower networks add
   * theirs.
   */
  private static final Duration ROUND_TRIPS = Duration.ofMillis(20);

  private static final String WARNING = "warning: ";

  private final Configuration.Time time;
  private final boolean store;
  private final Timing lease;
  private final List<String> lines = new ArrayList<>();

  private Bounds(Configuration.Time time, boolean store) {
    this.time = time;
    this.store = store;
    this.lease = time.lease();
  }

  /** One line a bound; what needs a decision begins with {@code warning: }. */
  public static List<String> describe(Configuration configuration) {
    Bounds bounds = new Bounds(configuration.time(), configuration.cluster().hasStore());
    bounds.lease();
    bounds.failover();
    bounds.killedDaemon(configuration.node().guard());
    bounds.lostLeader();
    bounds.demotion(configuration.service().demoteTimeout());
    bounds.firstPromotion();
    bounds.quorum(configuration.cluster());
    return List.copyOf(bounds.lines);
  }

  private void lease() {
    lines.add(
        String.format(
            "profile %s: a lease is renewed every %s; unanswered, its holder demotes after %s and"
                + " is cut after %s; the next holder waits %s",
            time.profile(),
            text(lease.renew()),
            text(lease.soft()),
            text(lease.hard()),
            text(lease.electorWait())));
  }

  private void failover() {
    Duration silent = lease.electorWait().plus(lease.renew()).plus(ROUND_TRIPS);
    Duration both = silent.plus(election());
    lines.add(
        String.format(
            "a node falls silent: its group has a master elsewhere within %s + `promote`",
            text(silent)));
    lines.add(
        String.format(
            "it also led: within %s + `promote` (%s to elect a leader)", text(both), text(election())));
    lines.add(
        "a planned move or a clean stop: as long as `demote` and `promote` take, and a few round"
            + " trips");
  }

  private void killedDaemon(boolean guarded) {
    lines.add(
        guarded
            ? String.format(
                "a daemon is killed: `demote` by its guards, which cut it after %s, `promote` elsewhere,"
                    + " and a few round trips",
                text(lease.hard()))
            : WARNING
                + "node.guard is off: a killed daemon counts as a silent node, and what its services run"
                + " is ended by nobody");
  }

  private void lostLeader() {
    Duration unanswered = lease.renew().plus(election()).plus(ROUND_TRIPS);
    if (unanswered.compareTo(lease.soft()) > 0) {
      lines.add(
          WARNING
              + String.format(
                  "a lost leader demotes this group: another answers after %s, the holder waits for"
                      + " %s (time.lease_soft)",
                  text(unanswered), text(lease.soft())));
    } else {
      lines.add(
          String.format(
              "a lost leader goes unnoticed by the master: another answers within %s, it waits for"
                  + " %s",
              text(unanswered), text(lease.soft())));
    }
  }

  private void demotion(Duration timeout) {
    Duration bound = lease.demoteBound();
    lines.add(
        String.format(
            "`demote` may take %s on a living lease (service.demote_timeout), and %s on a lost one,"
                + " all services of the node together (lease_hard - lease_soft)",
            text(timeout), text(bound)));
    if (bound.compareTo(timeout) < 0) {
      lines.add(
          WARNING
              + String.format(
                  "a `demote` that needs more than %s is cut off when the lease is lost",
                  text(bound)));
    }
  }

  private void firstPromotion() {
    Duration additional =
        time.initialPromotionDelay() == null ? Duration.ZERO : time.initialPromotionDelay();
    lines.add(
        String.format(
            "after a cold start: a first master within %s + `start` and `promote`",
            text(
                time.firstPromotionWait()
                    .plus(lease.electorWait())
                    .plus(election())
                    .plus(additional))));
    if (time.startupTolerance() != null) {
      lines.add(
          String.format(
              "a new leader leaves things as they are for another %s"
                  + " (time.elector_startup_tolerance)",
              text(time.startupTolerance())));
    }
  }

  private void quorum(Configuration.Cluster cluster) {
    int electors = cluster.electors().size();
    if (electors == 1) {
      lines.add("one elector decides: never two masters, and none while it is down");
    } else if (store) {
      lines.add(
          String.format(
              "%d of the %d electors decide: never two masters, and a master as long as these are"
                  + " connected",
              electors / 2 + 1, electors));
    } else if (cluster.quorum() == 0) {
      lines.add(
          WARNING
              + "no quorum: two masters are possible while nodes are cut apart (cluster.quorum)");
    } else {
      lines.add(
          String.format(
              "%d electors must confirm a lease: never two masters while fewer than %d electors"
                  + " exist",
              cluster.quorum(), 2 * cluster.quorum()));
    }
  }

  /** Raft: a leader is missed after the shortest patience, and the longest at most; then two rounds. */
  private Duration election() {
    return store
        ? time.election().longest().plus(ROUND_TRIPS)
        : time.heartbeat().multipliedBy(ELECTION_HEARTBEATS);
  }

  private static String text(Duration duration) {
    return Durations.text(duration);
  }
}
