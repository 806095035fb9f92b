package dev.koi.core.elector;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.agreed.Change;
import dev.koi.core.agreed.GroupState;
import dev.koi.core.agreed.Holder;
import dev.koi.core.agreed.Recall;
import dev.koi.core.heard.Peer;
import dev.koi.core.message.GroupReport;
import dev.koi.core.message.Promise;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeId;
import dev.koi.core.reason.ElectorReason;
import dev.koi.core.reason.ElectorReason.Obstacle;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who holds each group. Asked on the leader only, after every event; a function of what is agreed and
 * what is heard. It looks at one group at a time, and for each the first rule that applies speaks:
 *
 * <ol>
 *   <li>a runner reports a newer epoch than is agreed: it is adopted, for a leader before granted it;
 *   <li>the holder was silent for more than W, and nobody says that it may still be promoted: its epoch
 *       lapses;
 *   <li>a person wants another holder, or none: the holder is asked to give it up;
 *   <li>nobody holds it, and nothing stands in the way: the best candidate is granted the next epoch.
 * </ol>
 */
public final class Elector {

  /** E4: RENEWs that may be missing in a row before a fresh grant counts as not taken. */
  private static final int RENEWS_TO_TAKE = 3;

  private final Situation at;
  private final Ground ground;
  private final List<Change> changes = new ArrayList<>();
  private final List<ElectorReason> reasons = new ArrayList<>();

  private Elector(Situation situation) {
    this.at = situation;
    this.ground = Ground.of(situation);
  }

  public static Decision decide(Situation situation) {
    Elector elector = new Elector(situation);
    elector.groups().forEach(elector::decide);
    return new Decision(elector.changes, elector.reasons);
  }

  /**
   * The term as it counts now: from its beginning, or from when too few followed it last. Only a
   * configured wait asks for that.
   */
  public static Leadership counted(Situation situation) {
    ElectorSettings settings = situation.settings();
    boolean asked = settings.extraLeadWait().isPositive();
    return asked && Ground.of(situation).tooFew() != null
        ? situation.leadership().countedFrom(situation.now())
        : situation.leadership();
  }

  /** When the holder of a group may lapse if nothing more is heard of it; for the alarm clock only. */
  public static Moment earliestLapse(Situation situation, GroupName name) {
    GroupState group = situation.agreed().group(name);
    Desk desk = situation.leadership().desk(name, group);
    if (desk == null || group.holder() == null) {
      return situation.now();
    }
    Moment sign =
        desk.renewed() == null && !desk.own()
            ? Ground.of(situation).inheritedSign(name, desk)
            : desk.lastSign();
    return sign.plus(group.holder().timing().electorWait()).plus(Duration.ofNanos(1));
  }

  private SortedSet<GroupName> groups() {
    SortedSet<GroupName> names = new TreeSet<>(at.agreed().groups().keySet());
    for (Peer peer : at.heard().peers().values()) {
      if (peer.report() != null && peer.card().runner()) {
        peer.report().groups().forEach(g -> names.add(g.group()));
      }
    }
    return names;
  }

  private void decide(GroupName name) {
    GroupState group = at.agreed().group(name);
    if (adopts(name, group)) {
      return;
    }
    if (group.holder() != null) {
      keepOrTake(name, group, group.holder());
    } else {
      Obstacle obstacle = obstacle(name, group);
      if (obstacle != null) {
        reasons.add(new ElectorReason.Waiting(name, obstacle));
      } else {
        grant(name, group);
      }
    }
  }

  private boolean adopts(GroupName name, GroupState group) {
    if (!ground.adopts()) {
      return false;
    }
    for (Peer peer : at.heard().fresh(at.now(), at.settings().patience())) {
      GroupReport report = peer.group(name);
      if (report == null || report.held() == null) {
        continue;
      }
      Epoch held = report.held().epoch();
      if (held.isAfter(group.epoch())) {
        Holder holder = new Holder(peer.card().incarnation(), report.held().timing());
        changes.add(new Change.Adopted(name, held, holder));
        reasons.add(new ElectorReason.Adopted(name, held, peer.id()));
        return true;
      }
    }
    return false;
  }

  private void keepOrTake(GroupName name, GroupState group, Holder holder) {
    Desk desk = at.leadership().desk(name, group);
    if (desk == null) {
      throw new IllegalStateException("a held group without a desk: " + name + " " + group);
    }
    if (at.agreed().maintenance()) {
      return; // M1: nobody is taken for lost, and nobody is asked to run a script
    }
    ElectorReason lapse = lapse(name, desk, holder);
    NodeId node = holder.node();
    if (lapse != null) {
      changes.add(new Change.Lapsed(name, group.epoch()));
      reasons.add(lapse);
    } else if (group.recall() == null) {
      serveOrder(name, group, desk, node);
    }
  }

