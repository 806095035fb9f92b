package dev.koi.core.raft;

import dev.koi.core.name.MemberId;
import dev.koi.core.raft.Progress.Flow;
import dev.koi.core.reason.RaftReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a leader sends: entries in batches, several messages at once, and a snapshot in pieces to one that
 * lacks what is forgotten here. What is unanswered is repeated after max(2 RTT, 10 ms), without its
 * contents: the answer says what is missing. To one that is silent, no more often than a heartbeat.
 */
final class Replication {

  private Replication() {}

  /** After each step: whatever may leave, leaves. */
  static void pump(Turn turn) {
    forEach(turn, Replication::supply);
  }

  /** Time has passed. */
  static void beat(Turn turn) {
    forEach(
        turn,
        (t, leader, to, peer) -> {
          boolean due = !t.now.isBefore(peer.signs().sent().plus(patience(t, leader, peer)));
          return due ? repeat(t, leader, to, peer) : peer;
        });
  }

  private interface Each {
    Progress apply(Turn turn, Role.Leader leader, MemberId to, Progress peer);
  }

  private static void forEach(Turn turn, Each each) {
    if (turn.role instanceof Role.Leader leader) {
      Role.Leader next = leader;
      for (MemberId to : leader.peers().keySet()) {
        Progress peer = leader.peers().get(to);
        if (peer != null) {
          Progress after = each.apply(turn, leader, to, peer);
          next = after.equals(peer) ? next : next.with(to, after);
        }
      }
      turn.role = next;
    }
  }

  /** How long after the last message another one is due. */
  static Duration patience(Turn turn, Role.Leader leader, Progress peer) {
    Duration heartbeat = turn.settings.pace().heartbeat();
    Duration retry = peer.signs().trip().retry();
    boolean quick = isHeard(turn, peer) && peer.owes(leader.reads());
    return quick && retry.compareTo(heartbeat) < 0 ? retry : heartbeat;
  }

  static boolean isHeard(Turn turn, Progress peer) {
    Duration silence = turn.now.since(peer.signs().heard());
    return silence.compareTo(turn.settings.pace().shortest()) < 0;
  }

  private static Progress repeat(Turn turn, Role.Leader leader, MemberId to, Progress peer) {
    if (!(peer.flow() instanceof Flow.Sending sending)) {
      return append(turn, to, forgotten(turn, to, peer), List.of(), true);
    }
    if (isHeard(turn, peer)) {
      Flow back = new Flow.Sending(sending.snapshot(), sending.taken(), sending.taken());
      return piece(turn, leader, to, peer.with(back));
    }
    Snapshot.Head head = sending.snapshot().head();
    turn.send(to, new RaftMessage.Append(head.index(), head.term(), List.of(), 0, ask(turn, leader)));
    return peer.with(peer.signs().sent(turn.now, 0).asked(leader.reads().round()));
  }

  private static Progress supply(Turn turn, Role.Leader leader, MemberId to, Progress before) {
    Progress peer = forgotten(turn, to, before);
    boolean round = peer.signs().asked() < leader.reads().round();
    return switch (peer.flow()) {
      case Flow.Probing probing ->
          !probing.asked()
              ? append(turn, to, peer, batch(turn, peer.next()), true)
                  .with(new Flow.Probing(true))
              : round ? append(turn, to, peer, List.of(), true) : peer;
      case Flow.Pipelining _ -> pipeline(turn, leader, to, peer);
      case Flow.Sending _ -> pieces(turn, leader, to, peer);
    };
  }

  /** What is to be sent next may be forgotten by now. */
  private static Progress forgotten(Turn turn, MemberId to, Progress peer) {
    if (peer.flow() instanceof Flow.Sending || peer.next() - 1 >= turn.log.base()) {
      return peer;
    }
    Snapshot snapshot = turn.snapshot;
    turn.say(new RaftReason.SnapshotBegun(to, snapshot.index(), snapshot.head().bytes()));
    return peer.with(new Flow.Sending(snapshot, 0, Flow.Sending.NOTHING));
  }

  private static List<Entry> batch(Turn turn, long from) {
    return turn.log.batch(from, turn.settings.limits().messageBytes());
  }

  private static Progress pipeline(Turn turn, Role.Leader leader, MemberId to, Progress start) {
    Progress peer = start;
    boolean round = peer.signs().asked() < leader.reads().round();
    while (peer.flow() instanceof Flow.Pipelining flow
        && flow.ends().size() < turn.settings.limits().window()
        && peer.next() <= turn.log.last()) {
      List<Entry> batch = batch(turn, peer.next());
      peer = append(turn, to, peer, batch, round).pipelined(batch, flow);
      round = false;
    }
    boolean idle = peer.flow() instanceof Flow.Pipelining flow && flow.ends().isEmpty();
    boolean news = idle && peer.signs().told() < turn.commit;
    return round || news ? append(turn, to, peer, List.of(), round) : peer;
  }

  private static Progress pieces(Turn turn, Role.Leader leader, MemberId to, Progress start) {
    Progress peer = start;
    while (peer.flow() instanceof Flow.Sending sending && mayFollow(turn, sending)) {
      peer = piece(turn, leader, to, peer);
    }
    return peer;
  }

  private static boolean mayFollow(Turn turn, Flow.Sending sending) {
    RaftSettings.Limits limits = turn.settings.limits();
    long ahead = (long) limits.window() * limits.messageBytes();
    int size = sending.snapshot().head().bytes();
    return sending.sent() == Flow.Sending.NOTHING
        || (sending.sent() < size && sending.sent() - sending.taken() < ahead);
  }

  private static Progress piece(Turn turn, Role.Leader leader, MemberId to, Progress peer) {
    if (!(peer.flow() instanceof Flow.Sending sending)) {
      return peer;
    }
    Snapshot snapshot = sending.snapshot();
    int from = Math.max(0, sending.sent());
    int end = Math.min(from + turn.settings.limits().messageBytes(), snapshot.head().bytes());
    Bytes piece = snapshot.state().slice(from, end);
    turn.send(to, new RaftMessage.Chunk(snapshot.head(), from, piece, ask(turn, leader)));
    return peer.with(new Flow.Sending(snapshot, sending.taken(), end))
        .with(peer.signs().sent(turn.now, 0).asked(leader.reads().round()));
  }

  private static Progress append(
      Turn turn, MemberId to, Progress peer, List<Entry> entries, boolean asks) {
    if (!(turn.role instanceof Role.Leader leader) || peer.flow() instanceof Flow.Sending) {
      return peer; // that has become the business of pieces
    }
    long prev = peer.next() - 1;
    RaftMessage.Ask ask = asks ? ask(turn, leader) : null;
    turn.send(
        to,
        new RaftMessage.Append(prev, turn.log.term(prev), new ArrayList<>(entries), turn.commit, ask));
    Progress.Signs signs = peer.signs().sent(turn.now, turn.commit);
    return peer.with(asks ? signs.asked(leader.reads().round()) : signs);
  }

  private static RaftMessage.Ask ask(Turn turn, Role.Leader leader) {
    return new RaftMessage.Ask(leader.reads().round(), turn.now.monotonic());
  }
}
