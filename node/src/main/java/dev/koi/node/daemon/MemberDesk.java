package dev.koi.node.daemon;

import dev.koi.core.heard.Heard;
import dev.koi.core.heard.Peer;
import dev.koi.core.message.Seat;
import dev.koi.core.name.MemberId;
import dev.koi.core.raft.Members;
import dev.koi.core.raft.MembersChange;
import dev.koi.core.raft.RaftState;
import dev.koi.core.reason.English;
import dev.koi.core.reason.RaftReason;
import dev.koi.core.time.Moment;
import dev.koi.node.consensus.Fate;
import dev.koi.wire.api.MembersView;
import dev.koi.wire.api.MembersView.Role;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Request;
import dev.koi.wire.api.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where people change who keeps the store: on the leader. */
final class MemberDesk {

  private final Member member;
  private @Nullable Handover handover;

  /** Someone waits until another one leads. */
  private record Handover(Reply reply) {}

  MemberDesk(Member member) {
    this.member = member;
  }

  void ask(Request request, Heard heard, Moment now, Reply reply) {
    String name = request.node() == null ? "" : request.node();
    switch (request.command()) {
      case MEMBER_LIST -> reply.with(Response.members(view(now)));
      case MEMBER_ADD -> add(name, heard, now, reply);
      case MEMBER_REMOVE -> remove(name, now, reply);
      case MEMBER_PROMOTE -> promote(name, now, reply);
      case MEMBER_TRANSFER -> transfer(request.node(), now, reply);
      case LOCAL, STATUS, PROMOTE, DEMOTE, ELECT, START, STOP, RECOVER, FAILURES, MAINTENANCE,
          RECONFIGURE, KV_GET, KV_LIST, KV_SET, KV_UNSET, KV_IF, KV_CAS, KV_WATCH, KV_EXPORT,
          KV_IMPORT, NOOP ->
          throw new IllegalStateException(request.command().word() + " is not about members");
    }
  }

  private void add(String name, Heard heard, Moment now, Reply reply) {
    Peer peer = heard.named(name).orElse(null);
    Seat seat = peer == null ? null : peer.heartbeat().seat();
    if (peer == null) {
      refuse(reply, Refusal.UNKNOWN_NODE, "no node " + name + " is heard: start koinode there first");
    } else if (seat == null) {
      refuse(
          reply,
          Refusal.NOT_ELIGIBLE,
          name + " keeps no store: its koi.conf needs `elector true` and cluster.electors");
    } else if (seat.home() == null) {
      reply.again(); // it joins as soon as it hears this cluster
    } else if (!member.cluster().equals(seat.home())) {
      refuse(reply, Refusal.NOT_ELIGIBLE, name + " belongs to another store, " + seat.home());
    } else if (members().voters().size() + members().learners().size() >= Member.MOST_MEMBERS) {
      refuse(reply, Refusal.FAILED, "a store has " + Member.MOST_MEMBERS + " members at most");
    } else {
      MemberId id = new MemberId(peer.card().name(), seat.member());
      change(
          new MembersChange.AddLearner(id),
          name + " is a learner: it gets everything\nnext: koi member promote " + name + " gives it a vote",
          now,
          reply);
    }
  }

  private void remove(String name, Moment now, Reply reply) {
    Optional<MemberId> found = named(name);
    if (found.isEmpty()) {
      unknown(name, reply);
    } else {
      change(new MembersChange.Remove(found.get()), name + " is no member any more", now, reply);
    }
  }

  private void promote(String name, Moment now, Reply reply) {
    Optional<MemberId> found = named(name);
    if (found.isEmpty()) {
      unknown(name, reply);
    } else {
      change(new MembersChange.Promote(found.get()), name + " votes", now, reply);
    }
  }

  private void change(MembersChange change, String done, Moment now, Reply reply) {
    member.consensus().change(change, fate -> changed(fate, done, reply), now);
  }

  private static void changed(Fate<Void> fate, String done, Reply reply) {
    switch (fate) {
      case Fate.Done<Void> _ -> reply.with(Response.done(done));
      case Fate.Refused<Void>(RaftReason.Refusal why) when isForAMoment(why) -> reply.again();
      case Fate.Refused<Void>(RaftReason.Refusal why) ->
          refuse(reply, Refusal.FAILED, "the members stay as they are: " + English.of(why));
      case Fate.Unsure<Void> _ ->
          refuse(
              reply,
              Refusal.NO_LEADER,
              "the leader changed while this was done; koi member list shows who are members");
      case Fate.Busy<Void> _ -> reply.again();
    }
  }

