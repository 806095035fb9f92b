package dev.koi.wire.datagram;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.koi.core.message.Message;
import dev.koi.wire.proto.Proto;

/**
 * Messages to bytes and back.
 *
 * <p>Strict about what it knows, tolerant about what it does not: whatever bytes come in, the
 * outcome is a record that its own constructors accepted or a {@link MalformedMessage}. Fields that
 * a newer version added are skipped.
 */
public final class MessageCodec {

  /** Raised when a message changes in a way that an older node would misread. */
  static final int VERSION = 1;

  private MessageCodec() {}

  /**
   * The bytes of a message.
   *
   * @throws IllegalArgumentException if it holds a negative duration
   */
  public static byte[] encode(Message message) {
    return Writer.envelope(message).toByteArray();
  }

  /**
   * The message that {@link #encode} wrote.
   *
   * @throws UnknownMessageKind if it is of a kind or version that this node does not know: ignore
   *     it
   * @throws MalformedMessage if the bytes are no message
   */
  public static Message decode(byte[] bytes) throws MalformedMessage {
    try {
      Proto.Envelope envelope = Proto.Envelope.parseFrom(bytes);
      if (envelope.getVersion() == 0) {
        throw new MalformedMessage("a message begins with its version");
      }
      if (envelope.getVersion() != VERSION) {
        throw new UnknownMessageKind("version " + Integer.toUnsignedString(envelope.getVersion()));
      }
      return Reader.message(envelope);
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedMessage("not protobuf: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new MalformedMessage(String.valueOf(e.getMessage()));
    }
  }
}
