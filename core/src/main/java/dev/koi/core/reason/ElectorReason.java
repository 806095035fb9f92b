package dev.koi.core.reason;

import dev.koi.core.agreed.Recall;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.NodeId;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Why a group was given to someone, taken from someone, or left alone. */
public sealed interface ElectorReason extends Reason {

  GroupName group();

  /** It was granted. */
  record Granted(GroupName group, Epoch epoch, NodeId to, Preference because)
      implements ElectorReason {}

  /** A runner holds a lease of the leader before: it keeps it. */
  record Adopted(GroupName group, Epoch epoch, NodeId from) implements ElectorReason {}

  /** The holder demoted and gave it up. */
  record Released(GroupName group, Epoch epoch, NodeId by) implements ElectorReason {}

  /** The holder's time is over and its demotion is not confirmed: it is waited for. */
  record Unconfirmed(GroupName group, Epoch epoch, NodeId by) implements ElectorReason {}

  /** The holder was silent for longer than W. */
  record Silent(GroupName group, Epoch epoch, NodeId holder, Duration silence, Duration bound)
      implements ElectorReason {}

  /** The runner that was granted it never asked to keep it, so it cannot have begun. */
  record NeverTaken(GroupName group, Epoch epoch, NodeId holder) implements ElectorReason {}

  /** No quorum ever confirmed this grant, so it cannot have begun. */
  record NeverConfirmed(GroupName group, Epoch epoch, NodeId holder) implements ElectorReason {}

  /** The holder is asked to give it up. */
  record Recalled(GroupName group, Epoch epoch, NodeId holder, Recall why, @Nullable NodeId target)
      implements ElectorReason {}

  /** The node that a person named is master now. */
  record TargetReached(GroupName group, NodeId target) implements ElectorReason {}

  /** The node that a person named cannot be master now. */
  record TargetUnfit(GroupName group, NodeId target, Fitness why) implements ElectorReason {}

  /** Nobody is granted the group for now. */
  record Waiting(GroupName group, Obstacle obstacle) implements ElectorReason {}

  /** Why this runner and no other. */
  enum Preference {
    /** {@code koi promote} named it. */
    NAMED,
    /** Of the runners that could be promoted it has been up the longest. */
    LONGEST_UP,
    /** It failed lately, but nobody else is left. */
    NOBODY_ELSE,
  }

  /** Why a runner may or may not be master. */
  sealed interface Fitness {
    /** It may. */
    record Fit() implements Fitness {}

    /** It may if nobody else is left. */
    record FailedLately(Duration ago, Duration forgottenAfter) implements Fitness {}

    /** It is no runner. */
    record NoRunner() implements Fitness {}

    /** It is not heard. */
    record NotHeard() implements Fitness {}

    /** It has not said how its services are. */
    record NoReport() implements Fitness {}

    /** Its services are not in a state to be promoted. */
    record NotReady(String state) implements Fitness {}

    /** It still holds an earlier epoch. */
    record StillHolds(Epoch epoch) implements Fitness {}

    /** What this leader sent it has not come back within W. */
    record NoEcho() implements Fitness {}
  }

  /** What stands in the way of a grant. */
  sealed interface Obstacle {
    /** A person said so. */
    record Manual() implements Obstacle {}

    /** Maintenance. */
    record Maintenance() implements Obstacle {}

    /** Fewer electors than the quorum follow this leader. */
    record NoQuorum(int followers, int needed) implements Obstacle {}

    /** It was told to wait after its start, or not every known node has been heard. */
    record Settling(Duration remaining) implements Obstacle {}

    /** Electors that may still be bound by an earlier promise, or by one that they forgot. */
    record PromisesStand(int free, int needed) implements Obstacle {}

    /** A lease of the time before this store knew the group may live. */
    record LeaseBefore(Duration remaining) implements Obstacle {}

    /** A runner holds the group by a grant that is not of this store. */
    record HeldBefore(NodeId node, Epoch epoch) implements Obstacle {}

    /** An elector is heard that belongs to no store and promises by itself. */
    record OtherMode(NodeId node) implements Obstacle {}

    /** An elector is heard that belongs to another store. */
    record OtherStore(NodeId node, UUID store) implements Obstacle {}

    /** No runner is fit. */
    record NoCandidate() implements Obstacle {}
  }
}
