package dev.koi.wire.datagram;

/**
 * A message of a kind or version that this node does not know: the sender is newer (or older) than
 * it is. Not a fault: such a message is ignored, and the two nodes agree on the rest.
 */
public final class UnknownMessageKind extends MalformedMessage {

  private static final long serialVersionUID = 1;

  public UnknownMessageKind(String why) {
    super(why);
  }
}
