package dev.koi.node.daemon;

import dev.koi.core.message.Message;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.Incarnation;
import dev.koi.node.port.Guards;
import java.util.List;

/** {@link LastWords} about this very run, as its guards take them. */
final class Sealed {

  private final LastWords words;
  private final Incarnation self;

  Sealed(LastWords words, Incarnation self) {
    this.words = words;
    this.self = self;
  }

  /** Grows when what was sealed before reaches an elector no more. */
  long revision() {
    return words.revision();
  }

  /** The release ticket. */
  List<Guards.Datagram> released(GroupName group, Epoch epoch) {
    return sealed(new Message.Released(group, epoch, self));
  }

  List<Guards.Datagram> unconfirmed(GroupName group, Epoch epoch) {
    return sealed(new Message.Unconfirmed(group, epoch, self));
  }

  /** That the daemon itself is gone. */
  List<Guards.Datagram> gone() {
    return sealed(new Message.Gone(self));
  }

  private List<Guards.Datagram> sealed(Message.InAdvance message) {
    return words.of(message).stream()
        .map(ticket -> new Guards.Datagram(ticket.to(), ticket.bytes()))
        .toList();
  }
}
