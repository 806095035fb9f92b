package dev.koi.core.bully;

import dev.koi.core.bully.Standing.Candidate;
import dev.koi.core.bully.Standing.Following;
import dev.koi.core.bully.Standing.Leading;
import dev.koi.core.bully.Standing.Listening;
import dev.koi.core.heard.Heard;
import dev.koi.core.heard.Peer;
import dev.koi.core.message.Claim;
import dev.koi.core.name.NodeId;
import dev.koi.core.reason.BullyReason;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who leads when no electors are listed: Garcia-Molina's Bully algorithm (1982) with two changes. It
 * is sticky: who leads goes on leading when someone of a higher rank comes (back), because the rank
 * says nothing about who is better placed, and each change of leader costs. And a leader is lost only
 * when neither this node nor any other elector hears it, so a one-way cut deposes nobody that can
 * lead. A leader without a quorum that does not hear this node cannot: if everybody went on following
 * a leader that hears nobody, no group would have a master for as long as it lives.
 *
 * <p>Leadership is not what keeps masters apart; the electors' promises do. Two leaders at once cost
 * time, never data.
 *
 * @param standing where this node stands
 * @param stepped when it was last asked; a long gap means that it was paused
 */
public record Bully(Standing standing, Moment stepped) {

  /**
   * By term, then quorum, then followers, then priority, then id: the last one leads on. (Whom Raft
   * elected has a term, and who follows goes by the same rules; here all have the same, none.)
   */
  private static final Comparator<Peer> LEADERS =
      Comparator.comparingLong((Peer p) -> leading(p).term())
          .thenComparing((Peer p) -> leading(p).quorate())
          .thenComparingInt(p -> leading(p).followers())
          .thenComparing(Bully::rank);

  public static Bully begin(Moment now) {
    return new Bully(new Listening(now), now);
  }

  /** A standing and why it is a new one; null if it is not. */
  public record Step(Bully bully, @Nullable BullyReason reason) {}

  public Step step(BullySettings settings, Heard heard, Moment now) {
    Duration gap = now.since(stepped);
    if (gap.compareTo(settings.patience()) > 0) {
      return to(new Listening(now), new BullyReason.WasPaused(gap), now);
    }
    View view = new View(settings, heard, now);
    return switch (standing) {
      case Listening s -> listening(s, view);
      case Candidate s -> candidate(s, view);
      case Following s -> following(s, view);
      case Leading _ -> leads(view);
    };
  }

  /** The leader stopped in good order. */
  public Step farewell(BullySettings settings, NodeId from, @Nullable NodeId next, Moment now) {
    boolean mine = standing instanceof Following f && f.leader().equals(from);
    if (!mine || next == null) {
      return new Step(this, null);
    }
    boolean me = next.equals(settings.self()) && settings.elector();
    Standing after = me ? new Leading(now) : new Following(next, now, true);
    return to(after, new BullyReason.Named(next, from), now);
  }

  /**
   * The leader's daemon is gone, as its guard says (SAFETY G4). It could name nobody, so everyone names
   * for it whom it would have: the elector that ranks first of those that are heard. Where views differ, two
   * lead for a moment, or the named one does not, and all goes on as after any farewell.
   */
  public Step gone(BullySettings settings, Heard heard, NodeId node, Moment now) {
    boolean mine = standing instanceof Following f && f.leader().equals(node);
    Optional<NodeId> next =
        heard.freshElectors(now, settings.patience()).stream()
            .filter(p -> !p.id().equals(node))
            .max(Comparator.comparing(Bully::rank))
            .map(Peer::id);
    if (!mine || next.isEmpty()) {
      return new Step(this, null);
    }
    boolean me = next.get().equals(settings.self()) && settings.elector();
    Standing after = me ? new Leading(now) : new Following(next.get(), now, true);
    return to(after, new BullyReason.LeaderGone(node, next.get()), now);
  }

  /** What this node says about it. */
  public Claim claim(BullySettings settings, Heard heard, Moment now) {
    return switch (standing) {
      case Listening _ -> new Claim.Listening();
      case Candidate _ -> new Claim.Candidate();
      case Following f -> new Claim.Following(f.leader());
      case Leading _ -> {
        int followers = followers(settings, heard, now);
        yield new Claim.Leading(followers, followers >= settings.needed(), 0);
      }
    };
  }

