package dev.koi.core.raft;

import dev.koi.core.name.MemberId;

/**
 * A change of one member, so that a majority before and one after it always meet (thesis 4.1). Joint
 * consensus, which changes any number at once, is not offered: a cluster of electors changes by one.
 */
public sealed interface MembersChange {

  MemberId member();

  /** Someone new gets everything, and counts for nothing yet. */
  record AddLearner(MemberId member) implements MembersChange {}

  /** A learner that has caught up becomes a voter. */
  record Promote(MemberId member) implements MembersChange {}

  /** A voter or a learner goes. */
  record Remove(MemberId member) implements MembersChange {}
}
