package dev.koi.wire.frame;

import dev.koi.core.name.NodeId;
import dev.koi.wire.seal.Salt;
import dev.koi.wire.seal.Sealer;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is sealed in a datagram: a kind (1 byte), whom it is for (16 bytes, zeros for everyone), and
 * what the kind says. Written by hand: these are a few fixed fields, read before anything else.
 */
@SuppressWarnings("ArrayRecordComponent") // frames are read once and never compared
public sealed interface Frame {

  /** A message in one piece. */
  record Whole(byte[] message) implements Frame {}

  /** A piece of a message; {@code id} numbers the sender's large messages of this start. */
  record Fragment(long id, int index, int count, byte[] chunk) implements Frame {}

  /** These pieces have not arrived: bit 0 is the first. */
  record Missing(long id, long pieces) implements Frame {}

  /** Prove that your start of this salt lives: echo this number. */
  record Challenge(Salt about, long nonce) implements Frame {}

  /** The proof. */
  record Echo(long nonce) implements Frame {}

  /** Whoever is there, answer. */
  record Probe(long nonce) implements Frame {}

  /** The answer. */
  record ProbeReply(long nonce) implements Frame {}

  /** A frame and whom it is for, null for everyone. */
  record Addressed(@Nullable NodeId to, Frame frame) {}

  int HEAD = 17;

  /** The longest message that travels in one piece. */
  int MAX_WHOLE = Sealer.MAX_PLAIN - HEAD;

  /** Every fragment but the last is this long: then an index says where it belongs. */
  int CHUNK = MAX_WHOLE - 12;

  /** The longest message. */
  int MAX_MESSAGE = 65_536;

  static byte[] write(@Nullable NodeId to, Frame frame) {
    return switch (frame) {
      case Whole f -> head(to, 1, f.message().length).put(f.message()).array();
      case Fragment f ->
          head(to, 2, 12 + f.chunk().length)
              .putLong(f.id())
              .putShort((short) f.index())
              .putShort((short) f.count())
              .put(f.chunk())
              .array();
      case Missing f -> head(to, 3, 16).putLong(f.id()).putLong(f.pieces()).array();
      case Challenge f ->
          head(to, 4, 24)
              .putLong(f.about().high())
              .putLong(f.about().low())
              .putLong(f.nonce())
              .array();
      case Echo f -> head(to, 5, 8).putLong(f.nonce()).array();
      case Probe f -> head(to, 6, 8).putLong(f.nonce()).array();
      case ProbeReply f -> head(to, 7, 8).putLong(f.nonce()).array();
    };
  }

  /** The reverse of {@link #write}; null if it is none of these. */
  static @Nullable Addressed read(byte[] plain) {
    ByteBuffer in = ByteBuffer.wrap(plain);
    try {
      int kind = in.get();
      UUID to = new UUID(in.getLong(), in.getLong());
      Frame frame = frame(kind, in);
      if (frame == null || in.hasRemaining()) {
        return null;
      }
      boolean everyone = to.getMostSignificantBits() == 0 && to.getLeastSignificantBits() == 0;
      return new Addressed(everyone ? null : new NodeId(to), frame);
    } catch (BufferUnderflowException _) {
      return null;
    }
  }

  private static @Nullable Frame frame(int kind, ByteBuffer in) {
    return switch (kind) {
      case 1 -> new Whole(rest(in));
      case 2 -> fragment(in.getLong(), in.getShort(), in.getShort(), rest(in));
      case 3 -> new Missing(in.getLong(), in.getLong());
      case 4 -> new Challenge(new Salt(in.getLong(), in.getLong()), in.getLong());
      case 5 -> new Echo(in.getLong());
      case 6 -> new Probe(in.getLong());
      case 7 -> new ProbeReply(in.getLong());
      default -> null;
    };
  }

  private static @Nullable Frame fragment(long id, int index, int count, byte[] chunk) {
    boolean last = index == count - 1;
    boolean fits = last ? chunk.length >= 1 && chunk.length <= CHUNK : chunk.length == CHUNK;
    boolean ranged = index >= 0 && index < count && count >= 2;
    boolean bounded = (count - 1) * CHUNK + (last ? chunk.length : 1) <= MAX_MESSAGE;
    return fits && ranged && bounded ? new Fragment(id, index, count, chunk) : null;
  }

  private static byte[] rest(ByteBuffer in) {
    byte[] rest = new byte[in.remaining()];
    in.get(rest);
    return rest;
  }

  private static ByteBuffer head(@Nullable NodeId to, int kind, int length) {
    ByteBuffer out = ByteBuffer.allocate(HEAD + length).put((byte) kind);
    if (to == null) {
      return out.putLong(0).putLong(0);
    }
    return out.putLong(to.uuid().getMostSignificantBits())
        .putLong(to.uuid().getLeastSignificantBits());
  }
}
