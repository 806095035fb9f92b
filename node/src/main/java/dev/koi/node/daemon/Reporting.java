package dev.koi.node.daemon;

import dev.koi.core.heard.Peer;
import dev.koi.core.message.GroupReport;
import dev.koi.core.message.Message.Report;
import dev.koi.core.message.Message.ReportSeen;
import dev.koi.core.message.ServiceReport;
import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import dev.koi.wire.datagram.MalformedMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the electors how this node's services are: at once when something changed that they decide by,
 * soon when it is only for people, again until each has seen it. A report has no age of its own, so a
 * repeated one costs nothing but the way.
 */
final class Reporting {

  /**
   * For each service: what only people read waits so long after the last report. Five hundred whose
   * status runs every second change a report of 30 KB a thousand times a second.
   */
  private static final Duration DETAIL_PAUSE = Duration.ofMillis(1);

  private final Self self;
  private final Post post;
  private long decisive;
  private Report latest = new Report(0, List.of());
  private final Map<NodeId, Seen> electors = new HashMap<>();
  private int malformed;
  private @Nullable String lastMalformed;

  /** What one elector was sent last, and has seen. */
  private record Seen(Incarnation start, long sent, Moment sentAt, long seen) {}

  Reporting(Self self, Post post) {
    this.self = self;
    this.post = post;
  }

  /** The report as of now; a new number if anything in it changed. */
  Report current(RunnerSide runner, Moment now) {
    List<GroupReport> groups = runner.isCleaning() ? List.of() : runner.report(now);
    if (!groups.equals(latest.groups())) {
      boolean news = !ageless(groups).equals(ageless(latest.groups()));
      boolean matters = news && !brief(groups).equals(brief(latest.groups()));
      latest = new Report(latest.sequence() + (news ? 1 : 0), groups);
      decisive = matters ? latest.sequence() : decisive;
    }
    return latest;
  }

  long sequence() {
    return latest.sequence();
  }

  void send(List<Peer> fresh, Duration pause, Moment now) {
    for (Peer peer : fresh) {
      if (!peer.id().equals(self.id()) && isDue(peer, pause, now)) {
        Seen before = electors.get(peer.id());
        long seen = before == null ? -1 : before.seen();
        Incarnation start = peer.card().incarnation();
        boolean restarted = before != null && !before.start().equals(start);
        electors.put(
            peer.id(), new Seen(start, latest.sequence(), now, restarted ? -1 : seen));
        post.to(peer.id(), latest, now);
      }
    }
  }

  void seen(NodeId from, ReportSeen word) {
    Seen before = electors.get(from);
    if (before != null && word.sequence() > before.seen()) {
      electors.put(
          from, new Seen(before.start(), before.sent(), before.sentAt(), word.sequence()));
    }
  }

  /** Counted, not logged: a peer of another version may send a lot that this one cannot read. */
  void malformed(NodeId from, MalformedMessage why) {
    malformed++;
    lastMalformed = from + ": " + why.getMessage();
  }

  /** What peers sent that could not be read, null if nothing. */
  @Nullable String complaint() {
    return lastMalformed == null
        ? null
        : malformed + " messages could not be read, the last from " + lastMalformed;
  }

  private boolean isDue(Peer peer, Duration pause, Moment now) {
    Seen before = electors.get(peer.id());
    if (before == null
        || !before.start().equals(peer.card().incarnation())
        || before.sent() < decisive) {
      return true;
    }
    if (before.sent() != latest.sequence()) {
      return !now.isBefore(before.sentAt().plus(detailPause()));
    }
    return before.seen() < latest.sequence() && !now.isBefore(before.sentAt().plus(pause));
  }

  private Duration detailPause() {
    int services = 0;
    for (GroupReport group : latest.groups()) {
      services += group.services().size();
    }
    return DETAIL_PAUSE.multipliedBy(services);
  }

  /** Time since a failure grows by itself: the elector adds the age of the report. */
  private static List<GroupReport> ageless(List<GroupReport> groups) {
    return groups.stream().map(g -> ageless(g, g.services())).toList();
  }

  /** What electors decide by. */
  private static List<GroupReport> brief(List<GroupReport> groups) {
    return groups.stream().map(g -> ageless(g, List.of())).toList();
  }

  private static GroupReport ageless(GroupReport g, List<ServiceReport> services) {
    Duration failed = g.sinceFailure() == null ? null : Duration.ZERO;
    return new GroupReport(
        g.group(),
        g.state(),
        g.highest(),
        g.dead(),
        g.held(),
        g.ready(),
        g.resting(),
        failed,
        services,
        g.failures());
  }
}
