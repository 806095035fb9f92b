package dev.koi.node.daemon;

import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.Incarnation;
import dev.koi.node.links.Links;
import dev.koi.node.port.Guards;
import java.util.List;

/** What the guards send in this daemon's name when it cannot: sealed in advance (SAFETY G4). */
final class Sealed {

  private final Links links;
  private final Incarnation self;

  Sealed(Links links, Incarnation self) {
    this.links = links;
    this.self = self;
  }

  /** Grows when what was sealed before reaches an elector no more. */
  long revision() {
    return 0;
  }

  /** The release ticket. */
  List<Guards.Datagram> released(GroupName group, Epoch epoch) {
    return List.of();
  }

  List<Guards.Datagram> unconfirmed(GroupName group, Epoch epoch) {
    return List.of();
  }

  /** That the daemon itself is gone. */
  List<Guards.Datagram> gone() {
    return List.of();
  }
}
