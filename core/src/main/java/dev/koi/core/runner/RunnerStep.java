package dev.koi.core.runner;

import dev.koi.core.reason.RunnerReason;
import java.util.List;

/**
 * What came of an input.
 *
 * @param actions to be done in this order
 * @param reasons what was decided and why, in order; those of the actions included
 */
public record RunnerStep(
    RunnerState state, List<RunnerAction> actions, List<RunnerReason> reasons) {

  public RunnerStep {
    actions = List.copyOf(actions);
    reasons = List.copyOf(reasons);
  }
}