  /** Who should lead if this node stopped now: the elector that ranks first. */
  public static Optional<Peer> successor(BullySettings settings, Heard heard, Moment now) {
    return heard.freshElectors(now, settings.patience()).stream()
        .filter(p -> !p.id().equals(settings.self()))
        .max(Comparator.comparing(Bully::rank));
  }

  private Step listening(Listening s, View view) {
    Optional<Step> found = view.leader().map(l -> follow(l, view));
    if (found.isPresent()) {
      return found.get();
    }
    Duration silence = view.now.since(s.since());
    return view.settings.elector() && silence.compareTo(view.settings.patience()) >= 0
        ? to(new Candidate(view.now), new BullyReason.NobodyLeads(silence), view.now)
        : stay(view);
  }

  private Step candidate(Candidate s, View view) {
    Optional<Step> found = view.leader().map(l -> follow(l, view));
    if (found.isPresent()) {
      return found.get();
    }
    Optional<Peer> better = view.betterCandidate();
    if (better.isPresent()) {
      return to(
          new Listening(view.now), new BullyReason.BetterCandidate(better.get().id()), view.now);
    }
    Duration claimed = view.now.since(s.since());
    return claimed.compareTo(view.settings.patience()) >= 0
        ? to(new Leading(view.now), new BullyReason.Unopposed(claimed), view.now)
        : stay(view);
  }

  private Step following(Following s, View view) {
    Peer leader = view.heard.peer(s.leader());
    boolean fresh = leader != null && leader.isFresh(view.now, view.settings.patience());
    // One that began to follow a moment ago may not have been heard yet.
    boolean settled = view.now.since(s.since()).compareTo(view.settings.patience()) >= 0;
    boolean deaf = settled && leader != null && view.isDeaf(leader);
    if (leader != null
        && fresh
        && !deaf
        && leader.heartbeat().claim() instanceof Claim.Leading claim) {
      // Another one is followed only for a quorum that this one lacks, or a later term: under Bully
      // leaders settle it themselves.
      Optional<Peer> best = view.bestDirectLeader().filter(l -> leading(l).quorate());
      boolean later = best.isPresent() && leading(best.get()).term() > claim.term();
      return best.isPresent() && (later || !claim.quorate())
          ? follow(best.get().id(), view)
          : new Step(new Bully(new Following(s.leader(), s.since(), false), view.now), null);
    }
    boolean graceful =
        s.named() && view.now.since(s.since()).compareTo(view.settings.patience()) < 0;
    if (graceful || (!fresh && view.witness(s.leader()).isPresent())) {
      return stay(view);
    }
    Optional<Step> other = view.leader().map(l -> follow(l, view));
    if (other.isPresent()) {
      return other.get();
    }
    BullyReason lost = lost(s, leader, view);
    // It has been listening for as long as the leader was silent: it need not listen again.
    Standing next =
        view.settings.elector() ? new Candidate(view.now) : new Listening(view.now);
    return to(next, lost, view.now);
  }

  private static BullyReason lost(Following s, @Nullable Peer leader, View view) {
    if (leader == null) {
      return new BullyReason.LeaderSilent(s.leader(), view.settings.patience());
    }
    if (!leader.isFresh(view.now, view.settings.patience())) {
      return new BullyReason.LeaderSilent(s.leader(), view.since(leader));
    }
    return view.isDeaf(leader)
        ? new BullyReason.LeaderDeaf(s.leader())
        : new BullyReason.LeaderGaveUp(s.leader());
  }

  private Step leads(View view) {
    Peer self = view.heard.peer(view.settings.self());
    Optional<Peer> best = view.bestDirectLeader();
    boolean yields =
        best.isPresent()
            && self != null
            && self.heartbeat().claim() instanceof Claim.Leading
            && LEADERS.compare(best.get(), self) > 0;
    return yields
        ? to(
            new Following(best.get().id(), view.now, false),
            new BullyReason.BetterLeader(best.get().id()),
            view.now)
        : stay(view);
  }

