package dev.koi.node.daemon;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.agreed.Change;
import dev.koi.core.bully.Bully;
import dev.koi.core.bully.BullySettings;
import dev.koi.core.bully.Standing;
import dev.koi.core.elector.Backing;
import dev.koi.core.heard.Heard;
import dev.koi.core.message.Claim;
import dev.koi.core.message.Message.Heartbeat;
import dev.koi.core.message.Seat;
import dev.koi.core.name.NodeId;
import dev.koi.core.raft.Members;
import dev.koi.core.time.Moment;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The members of a store elect their leader, and what it decides is agreed when it is in their log. Who
 * follows goes by the heartbeats, whether it is a member or not: the elected one claims to lead in them, as
 * soon as it may act. So a node that only runs services needs no more than these, and there is one way to
 * follow.
 */
final class StoreAgreement implements Agreement {

  private static final UUID NOWHERE = new UUID(0, 0);

  private final Self self;
  private final Diary diary;
  private final StoreSide store;
  private Bully following;
  private @Nullable Moment leaving;

  StoreAgreement(Self self, Diary diary, StoreSide store) {
    this.self = self;
    this.diary = diary;
    this.store = store;
    this.following = Bully.begin(self.began());
  }

  @Override
  public Backing backing() {
    UUID cluster = store.cluster();
    return new Backing.Store(cluster == null ? NOWHERE : cluster);
  }

  /** Of the members, or, while this node knows none, of those whom the file lists. */
  @Override
  public int needed() {
    Member member = store.member();
    Members members = member == null ? Members.NOBODY : member.raft().members();
    return members.voters().isEmpty()
        ? self.configuration().cluster().electors().size() / 2 + 1
        : members.majority();
  }

  @Override
  public Heartbeat counted(Heartbeat heartbeat) {
    Seat seat = heartbeat.seat();
    UUID ours = store.cluster();
    UUID theirs = seat == null ? null : seat.home();
    boolean bully = seat == null && heartbeat.card().elector() && self.isElector();
    boolean elsewhere = ours != null && theirs != null && !ours.equals(theirs);
    return bully || elsewhere ? Strangers.withoutSay(heartbeat, true) : heartbeat;
  }

  @Override
  public void step(Heard heard, Moment now) {
    if (store.leads()) {
      following = Bully.begin(now); // whom it followed before means nothing when it leads no more
      return;
    }
    Bully.Step step = following.step(settings(), heard, now);
    following = step.bully();
    if (step.reason() != null) {
      diary.note(step.reason());
    }
  }

  @Override
  public @Nullable NodeId leader() {
    if (store.leads()) {
      return self.id();
    }
    return following.standing() instanceof Standing.Following f ? f.leader() : null;
  }

  @Override
  public boolean leads() {
    return store.leads();
  }

  @Override
  public long term() {
    return store.term();
  }

  @Override
  public Claim claim(Heard heard, Moment now) {
    return store.leads()
        ? new Claim.Leading(Bully.followers(settings(), heard, now), true, store.term())
        : following.claim(settings(), heard, now);
  }

  @Override
  public Takeover takeOver(Agreed known, Heard heard, Moment now) {
    return new Takeover(store.agreed(), store.confirmed());
  }

  @Override
  public void propose(Change change) {
    store.propose(change);
  }

  @Override
  public boolean isSettled() {
    return store.isSettled();
  }

  @Override
  public List<Change> committed() {
    return store.committed();
  }

  /** Both are agreed; the one that is made of more changes knows more. Who is no member has none. */
  @Override
  public Agreed copy(Agreed known, @Nullable Agreed leaders) {
    Agreed own = store.agreed();
    if (leaders == null) {
      return own.revision() > 0 ? own : known;
    }
    return own.revision() > leaders.revision() ? own : leaders;
  }

  @Override
  public void farewell(NodeId from, @Nullable NodeId successor, Moment now) {
    Bully.Step step = following.farewell(settings(), from, successor, now);
    following = step.bully();
    if (step.reason() != null) {
      diary.note(step.reason());
    }
  }

  /** The members elect at once; who follows goes by the heartbeats of the next one. */
  @Override
  public void gone(NodeId node, Heard heard, Moment now) {
    store.gone(node, now);
  }

  /** Who is told to stand does so at once, so nobody waits for an election time-out. */
  @Override
  public boolean mayLeave(Moment now) {
    if (!store.leads() || !store.isSettled()) {
      return !store.leads();
    }
    if (leaving == null) {
      leaving = now;
      store.handOver();
    }
    return now.since(leaving).compareTo(store.handOverPatience()) > 0;
  }

  /** They elect it. */
  @Override
  public @Nullable NodeId successor(Heard heard, Moment now) {
    return null;
  }

  @Override
  public Moment stepped() {
    return following.stepped();
  }

  /** It never claims anything by itself. */
  private BullySettings settings() {
    return new BullySettings(self.id(), false, 0, self.heartbeat());
  }
}
