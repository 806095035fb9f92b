package dev.koi.core.runner;

import dev.koi.core.time.Moment;

/** Moves the services of one group on one node towards a goal, script by script. */
public final class GroupRunner {

  private final RunnerSettings settings;

  public GroupRunner(RunnerSettings settings) {
    this.settings = settings;
  }

  /**
   * One decision.
   *
   * @param state {@link RunnerState#begin()} or what the step before returned
   * @param goal where the group shall be; may change at any step
   */
  public RunnerStep step(RunnerState state, RunnerInput input, Goal goal, Moment now) {
    return new Turn(settings, state, goal, now).run(input);
  }
}
