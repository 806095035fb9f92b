package dev.koi.node.daemon;

import dev.koi.core.raft.Bytes;
import dev.koi.core.reason.English;
import dev.koi.core.reason.RaftReason.Refusal.TooLarge;
import dev.koi.core.store.Outcome;
import dev.koi.core.store.Store;
import dev.koi.core.time.Moment;
import dev.koi.node.consensus.Fate;
import dev.koi.wire.api.Command;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Request;
import dev.koi.wire.api.Response;
import dev.koi.wire.store.Proposal;
import dev.koi.wire.store.ProposalCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where people read and write keys: on the leader, or of any member if they take what it knows. */
final class KeyDesk {

  private final Member member;
  private List<Watch> watches = new ArrayList<>();

  /** Someone who waits for a change. */
  private record Watch(Request request, Moment until, Reply reply) {}

  KeyDesk(Member member) {
    this.member = member;
  }

  void ask(Request request, Moment now, Reply reply) {
    if (request.kv() != null && request.kv().stale()) {
      reply.with(KeyReads.read(request, store(), age(now)));
    } else if (request.command().changesTheCluster()) {
      write(request, reply);
    } else if (KeyReads.waits(request, store())) {
      watches.add(new Watch(request, now.plus(KeyReads.LONGEST_WATCH), reply));
    } else {
      read(request, reply);
    }
  }

  private void write(Request request, Reply reply) {
    Response refusal = KeyWrites.refusal(request);
    if (refusal != null) {
      reply.with(refusal);
      return;
    }
    // Who passes a request on has put a client into it, so that it happens once.
    Store.Request proposal =
        KeyWrites.proposal(request, KeyWrites.Writer.of(member.drawn()));
    Bytes bytes = ProposalCodec.encode(new Proposal.OfStore(proposal));
    member.consensus().propose(bytes, fate -> written(request, fate, reply));
  }

  private static void written(Request request, Fate<Outcome> fate, Reply reply) {
    switch (fate) {
      case Fate.Done<Outcome>(Outcome outcome) -> reply.with(KeyWrites.response(request, outcome));
      case Fate.Refused<Outcome>(TooLarge why) ->
          reply.with(Response.refused(Refusal.TOO_LONG, "too much at once: " + English.of(why)));
      case Fate.Refused<Outcome> _, Fate.Unsure<Outcome> _, Fate.Busy<Outcome> _ -> reply.again();
    }
  }

  private void read(Request request, Reply reply) {
    member
        .consensus()
        .read(
            fate -> {
              if (fate instanceof Fate.Done<Void>) {
                reply.with(KeyReads.read(request, store(), null));
              } else {
                reply.again();
              }
            });
  }

  /** Whoever waits for what has happened by now, or has waited long enough, is answered. */
  void step(Moment now) {
    if (watches.isEmpty()) {
      return;
    }
    List<Watch> waiting = new ArrayList<>();
    List<Watch> due = new ArrayList<>();
    for (Watch watch : watches) {
      boolean over = !now.isBefore(watch.until()) || !member.leads();
      boolean waits = !over && KeyReads.waits(watch.request(), store());
      (waits ? waiting : due).add(watch);
    }
    watches = waiting;
    due.forEach(watch -> read(watch.request(), watch.reply()));
  }

  /** This member is none any more: someone else knows. */
  void close() {
    List<Watch> all = watches;
    watches = new ArrayList<>();
    all.forEach(watch -> watch.reply().again());
  }

  Moment nextWake(Moment atLatest) {
    Moment next = atLatest;
    for (Watch watch : watches) {
      next = next.min(watch.until());
    }
    return next;
  }

  /** Whether anyone waits for a change. */
  boolean isWatched() {
    return !watches.isEmpty();
  }

  /** Whether this is for the leader alone. */
  static boolean needsLeader(Request request) {
    return request.command() == Command.NOOP || request.kv() == null || !request.kv().stale();
  }

  private Store store() {
    return member.state().store();
  }

  /** How old this member's copy may be; null: it heard no leader since it began. */
  private @Nullable Duration age(Moment now) {
    Moment heard = member.leads() ? now : member.raft().heardLeader();
    return heard == null ? null : now.since(heard);
  }
}
