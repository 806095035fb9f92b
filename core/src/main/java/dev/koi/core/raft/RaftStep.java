package dev.koi.core.raft;

import dev.koi.core.reason.RaftReason;
import java.util.List;

/** What a step makes of a state, what shall happen, and why. */
public record RaftStep(RaftState state, List<RaftOutput> outputs, List<RaftReason> reasons) {

  public RaftStep {
    outputs = List.copyOf(outputs);
    reasons = List.copyOf(reasons);
  }
}
