package dev.koi.node.daemon;

import dev.koi.core.agreed.GroupState;
import dev.koi.core.message.Message;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What guards said to this elector, until it is agreed (SAFETY G4): a guard may reach this one alone, and
 * there may be no leader just then, or one that has something undecided. Of each group one word, of the
 * highest epoch. The words of living daemons are not kept: they repeat them, and are answered.
 */
final class KeptWords {

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final Post post;
  private final Duration heartbeat;
  private final SortedMap<GroupName, Kept> kept = new TreeMap<>();

  KeptWords(Post post, Duration heartbeat) {
    this.post = post;
    this.heartbeat = heartbeat;
  }

  /**
   * A word.
   *
   * @param told who was told of it last, null if nobody was
   * @param at when
   * @param pause how long until it is told again: it grows, for nobody may ever agree to it
   */
  private record Kept(
      Message.OfEpoch word, @Nullable NodeId told, Moment at, Duration pause) {

    boolean isDue(NodeId leader, Moment now) {
      return !leader.equals(told) || now.since(at).compareTo(pause) >= 0;
    }

    Kept told(NodeId leader, Duration first, Moment now) {
      Duration twice = pause.multipliedBy(2);
      Duration longer = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
      return new Kept(word, leader, now, leader.equals(told) ? longer : first);
    }
  }

  /** A guard said it, and whoever leads by now was told. */
  void keep(Message.OfEpoch word, @Nullable NodeId leader, Moment now) {
    Kept before = kept.get(word.group());
    if (before == null || outdates(word, before.word())) {
      kept.put(word.group(), new Kept(word, leader, now, heartbeat));
    }
  }

  /** A release is the last word about its epoch. */
  private static boolean outdates(Message.OfEpoch word, Message.OfEpoch before) {
    boolean last = word instanceof Message.Released && before instanceof Message.Unconfirmed;
    return word.epoch().isAfter(before.epoch()) || (last && word.epoch().equals(before.epoch()));
  }

  /** Who leads now is told, this node too: what it could not do at once it does now. */
  void step(ElectionSide election, Moment now) {
    if (kept.isEmpty()) {
      return;
    }
    NodeId leader = election.leader();
    kept.values().removeIf(k -> isPast(election.agreed().group(k.word().group()), k.word()));
    if (leader == null) {
      return;
    }
    for (Kept word : List.copyOf(kept.values())) {
      if (election.leadership() != null) {
        election.leases().became(election, word.word().holder().node(), word.word(), now);
      } else if (word.isDue(leader, now)) {
        kept.put(word.word().group(), word.told(leader, heartbeat, now));
        post.to(leader, word.word(), now);
      }
    }
  }

  private static boolean isPast(GroupState state, Message.OfEpoch word) {
    if (!state.epoch().equals(word.epoch())) {
      return state.epoch().isAfter(word.epoch());
    }
    return state.holder() == null
        || (word instanceof Message.Unconfirmed && state.unconfirmed())
        || !state.holder().incarnation().equals(word.holder());
  }
}
