package dev.koi.wire.raft;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.koi.core.raft.Envelope;
import dev.koi.wire.datagram.MalformedMessage;
import dev.koi.wire.datagram.UnknownMessageKind;
import dev.koi.wire.frame.Frame;
import dev.koi.wire.proto.RaftProto;
import java.io.IOException;

/**
 * Envelopes to bytes and back. Whatever bytes come in, the outcome is an envelope that {@link
 * dev.koi.core.raft.Raft} can take a step with, or a {@link MalformedMessage}.
 *
 * <p>The exceptions are those of the datagrams' codec rather than a pair of its own: an envelope comes in
 * a datagram, whoever reads one reads the other a line later, and what is to be done is the same (a kind
 * of a later version is ignored, the rest is counted and dropped). Two pairs would be two catches for
 * each reader, and one of them would be forgotten.
 */
public final class EnvelopeCodec {

  /** Raised when an envelope changes in a way that an older member would misread. */
  static final int VERSION = 1;

  /**
   * Bytes that an envelope takes at most besides its entries (as {@code Entry.bytes} counts them) or its
   * piece of a snapshot, and besides the members that a snapshot's head names: all that {@code
   * RaftSettings.Limits.messageBytes} leaves out. 204 for the addresses, the term and the kind, the rest
   * for the widest kind, which is a piece of a snapshot.
   */
  public static final int OVERHEAD = 263;

  /** Bytes that a member takes at most in the head of a snapshot. */
  public static final int MEMBER_BYTES = 86;

  private EnvelopeCodec() {}

  /**
   * How many bytes {@code RaftSettings.Limits.messageBytes} may allow at most, so that each envelope is one
   * message of {@link Frame#MAX_MESSAGE} bytes. Whatever else is put around it is to be subtracted.
   *
   * @param members how many the cluster may come to have, learners included. Above 758 there is no room
   *     left: the answer is not positive then
   */
  public static int mostMessageBytes(int members) {
    return Frame.MAX_MESSAGE - OVERHEAD - members * MEMBER_BYTES;
  }

  /**
   * The bytes of an envelope. It is not asked whether they make sense: core is trusted, and a member that
   * stops for its own mistake is worth less than one whose message the others refuse.
   *
   * @throws IllegalArgumentException if it holds a negative duration
   */
  public static byte[] encode(Envelope envelope) {
    return EnvelopeWriter.envelope(envelope).toByteArray();
  }

  /**
   * The envelope that {@link #encode} wrote. Its contents are copied once: nothing of {@code bytes} is
   * kept.
   *
   * @throws UnknownMessageKind if it is of a kind or version that this member does not know: ignore it
   * @throws MalformedMessage if the bytes are no envelope, or one that no member in its senses sends
   */
  public static Envelope decode(byte[] bytes) throws MalformedMessage {
    try {
      RaftProto.Envelope p = parse(bytes);
      if (p.getVersion() == 0) {
        throw new MalformedMessage("an envelope begins with its version");
      }
      if (p.getVersion() != VERSION) {
        throw new UnknownMessageKind("version " + Integer.toUnsignedString(p.getVersion()));
      }
      return Sense.checked(EnvelopeReader.envelope(p));
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedMessage("not protobuf: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new MalformedMessage(String.valueOf(e.getMessage()));
    }
  }

  /**
   * What {@code parseFrom(byte[])} does, but that commands and pieces refer to the bytes instead of
   * copying them: they are copied later, each into an array of its own ({@link RaftFields#bytes}).
   */
  private static RaftProto.Envelope parse(byte[] bytes) throws InvalidProtocolBufferException {
    CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
    in.enableAliasing(true);
    try {
      RaftProto.Envelope envelope = RaftProto.Envelope.parseFrom(in);
      in.checkLastTagWas(0); // or it ended in the middle, at the end of a group that never began
      return envelope;
    } catch (InvalidProtocolBufferException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("memory refused to be read", e);
    }
  }
}
