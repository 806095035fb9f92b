package dev.koi.wire.call;

import dev.koi.core.name.NodeId;
import java.net.InetSocketAddress;

/** How a call ended. */
public sealed interface Outcome {

  /** One line of JSON. */
  record Answered(NodeId by, InetSocketAddress at, String line) implements Outcome {}

  /** Nobody proved to be there, so nobody was asked. */
  record Nobody() implements Outcome {}

  /** It was asked and fell silent, or was not done in time: an order may be done. */
  record Silent(InetSocketAddress at) implements Outcome {}

  /**
   * It was asked and began anew. An order may have been done before, so that it is not repeated to
   * a daemon that cannot know.
   */
  record BegunAnew(InetSocketAddress at) implements Outcome {}
}
