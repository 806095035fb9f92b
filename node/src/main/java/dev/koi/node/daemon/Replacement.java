package dev.koi.node.daemon;

import dev.koi.core.heard.Heard;
import dev.koi.core.heard.Peer;
import dev.koi.core.message.Seat;
import dev.koi.core.name.MemberId;
import dev.koi.core.raft.Members;
import dev.koi.core.raft.MembersChange;
import dev.koi.core.store.Outcome;
import dev.koi.core.time.Moment;
import dev.koi.node.consensus.Consensus;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A node that lost its disk comes back under its name with another id (SAFETY E1a). On the leader: it gets
 * everything as a learner, becomes a voter when it has caught up, and then its earlier id goes; a change at
 * a time. Only who bears the name of a member is let in so; anyone else {@code koi member add} lets in.
 *
 * <p>Voter first, removal second: the other way round the cluster would have one voter less while the new
 * one is still catching up.
 */
final class Replacement {

  /** A refusal (not caught up, a change under way) is mostly over by then. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Self self;
  private final Diary diary;
  private @Nullable Moment tried;
  private @Nullable MembersChange said;

  Replacement(Self self, Diary diary) {
    this.self = self;
    this.diary = diary;
  }

  void step(Consensus<Outcome> consensus, UUID cluster, Heard heard, Moment now) {
    if (tried != null && now.since(tried).compareTo(PAUSE) < 0) {
      return;
    }
    MembersChange change = due(consensus.state().members(), heard, cluster, now);
    if (change != null) {
      tried = now;
      if (!change.equals(said)) {
        said = change;
        diary.info(words(change));
      }
      consensus.change(change, _ -> {}, now);
    }
  }

  private @Nullable MembersChange due(Members members, Heard heard, UUID cluster, Moment now) {
    for (Peer peer : heard.freshElectors(now, self.patience())) {
      Seat seat = peer.heartbeat().seat();
      if (seat == null || !cluster.equals(seat.home())) {
        continue;
      }
      MemberId here = new MemberId(peer.card().name(), seat.member());
      MemberId earlier = earlier(members, here);
      if (earlier == null || isHeard(earlier, heard, now)) {
        continue;
      }
      if (!members.has(here)) {
        return new MembersChange.AddLearner(here);
      }
      boolean voted = members.isVoter(earlier);
      return voted && members.isLearner(here)
          ? new MembersChange.Promote(here)
          : new MembersChange.Remove(earlier);
    }
    return null;
  }

  /** A member of the same name that is not this one. */
  private static @Nullable MemberId earlier(Members members, MemberId here) {
    for (MemberId voter : members.voters()) {
      if (voter.name().equals(here.name()) && !voter.equals(here)) {
        return voter;
      }
    }
    for (MemberId learner : members.learners()) {
      if (learner.name().equals(here.name()) && !learner.equals(here)) {
        return learner;
      }
    }
    return null;
  }

  /** Two machines of one name are a mistake of a person, and nobody is put out for it. */
  private boolean isHeard(MemberId member, Heard heard, Moment now) {
    return heard.fresh(now, self.patience()).stream()
        .map(peer -> peer.heartbeat().seat())
        .anyMatch(seat -> seat != null && seat.member().equals(member.drawn()));
  }

  private static String words(MembersChange change) {
    return switch (change) {
      case MembersChange.AddLearner add ->
          "elector " + add.member().name() + " has lost its store, and gets it again as a learner";
      case MembersChange.Promote promote ->
          "elector " + promote.member().name() + " votes again, once it has everything";
      case MembersChange.Remove remove ->
          "the earlier id of elector " + remove.member().name() + " goes";
    };
  }
}
