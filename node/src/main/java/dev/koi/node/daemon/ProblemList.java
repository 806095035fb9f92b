package dev.koi.node.daemon;

import dev.koi.core.agreed.Holder;
import dev.koi.core.elector.Elector;
import dev.koi.core.elector.Leadership;
import dev.koi.core.heard.Peer;
import dev.koi.core.message.GroupReport;
import dev.koi.core.message.Held;
import dev.koi.core.message.ServiceReport;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeName;
import dev.koi.core.reason.ElectorReason;
import dev.koi.core.reason.English;
import dev.koi.core.time.Moment;
import dev.koi.node.port.Clock;
import dev.koi.wire.api.StatusView.Problem;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a person should look at, with the next step. */
final class ProblemList {

  private final Cluster cluster;
  private final Clock clock;

  ProblemList(Cluster cluster, Clock clock) {
    this.cluster = cluster;
    this.clock = clock;
  }

  List<Problem> list(Moment now) {
    List<Problem> problems = new ArrayList<>();
    masterless(problems, now);
    problems.addAll(new StoreProblems(cluster).list(now));
    silent(problems, now);
    unconfirmed(problems, now);
    failures(problems);
    here(problems);
    guards(problems, now);
    return problems;
  }

  private void guards(List<Problem> problems, Moment now) {
    String name = cluster.self().settings().name().text();
    if (cluster.watchmen().isOff()) {
      problems.add(
          problem(
              "unguarded: a daemon that is killed or paused leaves its services running",
              name,
              "set node.guard to on"));
    }
    String absence = cluster.watchmen().absence(now);
    if (absence != null) {
      problems.add(problem(absence + ": nothing is promoted meanwhile", name, "see the log there"));
    }
    for (String lack : cluster.watchmen().lacks()) {
      problems.add(
          problem(
              "its guards do without " + lack,
              name,
              "run koinode as root; in a container with CAP_SYS_NICE, CAP_IPC_LOCK, CAP_SYS_RESOURCE and"
                  + " a cgroup v2 that it may divide"));
    }
  }

  private void masterless(List<Problem> problems, Moment now) {
    Leadership term = cluster.election().leadership();
    if (term == null) {
      if (!cluster.election().hearsLeader(now) && cluster.store().waits() == null) {
        problems.add(problem("no leader is heard", null, "see whether the other electors run"));
      }
      return;
    }
    for (ElectorReason reason : Elector.decide(cluster.election().situation(term, now)).reasons()) {
      if (reason instanceof ElectorReason.Waiting waiting) {
        String obstacle =
            English.of(waiting.obstacle(), id -> cluster.election().heard().nameOf(id).text());
        problems.add(problem(waiting.group() + " has no master: " + obstacle, null, null));
      }
    }
  }

  private void silent(List<Problem> problems, Moment now) {
    Map<NodeName, Integer> names = new HashMap<>();
    for (Peer peer : cluster.election().heard().peers().values()) {
      NodeName name = peer.card().name();
      if (!peer.isFresh(now, cluster.self().patience())) {
        boolean replaced = isReplaced(peer, now);
        problems.add(
            new Problem(
                replaced ? "an earlier node of this name is not heard" : "not heard",
                name.text(),
                clock.wall().minus(now.since(peer.heardAt()))
                    .truncatedTo(ChronoUnit.SECONDS),
                replaced
                    ? "nothing if its state was lost or its disk replaced: it is forgotten in half an hour"
                    : "see whether its machine and its koinode run, and the network between"));
        continue;
      }
      names.merge(name, 1, Integer::sum);
      if (peer.card().elector() && peer.isMute(now)) {
        problems.add(
            problem(
                "just started: this elector does not count for a lease yet",
                name.text(),
                "it does within seconds; until then stop no other elector"));
      }
    }
    names.forEach(
        (name, count) -> {
          if (count > 1) {
            problems.add(
                problem(count + " nodes are called " + name, null, "give each its own node.name"));
          }
        });
  }

  /** It is silent, and another one that is heard goes by its name: it begins anew, with an empty state. */
  boolean isReplaced(Peer peer, Moment now) {
    Duration patience = cluster.self().patience();
    return !peer.isFresh(now, patience)
        && cluster.election().heard().fresh(now, patience).stream()
            .anyMatch(other -> other.card().name().equals(peer.card().name()));
  }

