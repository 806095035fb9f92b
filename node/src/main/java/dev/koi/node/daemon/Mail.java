package dev.koi.node.daemon;

import dev.koi.core.message.Message;
import dev.koi.core.message.Message.Heartbeat;
import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeId;
import dev.koi.core.time.Moment;
import dev.koi.node.links.Delivery;
import dev.koi.wire.datagram.MalformedMessage;
import dev.koi.wire.datagram.MessageCodec;
import dev.koi.wire.datagram.TicketCodec;

/**
 * What nodes say, to whom it concerns. Each method tells whether it may change what is decided: nine of ten
 * datagrams of a settled cluster do not.
 */
final class Mail {

  private final Self self;
  private final Post post;
  private final StoreSide store;
  private final Leases leases;
  private final ElectionSide election;
  private final RunnerSide runner;
  private final Reporting reporting;
  private final Counter counter;

  Mail(Self self, Post post, Rule rule, Sides sides) {
    this.self = self;
    this.post = post;
    this.store = rule.store();
    this.leases = rule.leases();
    this.election = sides.election();
    this.runner = sides.runner();
    this.reporting = sides.reporting();
    this.counter = sides.counter();
  }

  /** Whom it concerns. */
  record Sides(ElectionSide election, RunnerSide runner, Reporting reporting, Counter counter) {}

  /** What another node says, alive and now. */
  boolean delivered(Delivery delivery, Moment now) {
    NodeId from = delivery.from();
    try {
      Message message = MessageCodec.decode(delivery.message());
      if (election.isGone(from) && !(message instanceof Heartbeat)) {
        return false; // of a daemon that is gone; the next one introduces itself
      }
      if (message instanceof Message.Gone) {
        // Who speaks is not gone, and that another is says its own ticket alone.
        throw new MalformedMessage("that a daemon is gone, without its ticket");
      }
      return message instanceof Message.Letter letter
          ? store.received(from, letter, now)
          : take(from, message, now);
    } catch (MalformedMessage e) {
      reporting.malformed(from, e);
      return false;
    }
  }

  /** What a daemon sealed in advance, and its guard sent. It speaks of that daemon alone. */
  boolean ticket(Delivery delivery, Moment now) {
    NodeId from = delivery.from();
    try {
      Message.InAdvance message = TicketCodec.decode(delivery.message());
      if (!message.holder().node().equals(from)) {
        throw new MalformedMessage("a ticket of another node than it speaks of");
      }
      if (!self.isElector()) {
        return false;
      }
      election.ticket(from, message, now);
      return true;
    } catch (MalformedMessage e) {
      reporting.malformed(from, e);
      return false;
    }
  }

  /** What this node says to itself. */
  boolean toSelf(Moment now) {
    boolean news = false;
    Message message = post.nextToSelf();
    while (message != null) {
      news |= take(self.id(), message, now);
      message = post.nextToSelf();
    }
    return news;
  }

  private boolean take(NodeId from, Message message, Moment now) {
    boolean news = true;
    switch (message) {
      case Heartbeat h -> news = election.heartbeat(from, h, now);
      case Message.Pulse p -> news = election.pulse(from, p, now);
      case Message.Unheard u -> news = election.unheard(u, now);
      case Message.Report r -> {
        leases.reported(from, r);
        election.report(from, r, now);
        post.to(from, new Message.ReportSeen(r.sequence()), now);
      }
      case Message.ReportSeen s -> {
        reporting.seen(from, s);
        news = false;
      }
      case Message.Renew r -> {
        leases.renew(election, from, r, now);
        news = false;
      }
      case Message.Lease l -> news = !passedOn(l.holder(), l, now) && runner.lease(l, now);
      case Message.Revoked r -> {
        if (!passedOn(r.holder(), r, now)) {
          runner.revoked(r);
        }
      }
      case Message.OfEpoch e -> leases.became(election, from, e, now);
      case Message.Gone _ -> throw new IllegalStateException("nobody says of himself that he is gone");
      case Message.ConfirmAsk a -> {
        leases.asked(from, a, now);
        news = false;
      }
      case Message.ConfirmReply r -> {
        leases.replied(election, from, r, now);
        news = false;
      }
      case Message.Ask a -> news = counter.ask(from, a, now);
      case Message.Answer a -> {
        counter.answer(a, now);
        news = false;
      }
      case Message.Farewell f -> election.farewell(from, f, now);
      case Message.Letter _ -> throw new IllegalStateException("members write no letters to themselves");
    }
    return news;
  }

  /** A follower hands on what the leader answered through it. */
  private boolean passedOn(Incarnation holder, Message message, Moment now) {
    boolean another = !holder.node().equals(self.id());
    if (another && self.isElector()) {
      post.to(holder.node(), message, now);
    }
    return another;
  }
}
