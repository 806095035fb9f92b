package dev.koi.node.daemon;

import dev.koi.core.agreed.GroupState;
import dev.koi.core.agreed.Holder;
import dev.koi.core.agreed.Change;
import dev.koi.core.agreed.Pin;
import dev.koi.core.elector.Leadership;
import dev.koi.core.elector.Rounds;
import dev.koi.core.lease.PromiseBook;
import dev.koi.core.message.GroupReport;
import dev.koi.core.message.Message.ConfirmAsk;
import dev.koi.core.message.Message.ConfirmReply;
import dev.koi.core.message.Message.Released;
import dev.koi.core.message.Message.Renew;
import dev.koi.core.message.Message.Report;
import dev.koi.core.message.Message.Revoked;
import dev.koi.core.message.Message.Unconfirmed;
import dev.koi.core.message.Promise;
import dev.koi.core.heard.Peer;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeId;
import dev.koi.core.reason.ElectorReason;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Leases that electors promise: a RENEW is answered after enough of them confirmed its holder in a round
 * that was sent after it arrived (SAFETY B1). The leader asks itself by the same message as everyone else.
 */
final class PromisedLeases implements Leases {

  private final Self self;
  private final Post post;
  private final Memory memory;
  private final Diary diary;
  private final Relay relay;
  private PromiseBook book;
  private Rounds rounds;

  /** The latest release of each group, to be told with each ask: an elector may have missed it. */
  private final Map<GroupName, Released> freed = new HashMap<>();

  PromisedLeases(Self self, Gear gear, Memory memory, PromiseBook book) {
    this.self = self;
    this.post = gear.post();
    this.memory = memory;
    this.diary = gear.diary();
    this.relay = new Relay(self, post);
    this.book = book;
    this.rounds = Rounds.none(self.incarnation().start() & 0x3fff_ffff_0000_0000L);
  }

  @Override
  public List<Promise> promises(Moment now) {
    return book.promises(now);
  }

  @Override
  public Duration mute(Moment now) {
    Duration left = book.muteAt(now);
    return left.isNegative() ? Duration.ZERO : left;
  }

  @Override
  public @Nullable Moment nextRetry() {
    return rounds.nextRetry();
  }

  /** What is decided here is agreed at once, and its round dropped with it. */
  @Override
  public void close(GroupName group, Epoch epoch) {}

  @Override
  public void drop(GroupName group) {
    rounds = rounds.dropped(group);
  }

  @Override
  public void dropAll() {
    rounds = rounds.dropped();
  }

  @Override
  public void renew(ElectionSide election, NodeId from, Renew renew, Moment now) {
    Leadership term = election.leadership();
    if (term == null) {
      relay.passOn(election, from, renew.holder(), renew, now);
      return;
    }
    GroupState state = election.agreed().group(renew.group());
    Holder holder = state.holder();
    if (holder != null
        && holder.incarnation().equals(renew.holder())
        && state.epoch().equals(renew.epoch())) {
      election.note(term.renewed(renew.group(), now));
      boolean maintenance = election.agreed().maintenance();
      rounds = rounds.begin(renew, from, holder.timing(), maintenance, now);
      ask(election, rounds.open().get(renew.group()), now);
    } else if (!renew.epoch().isAfter(state.epoch()) && election.isQuorateLeader(now)) {
      post.to(
          from, new Revoked(renew.group(), renew.epoch(), renew.holder(), state.epoch()), now);
    }
    // A newer epoch than is agreed: its runner's report will have it adopted.
  }

  @Override
  public void repeat(ElectionSide election, Moment now) {
    for (Rounds.Round round : rounds.due(now)) {
      rounds = rounds.askedAgain(round.renew().group(), now);
      ask(election, round, now);
    }
  }

