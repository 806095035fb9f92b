package dev.koi.core.elector;

import dev.koi.core.heard.Peer;
import dev.koi.core.message.GroupReport;
import dev.koi.core.message.NodeState;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeId;
import dev.koi.core.reason.ElectorReason.Fitness;
import dev.koi.core.reason.ElectorReason.Preference;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may be master, and who should (contract, section 4): the one that a person named; of the
 * runners that are ready and did not fail lately the one that has been up the longest; one that
 * failed lately rather than none.
 */
public final class Candidates {

  private final Situation situation;

  public Candidates(Situation situation) {
    this.situation = situation;
  }

  /** A runner and why it was chosen. */
  record Choice(Peer runner, Preference because) {}

  Optional<Choice> choose(GroupName group, @Nullable NodeId target) {
    if (target != null) {
      Peer named = situation.heard().peer(target);
      if (named != null && mayServe(fitness(named, group))) {
        return Optional.of(new Choice(named, Preference.NAMED));
      }
    }
    Optional<Peer> best = longestUp(group, Fitness.Fit.class);
    return best.isPresent()
        ? best.map(p -> new Choice(p, Preference.LONGEST_UP))
        : longestUp(group, Fitness.FailedLately.class)
            .map(p -> new Choice(p, Preference.NOBODY_ELSE));
  }

  /** Whether it may be master: at best, or if nobody else is left. */
  public static boolean mayServe(Fitness fitness) {
    return fitness instanceof Fitness.Fit || fitness instanceof Fitness.FailedLately;
  }

  /** Whether this node may be master of the group now, and if not, why not. */
  public Fitness fitness(@Nullable Peer peer, GroupName name) {
    if (peer == null || !peer.isFresh(situation.now(), situation.settings().patience())) {
      return new Fitness.NotHeard();
    }
    if (!peer.card().runner()) {
      return new Fitness.NoRunner();
    }
    GroupReport group = peer.group(name);
    if (group == null) {
      return new Fitness.NoReport();
    }
    if (group.held() != null) {
      return new Fitness.StillHolds(group.held().epoch());
    }
    if (group.state() != NodeState.SLAVE || !group.ready()) {
      return new Fitness.NotReady(group.state().word());
    }
    Duration within = situation.settings().timing().electorWait();
    if (!situation.leadership().isRecent(peer.heartbeat().echo(), within, situation.now())) {
      return new Fitness.NoEcho();
    }
    Duration ago = peer.sinceFailure(name, situation.now());
    Duration memory = situation.settings().failureMemory();
    return ago != null && ago.compareTo(memory) < 0
        ? new Fitness.FailedLately(ago, memory)
        : new Fitness.Fit();
  }

  private Optional<Peer> longestUp(GroupName group, Class<? extends Fitness> fitness) {
    List<Peer> everyone = List.copyOf(situation.heard().peers().values());
    return everyone.stream()
        .filter(p -> fitness.isInstance(fitness(p, group)))
        .max(
            Comparator.comparing((Peer p) -> p.uptime(situation.now()))
                .thenComparing(p -> p.card().name(), Comparator.reverseOrder())
                .thenComparing(Peer::id));
  }
}