  private void serveOrder(GroupName name, GroupState group, Desk desk, NodeId node) {
    if (group.manual()) {
      recall(name, group, node, Recall.MANUAL);
    } else if (node.equals(group.target())) {
      if (desk.confirmed()) {
        steer(name, new ElectorReason.TargetReached(name, node));
      }
    } else if (group.target() != null) {
      ElectorReason.Fitness fitness = candidates().fitness(at.heard().peer(group.target()), name);
      if (Candidates.mayServe(fitness)) {
        recall(name, group, node, Recall.MOVE);
      } else {
        steer(name, new ElectorReason.TargetUnfit(name, group.target(), fitness));
      }
    }
  }

  /** The order is done with. */
  private void steer(GroupName name, ElectorReason reason) {
    changes.add(new Change.Steered(name, false, null));
    reasons.add(reason);
  }

  private void recall(GroupName name, GroupState group, NodeId holder, Recall why) {
    changes.add(new Change.Recalled(name, group.epoch(), why));
    reasons.add(
        new ElectorReason.Recalled(name, group.epoch(), holder, why, group.target()));
  }

  /** E4, E5 and E5b: whether the holder's lease is over for certain; null if it may live. */
  private @Nullable ElectorReason lapse(GroupName name, Desk desk, Holder holder) {
    GroupState group = at.agreed().group(name);
    if (group.unconfirmed() || ground.isPinned(name, group, desk)) {
      return null; // E4, M3: only its holder, or proof that it is down, ends it
    }
    Duration wait = holder.timing().electorWait();
    Duration sinceGrant = at.now().waitedSince(desk.applied());
    if (desk.own() && !desk.confirmed()) {
      Duration patience = holder.timing().renew().multipliedBy(RENEWS_TO_TAKE);
      if (desk.renewed() == null && sinceGrant.compareTo(patience) > 0) {
        return new ElectorReason.NeverTaken(name, desk.epoch(), holder.node());
      }
      // Renewed and never confirmed: electors may be bound to another epoch, so a higher one is due.
      if (sinceGrant.compareTo(wait) > 0) {
        return new ElectorReason.NeverConfirmed(name, desk.epoch(), holder.node());
      }
      return null;
    }
    Moment lastSign = desk.renewed() == null ? ground.inheritedSign(name, desk) : desk.lastSign();
    Duration silence = at.now().waitedSince(lastSign);
    return silence.compareTo(wait) > 0
        ? new ElectorReason.Silent(name, desk.epoch(), holder.node(), silence, wait)
        : null;
  }

  private @Nullable Obstacle obstacle(GroupName name, GroupState group) {
    if (at.agreed().maintenance()) {
      return new Obstacle.Maintenance();
    }
    if (group.manual()) {
      return new Obstacle.Manual();
    }
    Obstacle tooFew = ground.tooFew();
    if (tooFew != null) {
      return tooFew;
    }
    Duration settling = settling(group);
    return settling.isPositive() ? new Obstacle.Settling(settling) : ground.bound(name, group);
  }

  private Duration settling(GroupState group) {
    Duration leading = at.now().since(at.leadership().since());
    Duration running = at.now().since(at.leadership().began());
    Duration longest =
        longer(
            at.settings().extraLeadWait().minus(leading),
            at.settings().extraStartWait().minus(running));
    boolean first = group.epoch().equals(Epoch.NONE) && !at.everyone();
    return first ? longer(longest, at.settings().firstPromotionWait().minus(running)) : longest;
  }

  private void grant(GroupName name, GroupState group) {
    var choice = candidates().choose(name, group.target());
    if (choice.isEmpty()) {
      reasons.add(new ElectorReason.Waiting(name, new Obstacle.NoCandidate()));
      return;
    }
    Peer runner = choice.get().runner();
    Epoch epoch = ground.next(group, highest(name, group));
    Holder holder = new Holder(runner.card().incarnation(), at.settings().timing());
    changes.add(new Change.Granted(name, epoch, holder));
    reasons.add(
        new ElectorReason.Granted(name, epoch, runner.id(), choice.get().because()));
  }

  /** The highest epoch that anyone has on disk, promised, or agreed to. */
  private Epoch highest(GroupName name, GroupState group) {
    Epoch highest = group.epoch();
    for (Peer peer : at.heard().peers().values()) {
      GroupReport report = peer.group(name);
      Promise promise = peer.promise(name);
      Agreed copy = peer.heartbeat().agreed();
      highest = report == null ? highest : highest.max(report.highest());
      highest = promise == null ? highest : highest.max(promise.epoch());
      highest = copy == null ? highest : highest.max(copy.group(name).epoch());
    }
    return highest;
  }

  private Candidates candidates() {
    return new Candidates(at);
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