  private Step follow(NodeId leader, View view) {
    BullyReason reason =
        view.hears(leader)
            ? new BullyReason.HeardLeader(leader)
            : new BullyReason.LeaderVouchedFor(
                leader, view.witness(leader).map(Peer::id).orElseThrow());
    return to(new Following(leader, view.now, false), reason, view.now);
  }

  private Step stay(View view) {
    return new Step(new Bully(standing, view.now), null);
  }

  private static Step to(Standing next, BullyReason reason, Moment now) {
    return new Step(new Bully(next, now), reason);
  }

  /** Electors that say that they follow this node, itself included. */
  public static int followers(BullySettings settings, Heard heard, Moment now) {
    int others = 0;
    for (Peer peer : heard.freshElectors(now, settings.patience())) {
      boolean mine = settings.self().equals(peer.heartbeat().claim().leader(peer.id()));
      others += mine && !peer.id().equals(settings.self()) ? 1 : 0;
    }
    return others + 1;
  }

  private static Claim.Leading leading(Peer peer) {
    return (Claim.Leading) peer.heartbeat().claim();
  }

  private static Rank rank(Peer peer) {
    return new Rank(peer.card().priority(), peer.id());
  }

  private record Rank(int priority, NodeId id) implements Comparable<Rank> {
    @Override
    public int compareTo(Rank other) {
      int byPriority = Integer.compare(priority, other.priority);
      return byPriority != 0 ? byPriority : id.compareTo(other.id);
    }
  }

  /** What one step looks at. */
  private record View(BullySettings settings, Heard heard, Moment now) {

    Duration since(Peer peer) {
      return now.since(peer.heardAt());
    }

    List<Peer> others() {
      List<Peer> others = new ArrayList<>(heard.freshElectors(now, settings.patience()));
      others.removeIf(p -> p.id().equals(settings.self()));
      return others;
    }

    boolean hears(NodeId id) {
      Peer peer = heard.peer(id);
      return peer != null && peer.isFresh(now, settings.patience());
    }

    Optional<Peer> bestDirectLeader() {
      Peer best = null;
      for (Peer peer : others()) {
        boolean leads = peer.heartbeat().claim() instanceof Claim.Leading && !isDeaf(peer);
        best = leads && (best == null || LEADERS.compare(peer, best) > 0) ? peer : best;
      }
      return Optional.ofNullable(best);
    }

    /** Leads, without a quorum, and does not hear this elector (of others it never says so). */
    boolean isDeaf(Peer peer) {
      return settings.elector()
          && peer.heartbeat().claim() instanceof Claim.Leading claim
          && !claim.quorate()
          && !peer.heartbeat().hears().contains(settings.self());
    }

    /**
     * The best leader that is heard, else one that another elector vouches for, though it was never
     * heard here. Nobody vouches for a node that is heard and does not lead: two followers of a
     * leader that gave up would else keep each other following it.
     */
    Optional<NodeId> leader() {
      return bestDirectLeader().map(Peer::id).or(this::vouchedLeader);
    }

    private Optional<NodeId> vouchedLeader() {
      return others().stream()
          .filter(p -> p.heartbeat().claim() instanceof Claim.Following)
          .map(p -> p.heartbeat().claim().leader(p.id()))
          .filter(id -> id != null && !id.equals(settings.self()) && !hears(id))
          .filter(id -> witness(id).isPresent())
          .findFirst();
    }

    /** An elector that follows this leader and hears it. */
    Optional<Peer> witness(NodeId leader) {
      return others().stream()
          .filter(p -> since(p).compareTo(settings.vouching()) <= 0)
          .filter(p -> leader.equals(p.heartbeat().claim().leader(p.id())))
          .filter(p -> !p.id().equals(leader) && p.heartbeat().hears().contains(leader))
          .findFirst();
    }

    Optional<Peer> betterCandidate() {
      Rank mine = new Rank(priority(), settings.self());
      return others().stream()
          .filter(p -> p.heartbeat().claim() instanceof Claim.Candidate)
          .filter(p -> rank(p).compareTo(mine) > 0)
          .findFirst();
    }

    private int priority() {
      Peer self = heard.peer(settings.self());
      return self == null ? 0 : self.card().priority();
    }
  }
}
