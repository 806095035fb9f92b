package dev.koi.node.daemon;

import dev.koi.core.message.Card;
import dev.koi.core.message.Claim;
import dev.koi.core.message.Message.Heartbeat;
import java.time.Duration;
import java.util.List;

/** Nodes that come to an agreement in another way: they are heard, and have no say here. */
final class Strangers {

  private Strangers() {}

  /**
   * The heartbeat without what it says of leaders, promises and what is agreed.
   *
   * @param elector whether it still counts as an elector, if it is one
   */
  static Heartbeat withoutSay(Heartbeat h, boolean elector) {
    Card c = h.card();
    Card card =
        new Card(
            c.incarnation(),
            c.name(),
            elector && c.elector(),
            c.runner(),
            c.priority(),
            c.version(),
            c.uptime());
    return new Heartbeat(
        card,
        new Claim.Listening(),
        null,
        List.of(),
        Duration.ZERO,
        h.hears(),
        h.pulse(),
        h.echo(),
        h.seat());
  }
}
