package dev.koi.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.message.Claim;
import dev.koi.node.daemon.Inspection;
import dev.koi.wire.api.Command;
import dev.koi.wire.api.Request;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Voters that a full disk has stopped, in daemons that live and are heard (SAFETY E1). */
class StoppedVotersTest {

  @Test
  void whoseVotersHaveAllStoppedLeadsNoMoreThoughTheirDaemonsAreHeard() {
    Distance far = new Distance(1, true);
    List<SimNode> followers = far.nodes.stream().filter(node -> !leads(node)).toList();
    assertThat(followers).hasSize(2);
    followers.forEach(node -> node.badDisks(true));
    for (int i = 0; i < 12; i++) {
      far.ask(Request.of(Command.DEMOTE), far.addresses()); // something to write down
    }
    assertThat(far.nodes).noneMatch(StoppedVotersTest::leads);
  }

  private static boolean leads(SimNode node) {
    Inspection inspection = node.inspect();
    return inspection != null && inspection.claim() instanceof Claim.Leading;
  }
}
