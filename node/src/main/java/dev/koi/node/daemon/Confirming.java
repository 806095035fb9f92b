package dev.koi.node.daemon;

import dev.koi.core.agreed.GroupState;
import dev.koi.core.agreed.Holder;
import dev.koi.core.agreed.Change;
import dev.koi.core.elector.Leadership;
import dev.koi.core.elector.Rounds;
import dev.koi.core.lease.PromiseBook;
import dev.koi.core.message.GroupReport;
import dev.koi.core.message.Message;
import dev.koi.core.message.Message.ConfirmAsk;
import dev.koi.core.message.Message.ConfirmReply;
import dev.koi.core.message.Message.Released;
import dev.koi.core.message.Message.Renew;
import dev.koi.core.message.Message.Report;
import dev.koi.core.message.Message.Revoked;
import dev.koi.core.message.Promise;
import dev.koi.core.heard.Peer;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeId;
import dev.koi.core.reason.ElectorReason;
import dev.koi.core.time.Moment;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lease at work: RENEWs come in, electors are asked, LEASEs go out (SAFETY E3, B1). The leader
 * asks itself by the same message as everyone else.
 */
final class Confirming {

  private final Self self;
  private final Post post;
  private final Memory memory;
  private final Diary diary;
  private PromiseBook book;
  private Rounds rounds;

  /** The latest release of each group, to be told with each ask: an elector may have missed it. */
  private final Map<GroupName, Released> freed = new HashMap<>();

  Confirming(Self self, Post post, Memory memory, Diary diary, PromiseBook book) {
    this.self = self;
    this.post = post;
    this.memory = memory;
    this.diary = diary;
    this.book = book;
    this.rounds = Rounds.none(self.incarnation().start() & 0x3fff_ffff_0000_0000L);
  }

  PromiseBook book() {
    return book;
  }

  @Nullable Moment nextRetry() {
    return rounds.nextRetry();
  }

  /** Whether this node was in maintenance before, or was told to begin in it. */
  boolean wasMaintained() {
    return memory.isMaintained();
  }

  void drop(GroupName group) {
    rounds = rounds.dropped(group);
  }

  void dropAll() {
    rounds = rounds.dropped();
  }

  /** The holder, or one who claims to be, asks to keep its lease. */
  void renew(ElectionSide election, NodeId from, Renew renew, Moment now) {
    Leadership term = election.leadership();
    if (term == null) {
      passOn(election, from, renew.holder(), renew, now);
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

  /** Asks again where nobody answered. */
  void repeat(ElectionSide election, Moment now) {
    for (Rounds.Round round : rounds.due(now)) {
      rounds = rounds.askedAgain(round.renew().group(), now);
      ask(election, round, now);
    }
  }

  /** A leader asks this elector; only its own book decides. */
  void asked(NodeId from, ConfirmAsk ask, Moment now) {
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

  /** An elector answered. */
  void replied(ElectionSide election, NodeId from, ConfirmReply reply, Moment now) {
    Leadership term = election.leadership();
    if (term == null || !reply.confirmed()) {
      return;
    }
    rounds = rounds.confirmed(reply.group(), reply.round(), from, reply.pinned());
    Rounds.Round round = rounds.complete(reply.group(), self.neededElectors());
    if (round != null) {
      rounds = rounds.close(reply.group(), now);
      election.note(term.confirmed(reply.group()));
      post.to(round.via(), round.lease(), now);
    }
  }

  /** A holder gave its epoch up (SAFETY E6a: group, epoch and incarnation compared). */
  void released(ElectionSide election, NodeId from, Released word, Moment now) {
    book = book.released(word);
    if (election.leadership() == null) {
      passOn(election, from, word.holder(), word, now);
      return;
    }
    GroupState state = election.agreed().group(word.group());
    Holder holder = state.holder();
    freed.merge(word.group(), word, (a, b) -> b.epoch().isAfter(a.epoch()) ? b : a);
    if (holder != null
        && state.epoch().equals(word.epoch())
        && holder.incarnation().equals(word.holder())) {
      election.commit(
          new Change.Released(word.group(), word.epoch(), word.holder()), now);
      diary.note(
          new ElectorReason.Released(word.group(), word.epoch(), word.holder().node()));
    }
  }

  /** A node tells how its services are, and with it which epochs it gave up for good. */
  void reported(NodeId from, Report report) {
    for (GroupReport group : report.groups()) {
      book = book.dead(group.group(), from, group.dead());
    }
  }

  /** A follower passes on what the holder itself sent (SAFETY E3a), once: never in a circle. */
  private void passOn(
      ElectionSide election, NodeId from, Incarnation holder, Message message, Moment now) {
    NodeId leader = election.leader();
    if (self.isElector() && leader != null && from.equals(holder.node())) {
      post.to(leader, message, now);
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