  /** Only its own book decides. */
  @Override
  public void asked(NodeId from, ConfirmAsk ask, Moment now) {
    if (!self.isElector()) {
      return;
    }
    if (ask.freedFrom() != null) {
      book = book.released(new Released(ask.group(), ask.freed(), ask.freedFrom()));
    }
    if (book.muteAt(now).isPositive()) {
      post.to(from, reply(ask, false, null), now);
      return;
    }
    switch (book.ask(ask, now)) {
      case PromiseBook.Verdict.Confirmed yes -> {
        // What is refused is not written down: it would be a floor to the holder in office.
        if (!memory.remembers(ask, yes.book().pin(ask.group()))) {
          return; // it is being written down; the leader will ask again
        }
        book = yes.book();
        post.to(from, reply(ask, true, null), now);
      }
      case PromiseBook.Verdict.Refused no -> post.to(from, reply(ask, false, no.standing()), now);
      case PromiseBook.Verdict.Mute _ -> {}
    }
  }

  private ConfirmReply reply(ConfirmAsk ask, boolean yes, @Nullable Promise standing) {
    boolean pinned = yes && book.pin(ask.group()) != null;
    return new ConfirmReply(ask.round(), ask.group(), ask.epoch(), yes, pinned, standing);
  }

  @Override
  public void replied(ElectionSide election, NodeId from, ConfirmReply reply, Moment now) {
    Leadership term = election.leadership();
    if (term == null || !reply.confirmed()) {
      return;
    }
    rounds = rounds.confirmed(reply.group(), reply.round(), from, reply.pinned());
    Rounds.Round round = rounds.complete(reply.group(), election.agreement().needed());
    if (round != null) {
      rounds = rounds.close(reply.group(), now);
      election.note(term.confirmed(reply.group()));
      post.to(round.via(), round.lease(), now);
    }
  }

  @Override
  public void released(ElectionSide election, NodeId from, Released word, Moment now) {
    book = book.released(word);
    if (election.leadership() == null) {
      relay.passOn(election, from, word.holder(), word, now);
      return;
    }
    freed.merge(word.group(), word, (a, b) -> b.epoch().isAfter(a.epoch()) ? b : a);
    if (election.agreed().group(word.group()).isHeldBy(word.epoch(), word.holder())) {
      election.commit(
          new Change.Released(word.group(), word.epoch(), word.holder()), now);
      diary.note(
          new ElectorReason.Released(word.group(), word.epoch(), word.holder().node()));
    }
  }

  /**
   * This elector's own promise binds it from now on, whoever leads. It need not be on the disk before anyone
   * is answered: nobody is, and the guard says it again.
   */
  @Override
  public void unconfirmed(ElectionSide election, NodeId from, Unconfirmed word, Moment now) {
    book = book.unconfirmed(word);
    Pin pin = book.pin(word.group());
    if (pin != null) {
      memory.pin(word.group(), pin);
    }
    if (election.leadership() == null) {
      relay.passOn(election, from, word.holder(), word, now);
      return;
    }
    GroupState state = election.agreed().group(word.group());
    if (state.isHeldBy(word.epoch(), word.holder()) && !state.unconfirmed()) {
      election.commit(new Change.Unconfirmed(word.group(), word.epoch(), word.holder()), now);
      diary.note(
          new ElectorReason.Unconfirmed(word.group(), word.epoch(), word.holder().node()));
    }
  }

  @Override
  public void reported(NodeId from, Report report) {
    for (GroupReport group : report.groups()) {
      book = book.dead(group.group(), from, group.dead());
    }
  }

  private void ask(ElectionSide election, Rounds.@Nullable Round round, Moment now) {
    if (round == null) {
      return;
    }
    Renew renew = round.renew();
    Released word = freed.get(renew.group());
    ConfirmAsk ask =
        new ConfirmAsk(
            round.number(),
            renew.group(),
            renew.epoch(),
            renew.holder(),
            round.timing(),
            word == null ? Epoch.NONE : word.epoch(),
            word == null ? null : word.holder(),
            round.hold());
    for (Peer peer : election.heard().fresh(now, self.patience())) {
      if (peer.card().elector() && !round.confirmed().contains(peer.id())) {
        post.to(peer.id(), ask, now);
      }
    }
  }
}
