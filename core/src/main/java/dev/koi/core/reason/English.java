package dev.koi.core.reason;

import dev.koi.core.name.NodeId;
import dev.koi.core.reason.ElectorReason.Fitness;
import dev.koi.core.reason.ElectorReason.Obstacle;
import dev.koi.core.reason.ElectorReason.Preference;
import java.time.Duration;
import java.util.function.Function;

/**
 * The one place where reasons become sentences: the log, {@code koi status} and the transcripts of
 * the tests say the same.
 */
public final class English {

  private final Function<NodeId, String> names;

  private English(Function<NodeId, String> names) {
    this.names = names;
  }

  /** The reason as a sentence without its full stop. */
  public static String of(Reason reason, Function<NodeId, String> names) {
    English english = new English(names);
    return switch (reason) {
      case BullyReason bully -> english.bully(bully);
      case ElectorReason elector -> english.elector(elector);
      case FoundingReason founding -> FoundingWords.say(founding);
      case RaftReason raft -> RaftWords.say(raft);
      case RunnerReason runner -> RunnerWords.say(runner);
    };
  }

  /** Why a node may or may not be master. */
  public static String of(Fitness fitness) {
    return switch (fitness) {
      case Fitness.Fit _ -> "ready";
      case Fitness.FailedLately f ->
          "failed " + millis(f.ago()) + " ago, so it comes last until " + millis(f.forgottenAfter());
      case Fitness.NoRunner _ -> "not a runner";
      case Fitness.NotHeard _ -> "not heard";
      case Fitness.NoReport _ -> "has not reported its services";
      case Fitness.NotReady n -> "its services are not ready (" + n.state() + ")";
      case Fitness.StillHolds h -> "holds epoch " + h.epoch();
      case Fitness.NoEcho _ -> "does not hear this leader";
    };
  }

  /** Why something asked of consensus will not be done. */
  public static String of(RaftReason.Refusal refusal) {
    return RaftWords.say(refusal);
  }

  /** What stands in the way of a grant. */
  public static String of(Obstacle obstacle, Function<NodeId, String> names) {
    return new English(names).obstacle(obstacle);
  }

  private String obstacle(Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.Manual _ -> "manual mode (koi elect ends it)";
      case Obstacle.Maintenance _ -> "maintenance (koi maintenance off ends it)";
      case Obstacle.NoQuorum q ->
          "only " + q.followers() + " of " + q.needed() + " needed electors follow";
      case Obstacle.Settling s -> "nodes are given " + millis(s.remaining()) + " more to appear";
      case Obstacle.PromisesStand p ->
          "an earlier lease may live: " + p.free() + " of " + p.needed() + " needed electors are free";
      case Obstacle.LeaseBefore l ->
          "a lease from before this store may live for " + millis(l.remaining()) + " more";
      case Obstacle.HeldBefore h ->
          name(h.node()) + " holds epoch " + h.epoch() + ", which this store did not grant";
      case Obstacle.OtherMode o ->
          "elector " + name(o.node()) + " runs without a store: list the electors in its"
              + " cluster.electors too, and restart it";
      case Obstacle.OtherStore o ->
          "elector " + name(o.node()) + " belongs to another store, " + o.store();
      case Obstacle.NoCandidate _ -> "no runner is ready";
    };
  }

  private String bully(BullyReason reason) {
    return switch (reason) {
      case BullyReason.WasPaused p ->
          "listening again: this daemon stood still for " + millis(p.gap());
      case BullyReason.HeardLeader h -> "following " + name(h.leader()) + ": it leads";
      case BullyReason.LeaderVouchedFor v ->
          "following " + name(v.leader()) + ": " + name(v.witness()) + " hears it";
      case BullyReason.NobodyLeads n ->
          "candidate: no leader was heard for " + millis(n.silence());
      case BullyReason.LeaderSilent l ->
          "lost leader " + name(l.leader()) + ": silent for " + millis(l.silence());
      case BullyReason.LeaderGaveUp g ->
          "lost leader " + name(g.leader()) + ": it does not lead any more";
      case BullyReason.LeaderDeaf d ->
          "lost leader " + name(d.leader()) + ": it has no quorum and does not hear this node";
      case BullyReason.BetterCandidate b -> "listening: candidate " + name(b.other()) + " ranks higher";
      case BullyReason.Unopposed u -> "leading: unopposed for " + millis(u.claimed());
      case BullyReason.BetterLeader b ->
          "following " + name(b.other()) + ": of two leaders it comes first";
      case BullyReason.LeaderGone g ->
          name(g.successor()) + " leads: the daemon of " + name(g.leader()) + " is gone";
      case BullyReason.Named n ->
          name(n.successor()) + " leads: " + name(n.by()) + " stopped and named it";
    };
  }

  private String elector(ElectorReason reason) {
    return reason.group() + ": " + switch (reason) {
      case ElectorReason.Granted g ->
          "epoch " + g.epoch() + " granted to " + name(g.to()) + ": " + preference(g.because());
      case ElectorReason.Adopted a ->
          "epoch " + a.epoch() + " adopted: " + name(a.from()) + " has it from the leader before";
      case ElectorReason.Released r ->
          "epoch " + r.epoch() + " released by " + name(r.by()) + ": it has demoted";
      case ElectorReason.Unconfirmed u ->
          "epoch " + u.epoch() + " ends by its release alone: " + name(u.by())
              + " may still be promoted, its demotion is not confirmed";
      case ElectorReason.Silent s ->
          "epoch " + s.epoch() + " lapsed: " + name(s.holder()) + " was silent for "
              + millis(s.silence()) + ", more than W " + millis(s.bound());
      case ElectorReason.NeverTaken n ->
          "epoch " + n.epoch() + " withdrawn: " + name(n.holder()) + " never asked to keep it";
      case ElectorReason.NeverConfirmed n ->
          "epoch " + n.epoch() + " withdrawn: no quorum ever confirmed it for " + name(n.holder());
      case ElectorReason.Recalled r ->
          "epoch " + r.epoch() + " recalled from " + name(r.holder()) + ": " + recall(r);
      case ElectorReason.TargetReached t -> name(t.target()) + " is master, as ordered";
      case ElectorReason.TargetUnfit t ->
          "order forgotten: " + name(t.target()) + " cannot be master: " + of(t.why());
      case ElectorReason.Waiting w -> "no master: " + obstacle(w.obstacle());
    };
  }

  private String recall(ElectorReason.Recalled recalled) {
    return switch (recalled.why()) {
      case MANUAL -> "nobody shall be master";
      case MOVE ->
          recalled.target() == null
              ? "another node shall be master"
              : name(recalled.target()) + " shall be master";
    };
  }

  private static String preference(Preference preference) {
    return switch (preference) {
      case NAMED -> "it was named";
      case LONGEST_UP -> "ready, and up the longest";
      case NOBODY_ELSE -> "it failed lately, but nobody else is left";
    };
  }

  private String name(NodeId id) {
    return names.apply(id);
  }

  private static String millis(Duration duration) {
    long millis = duration.toMillis();
    return millis < 10_000 ? millis + " ms" : duration.toSeconds() + " s";
  }
}
