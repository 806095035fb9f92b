package dev.koi.node.daemon;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.agreed.Change;
import dev.koi.core.bully.Bully;
import dev.koi.core.bully.Standing;
import dev.koi.core.elector.Backing;
import dev.koi.core.heard.Heard;
import dev.koi.core.heard.Peer;
import dev.koi.core.message.Claim;
import dev.koi.core.message.Message.Heartbeat;
import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The leader's word is the agreed state: what it proposes is agreed, and goes out with its heartbeats. */
final class BullyAgreement implements Agreement {

  private final Self self;
  private final Diary diary;
  private Bully bully;
  private long term;
  private List<Change> committed = new ArrayList<>();

  BullyAgreement(Self self, Diary diary) {
    this.self = self;
    this.diary = diary;
    this.bully = Bully.begin(self.began());
  }

  @Override
  public Backing backing() {
    return new Backing.Promises(self.configuration().cluster().quorum());
  }

  @Override
  public int needed() {
    return Math.max(1, self.configuration().cluster().quorum());
  }

  /** A node that only runs services, or watches, may follow a store's leader all the same. */
  @Override
  public Heartbeat counted(Heartbeat heartbeat) {
    return heartbeat.seat() != null && self.isElector()
        ? Strangers.withoutSay(heartbeat, false)
        : heartbeat;
  }

  @Override
  public void step(Heard heard, Moment now) {
    take(bully.step(self.bully(), heard, now));
  }

  private void take(Bully.Step step) {
    boolean led = leads();
    bully = step.bully();
    term += leads() && !led ? 1 : 0;
    if (step.reason() != null) {
      diary.note(step.reason());
    }
  }

  @Override
  public @Nullable NodeId leader() {
    return switch (bully.standing()) {
      case Standing.Following f -> f.leader();
      case Standing.Leading _ -> self.id();
      case Standing.Listening _, Standing.Candidate _ -> null;
    };
  }

  @Override
  public boolean leads() {
    return bully.standing() instanceof Standing.Leading;
  }

  @Override
  public long term() {
    return term;
  }

  @Override
  public Claim claim(Heard heard, Moment now) {
    return bully.claim(self.bully(), heard, now);
  }

  /** Of the copies that are heard the one that knows most: the leader before may be gone. */
  @Override
  public Takeover takeOver(Agreed known, Heard heard, Moment now) {
    Agreed latest = known;
    for (Peer peer : heard.freshElectors(now, self.patience())) {
      Agreed copy = peer.heartbeat().agreed();
      latest = copy != null && copy.revision() > latest.revision() ? copy : latest;
    }
    return new Takeover(latest, now);
  }

  @Override
  public void propose(Change change) {
    committed.add(change);
  }

  @Override
  public boolean isSettled() {
    return true;
  }

  @Override
  public List<Change> committed() {
    List<Change> all = committed;
    committed = new ArrayList<>();
    return all;
  }

  @Override
  public Agreed copy(Agreed known, @Nullable Agreed leaders) {
    return leaders == null ? known : leaders;
  }

  @Override
  public void farewell(NodeId from, @Nullable NodeId successor, Moment now) {
    take(bully.farewell(self.bully(), from, successor, now));
  }

  @Override
  public void gone(NodeId node, Heard heard, Moment now) {
    take(bully.gone(self.bully(), heard, node, now));
  }

  @Override
  public boolean mayLeave(Moment now) {
    return true;
  }

  @Override
  public @Nullable NodeId successor(Heard heard, Moment now) {
    return leads() ? Bully.successor(self.bully(), heard, now).map(Peer::id).orElse(null) : null;
  }

  @Override
  public Moment stepped() {
    return bully.stepped();
  }
}
