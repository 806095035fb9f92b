package dev.koi.wire.seal;

import dev.koi.core.name.NodeId;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The clear part of a datagram. The seal covers it as associated data, so it can be read but not
 * changed. Numbers are big-endian.
 *
 * <pre>
 *   0   4  "KOI", or "koi" from who is no node, and the version, 1
 *   4   4  cluster id
 *   8   4  key hint: which cluster key
 *  12  16  node id of the sender
 *  28  16  salt of this start of the sender
 *  44   8  counter: 1, 2, 3 ... in this start; with four zero bytes before it, the nonce
 *  52   n  sealed
 *  52+n 16 tag
 * </pre>
 *
 * @param hint tells the keys of a ring apart, and a foreign key without any cryptography
 * @param fromAfar whether the sender is a caller: a person's koi, which asks and is no node
 */
public record Header(int cluster, int hint, Start start, long counter, boolean fromAfar) {

  /** The longest datagram: it passes every tunnel that is left of an Ethernet frame. */
  public static final int MAX_DATAGRAM = 1400;

  static final int BYTES = 52;
  static final int TAG = 16;

  /** How much longer the datagram is than what is sealed in it. */
  public static final int OVERHEAD = BYTES + TAG;

  private static final int NODE = 0x4b4f4901;
  private static final int CALLER = 0x6b6f6901;
  private static final int CLUSTER_AT = 4;

  /**
   * The header of a datagram; null if it is not one of this cluster. Garbage costs some comparisons
   * and no allocation.
   */
  public static @Nullable Header parse(byte[] datagram, int cluster) {
    if (datagram.length < OVERHEAD || datagram.length > MAX_DATAGRAM) {
      return null;
    }
    int magic = intAt(datagram, 0);
    if ((magic != NODE && magic != CALLER) || intAt(datagram, CLUSTER_AT) != cluster) {
      return null;
    }
    ByteBuffer in =
        ByteBuffer.wrap(datagram, CLUSTER_AT + Integer.BYTES, BYTES - 2 * Integer.BYTES);
    int hint = in.getInt();
    NodeId node = new NodeId(new UUID(in.getLong(), in.getLong()));
    Salt salt = new Salt(in.getLong(), in.getLong());
    return new Header(cluster, hint, new Start(node, salt), in.getLong(), magic == CALLER);
  }

  void write(ByteBuffer out) {
    out.putInt(fromAfar ? CALLER : NODE).putInt(cluster).putInt(hint);
    out.putLong(start.node().uuid().getMostSignificantBits());
    out.putLong(start.node().uuid().getLeastSignificantBits());
    out.putLong(start.salt().high()).putLong(start.salt().low()).putLong(counter);
  }

  private static int intAt(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | (bytes[at + 3] & 0xff);
  }
}
