package dev.koi.core.runner;

import dev.koi.core.name.Epoch;
import dev.koi.core.time.Moment;
import java.util.List;

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

  /**
   * What somebody else would have to run to take the group down, were it promoted under this epoch: of a
   * service that is promoted the scripts that were there then, of another those that are there now.
   */
  public List<Duty> duties(RunnerState state, Epoch epoch) {
    return Duties.of(settings, state, epoch);
  }
}
