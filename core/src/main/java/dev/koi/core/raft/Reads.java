package dev.koi.core.raft;

import java.util.ArrayList;
import java.util.List;

/**
 * The rounds by which a leader makes sure that it still leads (thesis 6.4; SAFETY E3). One is under way
 * at a time, and what is asked meanwhile waits for the next: a round that began earlier proves nothing
 * about now. So however many ask, there are no more rounds than the network can answer.
 *
 * @param round the latest that was begun; 0: none
 * @param waiting in the order in which they asked, which is also that of their rounds and indexes
 */
record Reads(long round, Chunks<Asked> waiting) {

  static final Reads NONE = new Reads(0, Chunks.empty());

  /**
   * One read.
   *
   * @param round which round allows it
   * @param index what must be committed before it
   */
  record Asked(long id, long round, long index) {}

  /** Someone asks; if the latest round is confirmed, the next one begins. */
  Reads asked(long id, long index, long confirmed) {
    Chunks<Asked> next = waiting.plus(List.of(new Asked(id, round + 1, index)));
    return new Reads(confirmed < round ? round : round + 1, next);
  }

  /** What is ready, given this round and commit index. */
  List<Asked> ready(long confirmed, long commit) {
    List<Asked> ready = new ArrayList<>();
    for (int i = 0; i < waiting.size(); i++) {
      Asked asked = waiting.get(i);
      if (asked.round() > confirmed || asked.index() > commit) {
        break;
      }
      ready.add(asked);
    }
    return ready;
  }

  /** Without the first so many; the next round begins if someone waits for it and this one is confirmed. */
  Reads without(int first, long confirmed) {
    Reads rest = new Reads(round, waiting.drop(first));
    return confirmed >= round && rest.latest() > round ? new Reads(round + 1, rest.waiting) : rest;
  }

  /** Whether an answer to this round is still wanted of someone who confirmed only an earlier one. */
  boolean wants(long confirmed) {
    return confirmed < round && latest() > confirmed;
  }

  private long latest() {
    return waiting.size() == 0 ? 0 : waiting.get(waiting.size() - 1).round();
  }
}