  /** What the holder reports itself, {@link #failures} tells. */
  private void unconfirmed(List<Problem> problems, Moment now) {
    cluster.election().agreed().groups().forEach(
        (name, state) -> {
          Holder holder = state.holder();
          if (state.unconfirmed() && holder != null && !reportsIt(holder, name, now)) {
            String node = cluster.election().heard().nameOf(holder.node()).text();
            problems.add(
                problem(
                    "holder unconfirmed: " + name + " may still be promoted there, so nobody else gets it",
                    node,
                    "start koinode there, or 'koi recover " + node
                        + "' if it runs: the demotion is tried again; else reboot the machine"));
          }
        });
  }

  private boolean reportsIt(Holder holder, GroupName name, Moment now) {
    Peer peer = cluster.election().heard().peer(holder.incarnation());
    GroupReport report = peer == null ? null : peer.group(name);
    return peer != null
        && peer.isFresh(now, cluster.self().patience())
        && report != null
        && report.held() != null
        && report.held().phase() == Held.Phase.UNCONFIRMED;
  }

  private void failures(List<Problem> problems) {
    for (Peer peer : cluster.election().heard().peers().values()) {
      for (GroupReport group : reports(peer)) {
        if (group.held() != null && group.held().phase() == Held.Phase.UNCONFIRMED) {
          problems.add(
              problem(
                  group.group() + " may still be promoted: its demotion is not confirmed",
                  peer.card().name().text(),
                  "look at its demote and stop scripts; they are tried again"));
        }
        for (ServiceReport service : group.services()) {
          if (service.failed()) {
            String message = service.message() == null ? "" : ": " + service.message();
            problems.add(
                problem(
                    service.name() + " failed" + message,
                    peer.card().name().text(),
                    "mend the cause; it is tried again by itself"));
          }
        }
      }
    }
  }

  private void here(List<Problem> problems) {
    String name = cluster.self().settings().name().text();
    String disk = cluster.memory().failure();
    if (disk != null) {
      problems.add(
          problem(
              "the state cannot be saved: " + disk,
              name,
              "mend the disk, then restart koinode there; until then it takes no epoch"));
    }
    cluster.neighbourhood().unresolved().forEach(
        (host, why) -> problems.add(
            problem(
                "cluster.transport: " + host + " cannot be resolved: " + why,
                name,
                "mend the name or the name server; it is tried again every 30 s")));
    for (String complaint : cluster.neighbourhood().unjoined()) {
      problems.add(
          problem(
              "multicast: " + complaint,
              name,
              "see 'ip address' there; it is tried again by itself"));
    }
    for (String address : cluster.links().strangers()) {
      problems.add(
          problem(
              "wrong key from " + address,
              name,
              "give it this cluster's password or key file, or another cluster.id"));
    }
    if (!cluster.self().configuration().cluster().hasStore()) {
      promises(problems);
      stores(problems, name);
    }
  }

  private void promises(List<Problem> problems) {
    int quorum = cluster.self().configuration().cluster().quorum();
    int electors = 0;
    for (Peer peer : cluster.election().heard().peers().values()) {
      electors += peer.card().elector() ? 1 : 0;
    }
    if (2 * Math.max(1, quorum) <= electors) {
      problems.add(
          problem(
              "two masters are possible while nodes are cut apart: quorum " + quorum + " of "
                  + electors + " electors",
              null,
              "set cluster.quorum to " + (electors / 2 + 1) + " everywhere"));
    }
  }

  /** One forgotten line in one file, and its node is as good as alone. */
  private void stores(List<Problem> problems, String self) {
    List<String> names = new ArrayList<>();
    for (Peer peer : cluster.election().heard().peers().values()) {
      if (peer.heartbeat().seat() != null) {
        names.add(peer.card().name().text());
      }
    }
    if (!names.isEmpty()) {
      problems.add(
          problem(
              "this node keeps no store, and " + String.join(", ", names)
                  + (names.size() == 1 ? " does" : " do") + ": they take no part in its election",
              self,
              "write cluster.electors there as on the others, and restart it"));
    }
  }

  private static List<GroupReport> reports(Peer peer) {
    return peer.report() == null ? List.of() : peer.report().groups();
  }

  private static Problem problem(String text, @Nullable String node, @Nullable String next) {
    return new Problem(text, node, null, next);
  }
}
