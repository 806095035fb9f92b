package dev.koi.core.heard;

import dev.koi.core.message.Claim;
import dev.koi.core.message.Message.Heartbeat;
import dev.koi.core.message.Message.Report;
import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeId;
import dev.koi.core.name.NodeName;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everyone who was heard since this process began, this node included. */
public record Heard(SortedMap<NodeId, Peer> peers) {

  /** A node that is silent for this long is forgotten (contract, section 1). */
  public static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(30);

  /** Heartbeats that may be missing in a row before a node counts as silent. */
  private static final int PATIENCE_HEARTBEATS = 4;

  public static final Heard NOBODY = new Heard(new TreeMap<>());

  public Heard {
    peers = Collections.unmodifiableSortedMap(new TreeMap<>(peers));
  }

  /** How long a node may be silent before it counts as such. */
  public static Duration patience(Duration heartbeat) {
    return Duration.ofNanos(PATIENCE_HEARTBEATS * heartbeat.toNanos());
  }

  /** A heartbeat came. A new start of a node begins with an empty report. */
  public Heard heartbeat(Heartbeat heartbeat, Moment now) {
    Peer before = peers.get(heartbeat.card().id());
    if (before == null || !before.card().incarnation().equals(heartbeat.card().incarnation())) {
      return with(new Peer(heartbeat, now, null, null));
    }
    return before.heartbeat().pulse() > heartbeat.pulse()
        ? this // overtaken on the way by a later one
        : with(new Peer(heartbeat, now, before.report(), before.reportedAt()));
  }

  /** A report came; one from a node that has not introduced itself is dropped, it will be repeated. */
  public Heard report(NodeId from, Report report, Moment now) {
    Peer before = peers.get(from);
    if (before == null
        || (before.report() != null && before.report().sequence() > report.sequence())) {
      return this;
    }
    return with(new Peer(before.heartbeat(), before.heardAt(), report, now));
  }

  /** A node said farewell, or is to be forgotten. */
  public Heard without(NodeId id) {
    if (!peers.containsKey(id)) {
      return this;
    }
    SortedMap<NodeId, Peer> next = new TreeMap<>(peers);
    next.remove(id);
    return new Heard(next);
  }

  /** It will not be heard any more, so it counts as silent from now on. */
  public Heard silenced(NodeId id, Moment now, Duration patience) {
    Peer peer = peers.get(id);
    Moment before = now.minus(patience).minus(Duration.ofNanos(1));
    return peer == null || peer.heardAt().isBefore(before)
        ? this
        : with(new Peer(peer.heartbeat(), before, peer.report(), peer.reportedAt()));
  }

  public Heard forgetSilent(Moment now) {
    Heard kept = this;
    for (Peer peer : peers.values()) {
      kept = peer.isFresh(now, FORGOTTEN_AFTER) ? kept : kept.without(peer.id());
    }
    return kept;
  }

  public @Nullable Peer peer(NodeId id) {
    return peers.get(id);
  }

  /** The peer of exactly this run of a node. */
  public @Nullable Peer peer(Incarnation incarnation) {
    Peer peer = peers.get(incarnation.node());
    return peer != null && peer.card().incarnation().equals(incarnation) ? peer : null;
  }

  /** By name, or by uuid; of two nodes with one name the one heard last. */
  public Optional<Peer> named(String nameOrId) {
    return peers.values().stream()
        .filter(p -> p.card().name().text().equals(nameOrId) || p.id().toString().equals(nameOrId))
        .max((a, b) -> Long.compare(a.heardAt().monotonic(), b.heardAt().monotonic()));
  }

  public NodeName nameOf(NodeId id) {
    Peer peer = peers.get(id);
    return peer != null ? peer.card().name() : new NodeName(id.toString());
  }

  public List<Peer> fresh(Moment now, Duration patience) {
    return fresh(now, patience, false);
  }

  public List<Peer> freshElectors(Moment now, Duration patience) {
    return fresh(now, patience, true);
  }

  /** A loop: this is asked ten times in a heartbeat, and a stream of it cost a fortieth of the idle CPU. */
  private List<Peer> fresh(Moment now, Duration patience, boolean electorsOnly) {
    List<Peer> fresh = new ArrayList<>(peers.size());
    for (Peer peer : peers.values()) {
      if (peer.isFresh(now, patience) && (peer.card().elector() || !electorsOnly)) {
        fresh.add(peer);
      }
    }
    return Collections.unmodifiableList(fresh);
  }

  /** Whether every elector that is heard says that it hears the leader. */
  public boolean allHear(NodeId leader, Moment now, Duration patience) {
    for (Peer peer : freshElectors(now, patience)) {
      if (!peer.heartbeat().hears().contains(leader)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whom this node says that it hears. A leader is asked whom it hears, and a follower whether it hears
   * the leader: these must be right within two heartbeats. Of each other followers hear less often, and
   * nobody asks.
   *
   * @param leads whether this node leads
   */
  public List<NodeId> electorsThatAreHeard(Moment now, Duration heartbeat, boolean leads) {
    List<NodeId> ids = new ArrayList<>();
    Duration soon = heartbeat.plus(heartbeat);
    for (Peer peer : freshElectors(now, patience(heartbeat))) {
      boolean asked = leads || peer.heartbeat().claim() instanceof Claim.Leading;
      if (!asked || peer.isFresh(now, soon)) {
        ids.add(peer.id());
      }
    }
    return ids;
  }

  private Heard with(Peer peer) {
    SortedMap<NodeId, Peer> next = new TreeMap<>(peers);
    next.put(peer.id(), peer);
    return new Heard(next);
  }
}
