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
 *   0   4  "KOI" and the version, 1; "koi" from who is no node, "Koi" for a ticket
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
 */
public record Header(int cluster, int hint, Start start, long counter, Kind kind) {

  /** Who says it, and to whom it can be new. */
  public enum Kind {
    /** A node, to nodes that know that it lives. */
    NODE(0x4b4f4901),
    /** A caller: a person's koi, which asks and is no node. */
    CALLER(0x6b6f6901),
    /**
     * A ticket: a node sealed it in advance, for one receiver and for whoever outlives the node's daemon
     * to send. Good at any time, from anywhere, any number of times; so it must say what is true for
     * ever. It has a key of its own ({@link KeyRing#ticketKeyOf}), so it is never taken for another kind.
     */
    TICKET(0x4b6f6901);

    private final int magic;

    Kind(int magic) {
      this.magic = magic;
    }

    private static @Nullable Kind of(int magic) {
      for (Kind kind : KINDS) {
        if (kind.magic == magic) {
          return kind;
        }
      }
      return null;
    }
  }

  /** The longest datagram: it passes every tunnel that is left of an Ethernet frame. */
  public static final int MAX_DATAGRAM = 1400;

  static final int BYTES = 52;
  static final int TAG = 16;

  /** How much longer the datagram is than what is sealed in it. */
  public static final int OVERHEAD = BYTES + TAG;

  private static final Kind[] KINDS = Kind.values();
  private static final int CLUSTER_AT = 4;

  /**
   * The header of a datagram; null if it is not one of this cluster. Garbage costs some comparisons
   * and no allocation.
   */
  public static @Nullable Header parse(byte[] datagram, int cluster) {
    if (datagram.length < OVERHEAD || datagram.length > MAX_DATAGRAM) {
      return null;
    }
    Kind kind = Kind.of(intAt(datagram, 0));
    if (kind == null || intAt(datagram, CLUSTER_AT) != cluster) {
      return null;
    }
    ByteBuffer in =
        ByteBuffer.wrap(datagram, CLUSTER_AT + Integer.BYTES, BYTES - 2 * Integer.BYTES);
    int hint = in.getInt();
    NodeId node = new NodeId(new UUID(in.getLong(), in.getLong()));
    Salt salt = new Salt(in.getLong(), in.getLong());
    return new Header(cluster, hint, new Start(node, salt), in.getLong(), kind);
  }

  void write(ByteBuffer out) {
    out.putInt(kind.magic).putInt(cluster).putInt(hint);
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
