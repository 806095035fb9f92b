package dev.koi.node.daemon;

import dev.koi.core.agreed.Change;
import dev.koi.core.agreed.GroupState;
import dev.koi.core.agreed.Holder;
import dev.koi.core.elector.Leadership;
import dev.koi.core.lease.Arming;
import dev.koi.core.message.Message.ConfirmAsk;
import dev.koi.core.message.Message.ConfirmReply;
import dev.koi.core.message.Message.Lease;
import dev.koi.core.message.Message.Released;
import dev.koi.core.message.Message.Renew;
import dev.koi.core.message.Message.Report;
import dev.koi.core.message.Message.Revoked;
import dev.koi.core.message.Message.Unconfirmed;
import dev.koi.core.message.Promise;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeId;
import dev.koi.core.reason.ElectorReason;
import dev.koi.core.time.Moment;
import dev.koi.node.consensus.Fate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Leases that the voters of a store confirm: a RENEW is answered after a round that is sent after it
 * arrived, in which a majority confirmed this leader's term (SAFETY E3). That is what a read of the store
 * is, so it is one: the rounds, their repetition and their counting are the consensus' own.
 */
final class StoredLeases implements Leases {

  private final StoreSide store;
  private final Post post;
  private final Diary diary;
  private final Relay relay;

  /** For each group the highest epoch that this leader answers no more. */
  private final Map<GroupName, Epoch> closed = new HashMap<>();

  StoredLeases(StoreSide store, Self self, Gear gear) {
    this.store = store;
    this.post = gear.post();
    this.diary = gear.diary();
    this.relay = new Relay(self, post);
  }

  @Override
  public void renew(ElectionSide election, NodeId from, Renew renew, Moment now) {
    Leadership term = election.leadership();
    if (term == null) {
      relay.passOn(election, from, renew.holder(), renew, now);
      return;
    }
    GroupState state = election.agreed().group(renew.group());
    if (state.isHeldBy(renew.epoch(), renew.holder())) {
      if (!isClosed(renew)) {
        confirm(election, from, renew, now);
      }
    } else if (!renew.epoch().isAfter(state.epoch())) {
      post.to(from, new Revoked(renew.group(), renew.epoch(), renew.holder(), state.epoch()), now);
    }
    // A newer epoch was not granted by this store: nobody answers it, so it ends by itself.
  }

  private void confirm(ElectionSide election, NodeId from, Renew renew, Moment now) {
    Leadership term = election.leadership();
    if (term == null) {
      return;
    }
    election.note(term.renewed(renew.group(), now));
    GroupState state = election.agreed().group(renew.group());
    boolean maintenance = election.agreed().maintenance();
    Arming hold = state.hold().asked(Arming.of(renew.arming(), maintenance));
    if (!hold.equals(state.hold())) {
      // A leader after this one must know it before the holder does (M2, M3); it will ask again.
      election.commitOnce(new Change.Armed(renew.group(), renew.epoch(), hold), now);
      return;
    }
    long ruling = election.term();
    store.read(
        fate -> {
          boolean confirmed = fate instanceof Fate.Done<Void> && election.term() == ruling;
          if (confirmed && !isClosed(renew)) {
            answer(election, from, renew);
          }
        });
  }

  /** A majority has confirmed this leader since the RENEW arrived. */
  private void answer(ElectionSide election, NodeId from, Renew renew) {
    Leadership term = election.leadership();
    GroupState state = election.agreed().group(renew.group());
    Holder holder = state.holder();
    if (term == null || holder == null || !state.isHeldBy(renew.epoch(), renew.holder())) {
      return;
    }
    election.note(term.confirmed(renew.group()));
    Lease lease =
        new Lease(
            renew.group(),
            renew.epoch(),
            renew.holder(),
            renew.nonce(),
            holder.timing(),
            state.hold().pinned());
    post.to(from, lease, store.latest());
  }

  @Override
  public void released(ElectionSide election, NodeId from, Released word, Moment now) {
    if (election.leadership() == null) {
      relay.passOn(election, from, word.holder(), word, now);
      return;
    }
    if (election.agreed().group(word.group()).isHeldBy(word.epoch(), word.holder())
        && election.commitOnce(
            new Change.Released(word.group(), word.epoch(), word.holder()), now)) {
      diary.note(
          new ElectorReason.Released(word.group(), word.epoch(), word.holder().node()));
    }
  }

  /** Said again if something is undecided just now: by the guard, and by who keeps its word. */
  @Override
  public void unconfirmed(ElectionSide election, NodeId from, Unconfirmed word, Moment now) {
    if (election.leadership() == null) {
      relay.passOn(election, from, word.holder(), word, now);
      return;
    }
    GroupState state = election.agreed().group(word.group());
    if (state.isHeldBy(word.epoch(), word.holder())
        && !state.unconfirmed()
        && election.commitOnce(
            new Change.Unconfirmed(word.group(), word.epoch(), word.holder()), now)) {
      diary.note(
          new ElectorReason.Unconfirmed(word.group(), word.epoch(), word.holder().node()));
    }
  }

  @Override
  public void close(GroupName group, Epoch epoch) {
    closed.merge(group, epoch, Epoch::max);
  }

  @Override
  public void dropAll() {
    closed.clear();
  }

  private boolean isClosed(Renew renew) {
    return !renew.epoch().isAfter(closed.getOrDefault(renew.group(), Epoch.NONE));
  }

  // Electors of a store promise nothing by themselves: there is nothing to ask, to keep or to tell.

  @Override
  public void reported(NodeId from, Report report) {}

  @Override
  public void asked(NodeId from, ConfirmAsk ask, Moment now) {}

  @Override
  public void replied(ElectionSide election, NodeId from, ConfirmReply reply, Moment now) {}

  @Override
  public void repeat(ElectionSide election, Moment now) {}

  @Override
  public @Nullable Moment nextRetry() {
    return null;
  }

  @Override
  public void drop(GroupName group) {}

  @Override
  public List<Promise> promises(Moment now) {
    return List.of();
  }

  @Override
  public Duration mute(Moment now) {
    return Duration.ZERO;
  }
}
