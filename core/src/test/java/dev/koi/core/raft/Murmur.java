package dev.koi.core.raft;

import dev.koi.core.name.MemberId;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The heartbeats that an {@link Actor} sends beside Raft: see {@link Beside}. */
final class Murmur {

  static final int EACH_MILLIS = 15;

  private static final Duration NEXT = Duration.ofMillis(EACH_MILLIS * 3 / 2);

  /**
   * What one says.
   *
   * @param leads the term in which it leads and may act, 0: in none
   * @param follows the term in which it follows, 0: in none
   */
  record Word(MemberId from, long leads, long follows) {

    static Word of(MemberId from, RaftState state) {
      long leads = state.mayAct() ? state.term() : 0;
      return new Word(from, leads, state.leader() == null ? 0 : state.term());
    }
  }

  private final Map<MemberId, Long> follows = new HashMap<>();
  private final Map<MemberId, Moment> heard = new HashMap<>();

  void heard(Word word, Moment now) {
    follows.put(word.from(), word.follows());
    heard.put(word.from(), now);
  }

  RaftInput.Beat beat(long term, Moment now) {
    Map<MemberId, Moment> followers = new HashMap<>(heard);
    followers.keySet().removeIf(member -> !Long.valueOf(term).equals(follows.get(member)));
    return new RaftInput.Beat(now.plus(NEXT), followers);
  }
}
