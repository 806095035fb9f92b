package dev.koi.core.raft;

import dev.koi.core.name.MemberId;
import dev.koi.core.raft.Progress.Flow;
import dev.koi.core.reason.RaftReason;
import dev.koi.core.reason.RaftReason.Refusal;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a leader does, but for what it sends ({@link Replication}). */
final class Leading {

  private Leading() {}

  static void begin(Turn turn, Moment confirmed) {
    long last = turn.log.last();
    SortedMap<MemberId, Progress> peers = new TreeMap<>();
    for (MemberId other : turn.members().others(turn.self())) {
      peers.put(other, Progress.begin(last, turn.now));
    }
    turn.role = new Role.Leader(peers, last + 1, Reads.NONE, null);
    // As a leader it is one that was heard; as one no more it shall not refuse votes for its own sake.
    turn.timers = turn.timers.heard(null).confirmed(turn.now);
    turn.emit(new RaftOutput.Elected(turn.ballot.term(), confirmed));
    turn.append(List.of(new Entry(last + 1, turn.ballot.term(), new Content.NoOp())));
  }

  /** It ceases to lead; what it then is, the caller says. */
  static void resign(Turn turn, RaftReason why) {
    if (turn.role instanceof Role.Leader leader) {
      for (Reads.Asked asked : leader.reads().waiting().toList()) {
        turn.refuse(asked.id(), new Refusal.LostLeadership());
      }
      turn.emit(new RaftOutput.Deposed(turn.ballot.term(), why));
    }
  }

  // What it is asked.

  static void propose(Turn turn, RaftInput.Propose propose) {
    if (!(turn.role instanceof Role.Leader leader)) {
      turn.refuse(propose.id(), notLeader(turn));
      return;
    }
    if (leader.handover() != null) {
      turn.refuse(propose.id(), new Refusal.HandingOver(leader.handover().to()));
      return;
    }
    int limit = turn.settings.limits().messageBytes();
    long first = turn.log.last() + 1;
    List<Entry> entries = new ArrayList<>();
    for (Bytes command : propose.commands()) {
      Content content = new Content.Command(command);
      Entry entry = new Entry(first + entries.size(), turn.ballot.term(), content);
      if (entry.bytes() > limit) {
        turn.refuse(propose.id(), new Refusal.TooLarge(entry.bytes(), limit));
        return;
      }
      entries.add(entry);
    }
    turn.append(entries);
    turn.emit(
        new RaftOutput.Proposed(propose.id(), turn.ballot.term(), first, turn.log.last()));
  }

  static Refusal notLeader(Turn turn) {
    return new Refusal.NotLeader(
        turn.role instanceof Role.Follower follower ? follower.leader() : null);
  }

  /**
   * Thesis 6.4. Before an entry of its own term is committed a leader does not know what is: then the
   * read waits for its first one, which comes after all that was ever acknowledged.
   */
  static void read(Turn turn, long id) {
    if (!(turn.role instanceof Role.Leader leader)) {
      turn.refuse(id, notLeader(turn));
      return;
    }
    long index = Math.max(turn.commit, leader.first());
    turn.role = leader.with(leader.reads().asked(id, index, confirmedRound(turn, leader)));
    turn.timers = turn.timers.confirmed(turn.now);
  }

  // What it is told.

  static void accepted(Turn turn, MemberId from, RaftMessage.Accepted answer) {
    if (!(turn.role instanceof Role.Leader leader)) {
      return;
    }
    Progress peer = leader.peers().get(from);
    if (peer != null) {
      long last = turn.log.last();
      Progress next =
          peer.accepted(Math.min(answer.received(), last), Math.min(answer.match(), last));
      Duration bound = turn.settings.pace().shortest();
      Progress.CatchUp catchUp = next.catchUp().reached(next.match(), last, turn.now, bound);
      turn.role = leader.with(from, heard(turn, next, answer.answered()).with(catchUp));
    }
  }

  /** Section 5.3, with a hint. One that was overtaken by what is known since says nothing. */
  static void rejected(Turn turn, MemberId from, RaftMessage.Rejected answer) {
    if (!(turn.role instanceof Role.Leader leader)) {
      return;
    }
    Progress peer = leader.peers().get(from);
    if (peer == null) {
      return;
    }
    boolean news =
        switch (peer.flow()) {
          case Flow.Probing _ -> answer.prevIndex() == peer.next() - 1;
          case Flow.Pipelining _ -> answer.prevIndex() > peer.match();
          case Flow.Sending _ -> false;
        };
    Progress next = heard(turn, peer, answer.answered());
    if (news) {
      long agrees = turn.log.agreesAtMost(answer.hintIndex(), answer.hintTerm());
      next = next.probe(agrees + 1);
    }
    turn.role = leader.with(from, next);
  }

