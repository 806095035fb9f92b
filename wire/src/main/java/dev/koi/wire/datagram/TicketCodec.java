package dev.koi.wire.datagram;

import dev.koi.core.message.Message;

/**
 * What a ticket says, to bytes and back. A ticket is good for ever, so it says only what is true for ever:
 * anything else in it would be a replay that nobody could tell from the present.
 */
public final class TicketCodec {

  private TicketCodec() {}

  public static byte[] encode(Message.InAdvance message) {
    return MessageCodec.encode(message);
  }

  /**
   * The message that {@link #encode} wrote.
   *
   * @throws UnknownMessageKind if it is of a kind or version that this node does not know: ignore it
   * @throws MalformedMessage if it is none that a ticket may carry
   */
  public static Message.InAdvance decode(byte[] bytes) throws MalformedMessage {
    if (MessageCodec.decode(bytes) instanceof Message.InAdvance message) {
      return message;
    }
    throw new MalformedMessage("a ticket with what only a living daemon may say");
  }
}
