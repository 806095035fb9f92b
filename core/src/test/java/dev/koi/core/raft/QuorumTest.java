package dev.koi.core.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.name.MemberId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Majorities against a stupid twin that tries everything, for all small inputs. */
class QuorumTest {

  private static final List<MemberId> MEMBERS = Council.list("a", "b", "c", "d", "e", "f", "g");

  /** Every set of voters, by its bits. */
  private static List<MemberId> subset(int bits) {
    List<MemberId> subset = new ArrayList<>();
    for (int i = 0; i < MEMBERS.size(); i++) {
      if ((bits >> i & 1) == 1) {
        subset.add(MEMBERS.get(i));
      }
    }
    return subset;
  }

  /** More for it than not for it. */
  private static boolean twinHas(List<MemberId> voters, List<MemberId> such) {
    int balance = 0;
    for (MemberId voter : voters) {
      balance += such.contains(voter) ? 1 : -1;
    }
    return balance > 0;
  }

  @Test
  void aMajorityIsWhatTheTwinCounts() {
    for (int voters = 0; voters < 128; voters++) {
      for (int such = 0; such < 128; such++) {
        List<MemberId> yes = subset(such);
        assertThat(Quorum.has(subset(voters), yes::contains))
            .as("%s of %s", such, voters)
            .isEqualTo(twinHas(subset(voters), yes));
      }
    }
  }

  /** 5.2 and all that follows: any two majorities of the same voters share one. */
  @Test
  void twoMajoritiesMeet() {
    for (int one = 0; one < 128; one++) {
      for (int other = 0; other < 128; other++) {
        List<MemberId> a = subset(one);
        List<MemberId> b = subset(other);
        boolean both = Quorum.has(MEMBERS, a::contains) && Quorum.has(MEMBERS, b::contains);
        assertThat(!both || (one & other) != 0).isTrue();
      }
    }
  }

  /** Thesis 4.1: so do one before and one after a change of one member. */
  @Test
  void majoritiesBeforeAndAfterAChangeMeet() {
    for (int size = 1; size < MEMBERS.size(); size++) {
      List<MemberId> before = MEMBERS.subList(0, size);
      List<MemberId> after = MEMBERS.subList(0, size + 1);
      for (int one = 0; one < 128; one++) {
        for (int other = 0; other < 128; other++) {
          List<MemberId> a = subset(one);
          List<MemberId> b = subset(other);
          boolean both = Quorum.has(before, a::contains) && Quorum.has(after, b::contains);
          boolean meet = before.stream().anyMatch(v -> a.contains(v) && b.contains(v));
          assertThat(!both || meet).isTrue();
        }
      }
    }
  }

  /** All assignments of 0 to 3 to up to five voters. */
  @Test
  void whatAMajorityHasReachedIsWhatTheTwinFinds() {
    for (int size = 0; size <= 5; size++) {
      List<MemberId> voters = MEMBERS.subList(0, size);
      for (int code = 0; code < 1 << (2 * size); code++) {
        SortedMap<MemberId, Long> values = new TreeMap<>();
        for (int i = 0; i < size; i++) {
          values.put(voters.get(i), (long) (code >> (2 * i) & 3));
        }
        assertThat(Quorum.reached(voters, v -> values.getOrDefault(v, 0L)))
            .as("%s", values)
            .isEqualTo(twinReached(voters, values));
      }
    }
  }

  /** The highest of all numbers that more than half have reached. */
  private static long twinReached(List<MemberId> voters, SortedMap<MemberId, Long> values) {
    long best = 0;
    for (long candidate = 0; candidate <= 3; candidate++) {
      int count = 0;
      for (MemberId voter : voters) {
        count += values.getOrDefault(voter, 0L) >= candidate ? 1 : 0;
      }
      best = 2 * count > voters.size() ? candidate : best;
    }
    return best;
  }

  /**
   * The same through a whole leader: of three voters, its own disk included, whatever they have of a log
   * in which the first entries are of an earlier term (5.4.2).
   */
  @Test
  void aLeaderCommitsWhatTheTwinWould() {
    for (int code = 0; code < 25; code++) {
      Lone a = Lone.withLog(1, 1).lead();
      a.propose("x"); // 1 1 2 2: indexes 1 to 4
      long[] match = {4, code % 5, code / 5 % 5};
      long[] twin = match.clone();
      a.ack("b", match[1]);
      a.ack("c", match[2]);
      Arrays.sort(twin);
      long expected = twin[1] >= 3 ? twin[1] : 0;
      assertThat(a.state.commit()).as("%s %s", match[1], match[2]).isEqualTo(expected);
    }
  }
}
