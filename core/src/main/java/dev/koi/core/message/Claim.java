package dev.koi.core.message;

import dev.koi.core.name.NodeId;
import org.jspecify.annotations.Nullable;

/** What a node says about who leads. */
public sealed interface Claim {

  /** It has not made up its mind: it started, was paused, or lost its leader just now. */
  record Listening() implements Claim {}

  /** It hears {@code leader} and follows it; runners without a vote say this too. */
  record Following(NodeId leader) implements Claim {}

  /** It wants to lead, and will unless it hears someone better. */
  record Candidate() implements Claim {}

  /**
   * It leads.
   *
   * @param followers electors that follow it, itself included
   * @param quorate whether these are enough to confirm a lease
   * @param term in which Raft elected it; 0 under Bully, which knows none
   */
  record Leading(int followers, boolean quorate, long term) implements Claim {

    // By hand for the same reason as NodeId's.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Leading claim
          && followers == claim.followers
          && quorate == claim.quorate
          && term == claim.term;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(term) * 31 + followers;
    }
  }

  /** Whom this node takes for the leader. */
  default @Nullable NodeId leader(NodeId speaker) {
    return switch (this) {
      case Listening _, Candidate _ -> null;
      case Following f -> f.leader();
      case Leading _ -> speaker;
    };
  }
}
