package dev.koi.core.raft;

import dev.koi.core.name.MemberId;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who belongs to the cluster. Voters elect and commit; learners get everything and count for nothing
 * (thesis 4.2.1).
 */
public record Members(SortedSet<MemberId> voters, SortedSet<MemberId> learners) {

  /** An empty state's: it neither votes nor stands (SAFETY E1a). */
  public static final Members NOBODY = new Members(new TreeSet<>(), new TreeSet<>());

  private static final int MEMBER_BYTES = 96;

  public Members {
    voters = Collections.unmodifiableSortedSet(new TreeSet<>(voters));
    learners = Collections.unmodifiableSortedSet(new TreeSet<>(learners));
  }

  public static Members of(Collection<MemberId> voters) {
    return new Members(new TreeSet<>(voters), new TreeSet<>());
  }

  public boolean isVoter(MemberId member) {
    return voters.contains(member);
  }

  public boolean isLearner(MemberId member) {
    return learners.contains(member);
  }

  public boolean has(MemberId member) {
    return isVoter(member) || isLearner(member);
  }

  /** Everyone but one. */
  List<MemberId> others(MemberId self) {
    SortedSet<MemberId> all = new TreeSet<>(voters);
    all.addAll(learners);
    all.remove(self);
    return List.copyOf(all);
  }

  /** How many voters decide. */
  public int majority() {
    return Quorum.majority(voters.size());
  }

  /** What a change makes of it; whether it may be made is {@link MembershipChange}'s matter. */
  Members after(MembersChange change) {
    SortedSet<MemberId> vote = new TreeSet<>(voters);
    SortedSet<MemberId> learn = new TreeSet<>(learners);
    vote.remove(change.member());
    learn.remove(change.member());
    switch (change) {
      case MembersChange.AddLearner add -> learn.add(add.member());
      case MembersChange.Promote promote -> vote.add(promote.member());
      case MembersChange.Remove _ -> {}
    }
    return new Members(vote, learn);
  }

  int bytes() {
    return MEMBER_BYTES * (voters.size() + learners.size());
  }
}
