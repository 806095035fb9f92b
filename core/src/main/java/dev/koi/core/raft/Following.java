package dev.koi.core.raft;

import dev.koi.core.name.MemberId;
import dev.koi.core.raft.RaftState.Incoming;
import dev.koi.core.reason.RaftReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a follower makes of what its leader sends (sections 5.3 and 7). */
final class Following {

  private Following() {}

  /** Someone of at least the present term leads: it is followed, and by that confirmed. */
  static void hear(Turn turn, long term, MemberId leader) {
    if (term > turn.ballot.term()) {
      turn.follow(term, leader, new RaftReason.Follows(term, leader));
    } else {
      hearInTerm(turn, term, leader);
    }
    turn.timers = turn.timers.heard(turn.now).confirmed(turn.now);
    turn.restartElection();
  }

  private static void hearInTerm(Turn turn, long term, MemberId leader) {
    boolean other =
        turn.role instanceof Role.Leader
            || (turn.role instanceof Role.Follower follower
                && follower.leader() != null
                && !follower.leader().equals(leader));
    if (other) {
      throw new IllegalStateException("two leaders in term " + term + ": " + leader + ", " + turn.role);
    }
    if (!(turn.role instanceof Role.Follower follower) || follower.leader() == null) {
      turn.follow(term, leader, new RaftReason.Follows(term, leader));
    }
  }

  static void append(Turn turn, MemberId leader, RaftMessage.Append append) {
    long prev = append.prevIndex();
    List<Entry> entries = append.entries();
    if (prev < turn.commit) {
      entries = afterCommit(turn, entries);
    } else if (!turn.log.matches(prev, append.prevTerm())) {
      reject(turn, leader, append);
      return;
    }
    add(turn, leader, entries);
    long end = prev + append.entries().size();
    long matched = Math.max(matched(turn), Math.max(end, turn.commit));
    turn.role = new Role.Follower(leader, matched);
    turn.commitTo(Math.min(append.commit(), matched));
    boolean done = !append.entries().isEmpty() && onDisk(turn) >= end;
    if (append.ask() != null || done) {
      accept(turn, leader, append.ask());
    }
  }

  /** A leader has all that is agreed (section 5.4.3). One that had not would have to be stopped. */
  private static List<Entry> afterCommit(Turn turn, List<Entry> entries) {
    List<Entry> later = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.index() > turn.commit) {
        later.add(entry);
      } else if (entry.index() > turn.log.base()
          && !turn.log.matches(entry.index(), entry.term())) {
        throw new IllegalStateException(
            "contradicts what is agreed: " + entry + ", not " + turn.log.entry(entry.index()));
      }
    }
    return later;
  }

  /** Entries that are there already stay, and all after them: the message may be an old one. */
  private static void add(Turn turn, MemberId leader, List<Entry> entries) {
    int known = 0;
    while (known < entries.size()
        && turn.log.matches(entries.get(known).index(), entries.get(known).term())) {
      known++;
    }
    if (known == entries.size()) {
      return;
    }
    long after = entries.get(known).index() - 1;
    if (after < turn.log.last()) {
      turn.say(new RaftReason.Diverged(after, turn.log.last() - after, leader));
      turn.truncate(after);
    }
    turn.append(entries.subList(known, entries.size()));
  }

  private static void reject(Turn turn, MemberId leader, RaftMessage.Append append) {
    long before = Math.min(append.prevIndex() - 1, turn.log.last());
    long hint = Math.max(turn.commit, turn.log.agreesAtMost(before, append.prevTerm()));
    turn.reply(
        leader,
        new RaftMessage.Rejected(append.prevIndex(), hint, turn.log.term(hint), append.ask()));
  }

  static void chunk(Turn turn, MemberId leader, RaftMessage.Chunk chunk) {
    Snapshot.Head head = chunk.head();
    if (turn.log.matches(head.index(), head.term())) {
      // It has the entries themselves: section 7 keeps them, and so there is nothing to install.
      turn.role = new Role.Follower(leader, Math.max(matched(turn), head.index()));
      turn.commitTo(head.index());
    }
    if (head.index() <= turn.commit) {
      turn.incoming = null;
      accept(turn, leader, chunk.ask());
      return;
    }
    Incoming incoming = turn.incoming;
    if (incoming == null
        || incoming.term() != turn.ballot.term()
        || !incoming.head().equals(head)) {
      incoming = Incoming.begin(turn.ballot.term(), head);
    }
    if (chunk.offset() == incoming.size()) {
      Chunks<Bytes> pieces = incoming.pieces().plus(List.of(chunk.piece()));
      int size = incoming.size() + chunk.piece().size();
      incoming = new Incoming(incoming.term(), head, pieces, size);
    }
    turn.incoming = incoming;
    if (incoming.size() < head.bytes()) {
      turn.reply(leader, new RaftMessage.ChunkTaken(head.index(), incoming.size(), chunk.ask()));
      return;
    }
    turn.install(new Snapshot(head, Bytes.joined(incoming.pieces().toList())));
    turn.say(new RaftReason.SnapshotInstalled(head.index(), leader));
    turn.role = new Role.Follower(leader, head.index());
    accept(turn, leader, chunk.ask());
  }

  /** More is on disk: the leader may count it. */
  static void persisted(Turn turn, Role.Follower follower, long before) {
    MemberId leader = follower.leader();
    if (leader != null && onDisk(turn) > Math.min(before, follower.matched())) {
      accept(turn, leader, null);
    }
  }

  /**
   * What is on disk and is the leader's. The disk may hold more: entries of an earlier leader, which this
   * one may yet void.
   */
  private static long onDisk(Turn turn) {
    return Math.min(turn.disk.safe(), matched(turn));
  }

  private static long matched(Turn turn) {
    return turn.role instanceof Role.Follower follower ? follower.matched() : turn.commit;
  }

  private static void accept(Turn turn, MemberId leader, RaftMessage.@Nullable Ask answered) {
    turn.reply(leader, new RaftMessage.Accepted(matched(turn), onDisk(turn), answered));
  }
}
