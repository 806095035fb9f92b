package dev.koi.node.daemon;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.message.Card;
import dev.koi.core.message.Claim;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.time.Moment;
import java.util.Map;

/**
 * What a daemon believes, for those who watch it: a simulation's invariants, a test.
 *
 * @param answered for each group the epoch of which this runner got a LEASE and which it still holds
 */
public record Inspection(
    Card card, Claim claim, Agreed agreed, Map<GroupName, Epoch> answered) {

  public Inspection {
    answered = Map.copyOf(answered);
  }

  static Inspection of(Self self, ElectionSide election, RunnerSide runner, Moment now) {
    Epoch answered = runner.answered();
    Map<GroupName, Epoch> leases =
        answered == null ? Map.of() : Map.of(GroupName.DEFAULT, answered);
    return new Inspection(self.card(now), election.claim(now), election.agreed(), leases);
  }
}