  /** Refusals that pass by themselves; the others are for the person who asked. */
  private static boolean isForAMoment(RaftReason.Refusal why) {
    return switch (why) {
      case RaftReason.Refusal.NotLeader _,
          RaftReason.Refusal.LostLeadership _,
          RaftReason.Refusal.HandingOver _,
          RaftReason.Refusal.ChangeUnderWay _,
          RaftReason.Refusal.NothingAgreed _ ->
          true;
      case RaftReason.Refusal.TooLarge _,
          RaftReason.Refusal.AlreadyMember _,
          RaftReason.Refusal.NotMember _,
          RaftReason.Refusal.NotLearner _,
          RaftReason.Refusal.NoSuccessor _,
          RaftReason.Refusal.NotCaughtUp _,
          RaftReason.Refusal.LastVoter _,
          RaftReason.Refusal.QuorumAtRisk _,
          RaftReason.Refusal.HandoverTimedOut _ ->
          false;
    };
  }

  private void transfer(@Nullable String name, Moment now, Reply reply) {
    Optional<MemberId> to = name == null ? Optional.empty() : named(name);
    if (name != null && to.isEmpty()) {
      unknown(name, reply);
    } else if (handover != null) {
      refuse(reply, Refusal.SUPERSEDED, "the leadership is being handed over already");
    } else if (to.isPresent() && to.get().equals(member.id())) {
      reply.with(Response.done(name + " leads already"));
    } else {
      Handover begun = new Handover(reply);
      handover = begun;
      member
          .consensus()
          .transfer(
              to.orElse(null),
              why -> {
                if (begun.equals(handover)) {
                  handover = null;
                  refuse(reply, Refusal.FAILED, "not handed over: " + English.of(why));
                }
              },
              now);
    }
  }

  /** Whoever waits for another leader is answered when there is one. */
  void step() {
    Handover waiting = handover;
    MemberId leader = member.raft().leader();
    if (waiting != null && leader != null) {
      handover = null;
      waiting.reply().with(Response.done(leader.name() + " leads"));
    }
  }

  boolean isWaitedFor() {
    return handover != null;
  }

  private Members members() {
    return member.raft().members();
  }

  /** Of two of one name, which is so while one takes the other's place, the learner. */
  private Optional<MemberId> named(String name) {
    List<MemberId> all = new ArrayList<>(members().learners());
    all.addAll(members().voters());
    return all.stream()
        .filter(id -> id.name().text().equals(name) || id.drawn().toString().equals(name))
        .findFirst();
  }

  private static void unknown(String name, Reply reply) {
    refuse(reply, Refusal.UNKNOWN_NODE, "no member is called " + name + ": koi member list shows them");
  }

  private static void refuse(Reply reply, Refusal refusal, String why) {
    reply.with(Response.refused(refusal, why));
  }

  // What is shown.

  private MembersView view(Moment now) {
    RaftState raft = member.raft();
    List<MembersView.Member> rows = new ArrayList<>();
    for (MemberId id : members().voters()) {
      rows.add(row(id, id.equals(member.id()) ? Role.LEADER : Role.VOTER, now));
    }
    for (MemberId id : members().learners()) {
      rows.add(row(id, Role.LEARNER, now));
    }
    rows.sort((a, b) -> String.valueOf(a.name()).compareTo(String.valueOf(b.name())));
    return new MembersView(
        MembersView.VERSION, raft.term(), raft.commit(), rows, warnings(members().voters().size()));
  }

  private MembersView.Member row(MemberId id, Role role, Moment now) {
    RaftState raft = member.raft();
    String name = id.name().text();
    String drawn = id.drawn().toString();
    if (id.equals(member.id())) {
      return new MembersView.Member(name, drawn, role, raft.last(), 0L, null);
    }
    RaftState.Follower follower = raft.follower(id, now);
    Long match = follower == null ? null : (Long) follower.match();
    return new MembersView.Member(
        name,
        drawn,
        role,
        match,
        match == null ? null : (Long) (raft.last() - match),
        follower == null ? null : (Long) follower.silent().toMillis());
  }

  /** An even number costs a voter and stands no more losses; one or two stand none at all. */
  static List<String> warnings(int voters) {
    List<String> warnings = new ArrayList<>();
    if (voters == 1) {
      warnings.add(
          "the one voter is needed: its loss stops failover, and the store may be gone with its disk;"
              + " add two (a witness is enough for one: docs/guide.md)");
    } else if (voters == 2) {
      warnings.add(
          "of two voters both are needed: the loss of either stops failover; add a third node, which"
              + " need not run services (a witness: docs/guide.md)");
    } else if (voters % 2 == 0) {
      warnings.add(
          voters + " voters stand no more losses than " + (voters - 1) + ": add one, or remove one");
    }
    return warnings;
  }
}
