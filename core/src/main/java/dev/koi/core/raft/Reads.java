package dev.koi.core.raft;

import java.util.ArrayList;
import java.util.List;

/**
 * The rounds by which a leader makes sure that it still leads (thesis 6.4; SAFETY E3). One is under way
 * at a time, and what is asked meanwhile waits for the next: a round that began earlier proves nothing
 * about now. So however many ask, there are no more rounds than the network can answer.
 *
 * @param round the latest that was begun; 0: none
 */
record Reads(long round, List<Asked> waiting) {

  static final Reads NONE = new Reads(0, List.of());

  /**
   * One read.
   *
   * @param round which round allows it
   * @param index what must be committed before it
   */
  record Asked(long id, long round, long index) {}

  Reads {
    waiting = List.copyOf(waiting);
  }

  /** Someone asks; if the latest round is confirmed, the next one begins. */
  Reads asked(long id, long index, long confirmed) {
    List<Asked> next = new ArrayList<>(waiting);
    next.add(new Asked(id, round + 1, index));
    return new Reads(confirmed < round ? round : round + 1, next);
  }

  /** What is ready, given this round and commit index. */
  List<Asked> ready(long confirmed, long commit) {
    return waiting.stream().filter(a -> a.round() <= confirmed && a.index() <= commit).toList();
  }

  /** Without these; the next round begins if someone waits for it and this one is confirmed. */
  Reads without(List<Asked> done, long confirmed) {
    List<Asked> rest = new ArrayList<>(waiting);
    rest.removeAll(done);
    boolean more = confirmed >= round && rest.stream().anyMatch(a -> a.round() > round);
    return new Reads(more ? round + 1 : round, rest);
  }

  /** Whether an answer to this round is still wanted of someone who gave it for an earlier one. */
  boolean wants(long confirmed) {
    return confirmed < round && waiting.stream().anyMatch(a -> a.round() > confirmed);
  }
}
