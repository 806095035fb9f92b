package dev.koi.sim.store;

import dev.koi.core.name.MemberId;
import dev.koi.core.raft.Members;
import dev.koi.core.raft.MembersChange;
import dev.koi.core.reason.RaftReason.Refusal;
import dev.koi.core.store.Command;
import dev.koi.core.store.Outcome;
import dev.koi.core.store.Store;
import dev.koi.node.consensus.Consensus;
import dev.koi.node.consensus.Fate;
import dev.koi.sim.Chance;
import dev.koi.sim.Timeline;
import dev.koi.wire.store.Proposal;
import dev.koi.wire.store.ProposalCodec;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Changes the members: for the sake of change, and to replace who lost his disk. One at a time is lost, as
 * many as any three voters can do without; until it is agreed that he is none any more, nobody else is.
 */
final class Doctor {

  private static final long ROUND_NANOS = 500_000_000L;

  /** Since the last change, so that no configuration that a crash may bring back is of other voters. */
  private static final long SETTLED_NANOS = 3_000_000_000L;

  private static final int ENOUGH = 3;

  private final StoreWorld world;
  private final Timeline timeline;
  private final Chance chance;
  private @Nullable MemberId lost;
  private long changedAt;

  Doctor(StoreWorld world, Chance chance) {
    this.world = world;
    this.timeline = world.timeline();
    this.chance = chance;
  }

  void begin() {
    timeline.after(ROUND_NANOS, this::round);
  }

  boolean mayLose(Member member) {
    return lost == null
        && timeline.now() - changedAt > SETTLED_NANOS
        && world.members().stream().allMatch(m -> m.isAwake() && hasEnough(m, member.id));
  }

  private static boolean hasEnough(Member member, MemberId without) {
    Consensus<Outcome> consensus = member.consensus();
    if (consensus == null) {
      return false;
    }
    Members known = consensus.state().members();
    return known.voters().size() >= ENOUGH || !known.has(without);
  }

  void loses(MemberId id) {
    lost = id;
  }

  private void round() {
    timeline.after(ROUND_NANOS, this::round);
    MemberId gone = lost;
    Member leader = world.leader();
    if (leader == null) {
      return;
    }
    if (gone != null) {
      bury(leader, gone);
    } else {
      admit(leader);
    }
  }

  private void bury(Member leader, MemberId gone) {
    leader.event(
        (consensus, now) ->
            consensus.change(
                new MembersChange.Remove(gone),
                fate -> {
                  switch (fate) {
                    case Fate.Done<Void> _ -> buried(gone);
                    // It may be that this is not agreed yet: what is agreed after it says so.
                    case Fate.Refused<Void> r when r.why() instanceof Refusal.NotMember ->
                        confirm(consensus, gone);
                    case Fate.Refused<Void> _, Fate.Busy<Void> _, Fate.Unsure<Void> _ -> {}
                  }
                },
                now));
  }

  private void confirm(Consensus<Outcome> consensus, MemberId gone) {
    var request = new Store.Request(new UUID(7, chance.draw()), 1, new Command.Nothing());
    consensus.propose(
        ProposalCodec.encode(new Proposal.OfStore(request)),
        fate -> {
          if (fate instanceof Fate.Done<Outcome>) {
            buried(gone);
          }
        });
  }

  private void buried(MemberId gone) {
    if (gone.equals(lost)) {
      lost = null;
      changedAt = timeline.now();
    }
  }

  /** Whoever is alive becomes a voter, until there are enough. */
  private void admit(Member leader) {
    Consensus<Outcome> consensus = leader.consensus();
    if (consensus == null) {
      return;
    }
    Members members = consensus.state().members();
    for (Member member : world.members()) {
      if (!members.isVoter(member.id) && member.isAlive() && members.voters().size() < ENOUGH) {
        ask(leader, step(members, member.id));
        return;
      }
    }
  }

  private static MembersChange step(Members members, MemberId id) {
    return members.isLearner(id) ? new MembersChange.Promote(id) : new MembersChange.AddLearner(id);
  }

  /** For the sake of change, asked of whoever leads. */
  void change(Member any) {
    Member leader = world.leader();
    if (leader != null) {
      change(leader, any);
    }
  }

  private void change(Member leader, Member any) {
    Consensus<Outcome> consensus = leader.consensus();
    if (consensus != null && lost == null) {
      Members members = consensus.state().members();
      boolean enough = members.voters().size() > 1;
      ask(
          leader,
          members.isVoter(any.id) && enough
              ? new MembersChange.Remove(any.id)
              : step(members, any.id));
    }
  }

  private void ask(Member leader, MembersChange change) {
    changedAt = timeline.now();
    leader.event(
        (consensus, now) ->
            consensus.change(
                change,
                fate -> {
                  if (fate instanceof Fate.Done<Void>) {
                    world.truth().counts.memberChanges++;
                    changedAt = timeline.now();
                  }
                },
                now));
  }

  /** Asks one leader to remove all others, at one go. It must wait for each to be agreed. */
  void hurry(Member leader) {
    Consensus<Outcome> consensus = leader.consensus();
    if (consensus != null && leader.leads()) {
      Members members = consensus.state().members();
      world.members().stream()
          .filter(other -> other != leader && members.isVoter(other.id))
          .forEach(other -> change(leader, other));
    }
  }

  void handOver(Chance chance) {
    Member leader = world.leader();
    if (leader != null) {
      SortedSet<MemberId> all = new TreeSet<>();
      world.members().forEach(member -> all.add(member.id));
      MemberId to = chance.once(0.5) ? null : chance.pick(all.stream().toList());
      world.truth().counts.handovers++;
      leader.event((consensus, now) -> consensus.transfer(to, refusal -> {}, now));
    }
  }
}
