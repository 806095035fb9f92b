package dev.koi.wire.datagram;

import com.google.protobuf.ByteString;
import dev.koi.core.lease.Timing;
import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeId;
import dev.koi.wire.proto.Proto;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;

/**
 * The fields that several messages share, each way. What cannot be read is an {@link
 * IllegalArgumentException}, as it is for the records of core; a codec turns both into its own
 * checked exception, in one place.
 */
public final class Fields {

  private static final int UUID_BYTES = 16;

  private Fields() {}

  public static ByteString uuid(UUID uuid) {
    return ByteString.copyFrom(
        ByteBuffer.allocate(UUID_BYTES)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .flip());
  }

  /**
   * The reverse of {@link #uuid(UUID)}.
   *
   * @throws IllegalArgumentException if it is not 16 bytes long
   */
  public static UUID uuid(ByteString bytes) {
    require(bytes.size() == UUID_BYTES, "an id has 16 bytes");
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  public static ByteString node(NodeId node) {
    return uuid(node.uuid());
  }

  public static NodeId node(ByteString bytes) {
    return new NodeId(uuid(bytes));
  }

  /**
   * Nanoseconds of a duration.
   *
   * @throws IllegalArgumentException if it is negative: no message speaks of one
   */
  public static long nanos(Duration duration) {
    require(!duration.isNegative(), "a negative duration");
    return duration.toNanos();
  }

  /**
   * The reverse of {@link #nanos}.
   *
   * @throws IllegalArgumentException if it is negative, which on the wire is 2^63 and above
   */
  public static Duration duration(long nanos) {
    require(nanos >= 0, "a duration is less than 2^63 ns");
    return Duration.ofNanos(nanos);
  }

  public static Proto.Incarnation incarnation(Incarnation incarnation) {
    return Proto.Incarnation.newBuilder()
        .setNode(node(incarnation.node()))
        .setBoot(uuid(incarnation.boot()))
        .setStart(incarnation.start())
        .build();
  }

  public static Incarnation incarnation(Proto.Incarnation p) {
    return new Incarnation(node(p.getNode()), uuid(p.getBoot()), p.getStart());
  }

  public static Proto.Timing timing(Timing timing) {
    return Proto.Timing.newBuilder()
        .setRenewNanos(nanos(timing.renew()))
        .setSoftNanos(nanos(timing.soft()))
        .setHardNanos(nanos(timing.hard()))
        .setBudgetNanos(nanos(timing.budget()))
        .setEndNanos(nanos(timing.end()))
        .build();
  }

  public static Timing timing(Proto.Timing p) {
    return new Timing(
        duration(p.getRenewNanos()),
        duration(p.getSoftNanos()),
        duration(p.getHardNanos()),
        duration(p.getBudgetNanos()),
        duration(p.getEndNanos()));
  }

  /**
   * What a field, or several, must be.
   *
   * @throws IllegalArgumentException with the text, if it is not so
   */
  public static void require(boolean holds, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(expected);
    }
  }
}
