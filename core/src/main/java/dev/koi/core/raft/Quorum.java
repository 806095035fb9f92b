package dev.koi.core.raft;

import dev.koi.core.name.MemberId;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Majorities. Two of them always share a voter: all of Raft's safety hangs on that. */
final class Quorum {

  private Quorum() {}

  static int majority(int voters) {
    return voters / 2 + 1;
  }

  /** Whether a majority of the voters is such. Nobody is no majority of nobody. */
  static boolean has(Collection<MemberId> voters, Predicate<MemberId> such) {
    int count = 0;
    for (MemberId voter : voters) {
      count += such.test(voter) ? 1 : 0;
    }
    return count >= majority(voters.size());
  }

  /** The highest value that a majority of the voters has reached, 0 without voters. */
  static long reached(Collection<MemberId> voters, ToLongFunction<MemberId> value) {
    if (voters.isEmpty()) {
      return 0;
    }
    long[] values = new long[voters.size()];
    int i = 0;
    for (MemberId voter : voters) {
      values[i++] = value.applyAsLong(voter);
    }
    Arrays.sort(values);
    return values[values.length - majority(values.length)];
  }
}