  /**
   * A piece of the snapshot arrived. One that counts from further back than before has restarted, and
   * lost the pieces that it had.
   */
  static void taken(Turn turn, MemberId from, RaftMessage.ChunkTaken answer) {
    if (!(turn.role instanceof Role.Leader leader)) {
      return;
    }
    Progress peer = leader.peers().get(from);
    if (peer == null) {
      return;
    }
    Progress next = heard(turn, peer, answer.answered());
    if (peer.flow() instanceof Flow.Sending sending
        && sending.snapshot().index() == answer.index()
        && answer.next() <= sending.snapshot().head().bytes()) {
      int sent = answer.next() < sending.taken() ? answer.next() : sending.sent();
      next =
          next.with(
              new Flow.Sending(sending.snapshot(), answer.next(), Math.max(sent, answer.next())));
    }
    turn.role = leader.with(from, next);
  }

  /** A round that never began proves nothing, whoever confirms it. */
  private static Progress heard(
      Turn turn, Progress peer, RaftMessage.@Nullable Ask answered) {
    if (answered == null || !(turn.role instanceof Role.Leader leader)) {
      return peer.with(peer.signs().heard(turn.now));
    }
    long round = Math.min(answered.round(), leader.reads().round());
    RaftMessage.Ask known = new RaftMessage.Ask(round, answered.echo());
    return peer.with(peer.signs().heard(turn.now, known));
  }

  // What comes of it.

  static void tick(Turn turn) {
    if (turn.role instanceof Role.Leader leader) {
      Duration silence = turn.now.since(heardByMajority(turn, leader));
      if (silence.compareTo(turn.settings.pace().longest()) >= 0) {
        turn.follow(turn.ballot.term(), null, new RaftReason.QuorumLost(silence));
        turn.restartElection();
        return;
      }
      LeadershipTransfer.tick(turn);
      Replication.beat(turn);
    }
  }

  /** The latest moment since which a majority has been heard, itself included (thesis 6.2). */
  static Moment heardByMajority(Turn turn, Role.Leader leader) {
    long now = turn.now.monotonic();
    long heard =
        Quorum.reached(
            turn.members().voters(),
            voter -> {
              Progress peer = leader.peers().get(voter);
              return peer == null ? now : peer.signs().heard().monotonic();
            });
    return turn.now.minus(Duration.ofNanos(now - heard));
  }

  /** At the end of every step. */
  static void settle(Turn turn) {
    if (turn.role instanceof Role.Leader leader) {
      advance(turn, leader);
    }
    if (turn.role instanceof Role.Leader && isGone(turn)) {
      LeadershipTransfer.leave(turn);
    }
    if (turn.role instanceof Role.Leader leader) {
      answerReads(turn, leader);
      LeadershipTransfer.proceed(turn);
      Replication.pump(turn);
    }
  }

  /**
   * Sections 5.3 and 5.4.2: agreed is what is on the disks of a majority and is of this leader's term, and
   * with it all before. Counting entries of earlier terms would agree to what a later leader may void
   * (the paper's figure 8). Its own disk counts like the others', when it is done.
   */
  private static void advance(Turn turn, Role.Leader leader) {
    long agreed =
        Quorum.reached(
            turn.members().voters(),
            voter -> {
              Progress peer = leader.peers().get(voter);
              return peer == null ? turn.disk.safe() : peer.match();
            });
    if (agreed > turn.commit && turn.log.term(agreed) == turn.ballot.term()) {
      turn.commitTo(agreed);
    }
  }

  /** Its own removal is agreed; until then it leads without counting itself (thesis 4.2.2). */
  private static boolean isGone(Turn turn) {
    return !turn.members().isVoter(turn.self()) && turn.configurations.since() <= turn.commit;
  }

  private static void answerReads(Turn turn, Role.Leader leader) {
    Reads reads = leader.reads();
    if (reads.waiting().size() == 0) {
      return;
    }
    long confirmed = confirmedRound(turn, leader);
    List<Reads.Asked> ready = reads.ready(confirmed, turn.commit);
    for (Reads.Asked asked : ready) {
      turn.emit(new RaftOutput.ReadReady(asked.id(), asked.index()));
    }
    Reads next = reads.without(ready.size(), confirmed);
    if (next.round() > reads.round() || !ready.isEmpty()) {
      turn.timers = turn.timers.confirmed(turn.now); // it counts itself
    }
    turn.role = leader.with(next);
  }

  private static long confirmedRound(Turn turn, Role.Leader leader) {
    return Quorum.reached(
        turn.members().voters(),
        voter -> {
          Progress peer = leader.peers().get(voter);
          return peer == null ? leader.reads().round() : peer.signs().round();
        });
  }
}
