package dev.koi.node.daemon;

import dev.koi.core.heard.Peer;
import dev.koi.core.message.Seat;
import dev.koi.core.name.MemberId;
import dev.koi.core.name.NodeId;
import dev.koi.core.name.NodeName;
import dev.koi.core.raft.Members;
import dev.koi.core.raft.RaftState;
import dev.koi.core.reason.English;
import dev.koi.core.reason.FoundingReason;
import dev.koi.core.time.Moment;
import dev.koi.wire.api.StatusView;
import dev.koi.wire.api.StatusView.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is not well with the store. People mostly see the leader's list, whoever they ask; so it also says
 * what it knows of the others: a member with a full disk is silent in the store, and heard as a node.
 */
final class StoreProblems {

  /** A member that is busy, or is being sent a snapshot, is heard sooner. */
  private static final Duration SILENT = Duration.ofSeconds(3);

  private final Cluster cluster;
  private final StoreSide store;
  private final List<NodeName> listed;

  StoreProblems(Cluster cluster) {
    this.cluster = cluster;
    this.store = cluster.store();
    this.listed = cluster.self().configuration().cluster().electors();
  }

  List<Problem> list(Moment now) {
    if (listed.isEmpty()) {
      return List.of();
    }
    List<Problem> problems = new ArrayList<>();
    String name = cluster.self().settings().name().text();
    FoundingReason waits = store.waits();
    if (waits != null) {
      problems.add(new Problem(English.of(waits, NodeId::toString), name, null, next(waits)));
    }
    if (store.failure() != null) {
      String text = "this elector takes no part in the store: " + store.failure();
      problems.add(new Problem(text, name, null, "see the log there"));
    }
    Member member = store.member();
    Members members = member == null ? Members.NOBODY : member.raft().members();
    if (member != null && !members.voters().isEmpty()) {
      differs(members, problems);
      unheard(members, problems);
    }
    if (member != null && member.leads()) {
      silent(member, problems, now);
      outsiders(member, problems, now);
    }
    return problems;
  }

  private static String next(FoundingReason reason) {
    return switch (reason) {
      case FoundingReason.Missing _ ->
          "start koinode there; else see node.name, node.elector and cluster.electors";
      case FoundingReason.NotYetAgreed _ -> "write the same cluster.electors on every node";
      case FoundingReason.NamedTwice _ -> "give each node its own node.name";
      case FoundingReason.NotListed _ ->
          "put it into cluster.electors on every node, or give it 'elector false'";
      case FoundingReason.TwoClusters _ ->
          "two clusters were made one, or share a key: give one another cluster.id, or empty its stores";
      case FoundingReason.Founded _, FoundingReason.Joining _ -> "it is done in a moment";
    };
  }

  private void differs(Members members, List<Problem> problems) {
    SortedSet<NodeName> voters = new TreeSet<>();
    members.voters().forEach(voter -> voters.add(voter.name()));
    if (!voters.equals(new TreeSet<>(listed))) {
      problems.add(
          new Problem(
              "cluster.electors lists " + words(listed) + ", and the members that vote are " + words(voters),
              cluster.self().settings().name().text(),
              null,
              "koi member list shows who counts; write the same into koi.conf"));
    }
  }

  /** Those whom this node has never heard, so that no line of the nodes speaks of them. */
  private void unheard(Members members, List<Problem> problems) {
    for (MemberId voter : members.voters()) {
      String name = voter.name().text();
      if (cluster.election().heard().named(name).isEmpty()) {
        problems.add(
            new Problem(
                "not heard: a member that votes",
                name,
                null,
                "see whether it runs; if it is gone for good, koi member remove " + name));
      }
    }
  }

  private void silent(Member member, List<Problem> problems, Moment now) {
    for (Peer peer : cluster.election().heard().fresh(now, cluster.self().patience())) {
      MemberId id = member(peer, member);
      if (id != null && isSilent(id, member, now)) {
        problems.add(
            new Problem(
                "it takes no part in the store, and is heard",
                peer.card().name().text(),
                null,
                "see its log: a full disk is the usual cause, a failed one the other"));
      }
    }
  }

  /** As far as this node knows, which is nothing unless it leads. */
  private static boolean isSilent(MemberId id, Member ours, Moment now) {
    RaftState.Follower follower = ours.raft().follower(id, now);
    return follower != null && follower.silent().compareTo(SILENT) > 0;
  }

  private static @Nullable MemberId member(Peer peer, Member ours) {
    Seat seat = peer.heartbeat().seat();
    if (seat == null || !ours.cluster().equals(seat.home())) {
      return null;
    }
    MemberId id = new MemberId(peer.card().name(), seat.member());
    return ours.raft().members().has(id) ? id : null;
  }

  /** Electors that are heard and are no members: someone thinks that they count. */
  private void outsiders(Member member, List<Problem> problems, Moment now) {
    for (Peer peer : cluster.election().heard().freshElectors(now, cluster.self().patience())) {
      String name = peer.card().name().text();
      Seat seat = peer.heartbeat().seat();
      if (seat == null) {
        problems.add(
            new Problem(
                "this elector keeps no store, and has no vote",
                name,
                null,
                "write cluster.electors there as on the others, or 'elector false'"));
      } else if (seat.home() != null && !member.cluster().equals(seat.home())) {
        problems.add(
            new Problem(
                "this elector belongs to another store, " + seat.home(),
                name,
                null,
                "give it the cluster.id of its own, or empty its store: then it joins this one"));
      } else if (seat.home() != null && member(peer, member) == null) {
        problems.add(
            new Problem(
                "this elector is no member of the store, and has no vote",
                name,
                null,
                "koi member add " + name + ", or give it 'elector false'"));
      }
    }
  }

  /** How many voters there are, and how many are there as such; null while this node knows none. */
  static StatusView.@Nullable Electors voters(Cluster cluster, Moment now) {
    Member member = cluster.store().member();
    if (member == null || member.raft().members().voters().isEmpty()) {
      return null;
    }
    Members members = member.raft().members();
    Set<MemberId> heard = new HashSet<>();
    if (members.isVoter(member.id())) {
      heard.add(member.id());
    }
    for (Peer peer : cluster.election().heard().fresh(now, cluster.self().patience())) {
      MemberId id = member(peer, member);
      if (id != null && members.isVoter(id) && !isSilent(id, member, now)) {
        heard.add(id);
      }
    }
    return new StatusView.Electors(members.voters().size(), heard.size());
  }

  private static String words(Collection<NodeName> names) {
    return names.stream().map(NodeName::text).collect(Collectors.joining(", "));
  }
}
