package dev.koi.core.elector;

import dev.koi.core.agreed.GroupState;
import dev.koi.core.heard.Peer;
import dev.koi.core.message.Promise;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.reason.ElectorReason.Obstacle;
import dev.koi.core.time.Moment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Electors promise, and say in their heartbeats what they did (SAFETY, Bully). */
record PromisedGround(Situation at, int quorum) implements Ground {

  /** What is agreed is one leader's word, and may have been lost with it. */
  @Override
  public boolean adopts() {
    return true;
  }

  /** Whether an elector has promised that time will not end this epoch. */
  @Override
  public boolean isPinned(GroupName name, GroupState group, Desk desk) {
    for (Peer peer : electors()) {
      Promise promise = peer.promise(name);
      if (promise != null
          && promise.pinned()
          && !promise.released()
          && promise.epoch().equals(desk.epoch())) {
        return true;
      }
    }
    return false;
  }

  /**
   * E5b: a new leader need not wait W from its election if enough electors say when they last
   * confirmed this epoch: any lease that was answered had a quorum, and two quorums meet.
   */
  @Override
  public Moment inheritedSign(GroupName name, Desk desk) {
    int said = 0;
    Moment latest = null;
    for (Peer peer : electors()) {
      Promise promise = peer.promise(name);
      if (promise == null || !promise.epoch().equals(desk.epoch())) {
        continue; // it may have forgotten: it says nothing about this epoch
      }
      said++;
      Moment confirmed = peer.heardAt().minus(promise.age());
      latest = latest == null ? confirmed : latest.max(confirmed);
    }
    if (latest == null) {
      return desk.applied();
    }
    boolean enough = quorum > 0 && said >= needed();
    return enough ? latest : latest.max(desk.applied());
  }

  @Override
  public @Nullable Obstacle tooFew() {
    int followers = at.followers();
    return followers < needed() ? new Obstacle.NoQuorum(followers, needed()) : null;
  }

  @Override
  public @Nullable Obstacle bound(GroupName name, GroupState group) {
    int free = 0;
    for (Peer peer : electors()) {
      boolean isFree = peer.isFreeFor(name, at.now()) || at.leadership().frees(peer.promise(name));
      free += isFree ? 1 : 0;
    }
    return free < needed() ? new Obstacle.PromisesStand(free, needed()) : null;
  }

  /** B2: above every epoch that anyone has on disk, promised, or agreed to. */
  @Override
  public Epoch next(GroupState group, Epoch highest) {
    return highest.next();
  }

  private int needed() {
    return Math.max(1, quorum);
  }

  private List<Peer> electors() {
    return at.heard().freshElectors(at.now(), at.settings().patience());
  }
}
