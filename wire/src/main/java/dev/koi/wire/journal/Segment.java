package dev.koi.wire.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * One file of a journal: a head, then records back to back.
 *
 * <pre>
 *   head     "koijrnl1"  number:8  crc:4
 *   record   length:4  crc of length:4  payload  crc of payload:4  0xA5
 * </pre>
 *
 * <p>Numbers are big-endian, checksums are CRC-32C. Those of a record also cover the segment's number and
 * the record's place, so that old blocks that a file system brings back are not taken for new ones. The
 * length has a checksum of its own: without one a changed length could not be told from a record that was
 * cut off. The last byte is never zero: without that a record whose checksum ends with a zero byte, and
 * whose payload was changed, would look as if it had not been written to its end.
 */
public final class Segment {

  public static final int HEAD_BYTES = 20;

  /** What a record takes beside its payload. */
  public static final int FRAME_BYTES = 13;

  /** An entry of the store is far smaller; what claims more is no length. */
  public static final int MAX_PAYLOAD = 1 << 24;

  static final long MAGIC = 0x6b6f696a726e6c31L; // koijrnl1
  static final int BEFORE_PAYLOAD = 8;
  static final byte END = (byte) 0xA5;

  private Segment() {}

  /** The first bytes of a new segment. */
  public static byte[] head(long number) {
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).putLong(MAGIC).putLong(number);
    return head.putInt(headSum(number)).array();
  }

  /**
   * A record as it is written at this place.
   *
   * @param place offset in the file
   * @throws IllegalArgumentException if the payload is longer than {@link #MAX_PAYLOAD}
   */
  public static byte[] record(long number, long place, byte[] payload) {
    if (payload.length > MAX_PAYLOAD) {
      throw new IllegalArgumentException("a record has at most 16 MiB: " + payload.length);
    }
    ByteBuffer record = ByteBuffer.allocate(FRAME_BYTES + payload.length);
    record.putInt(payload.length).putInt(lengthSum(number, place, payload.length));
    record.put(payload).putInt(payloadSum(number, place, ByteBuffer.wrap(payload)));
    return record.put(END).array();
  }

  static int headSum(long number) {
    return sum(ByteBuffer.allocate(16).putLong(MAGIC).putLong(number).flip());
  }

  static int lengthSum(long number, long place, int length) {
    return sum(ByteBuffer.allocate(20).putLong(number).putLong(place).putInt(length).flip());
  }

  static int payloadSum(long number, long place, ByteBuffer payload) {
    CRC32C sum = new CRC32C();
    sum.update(ByteBuffer.allocate(16).putLong(number).putLong(place).flip());
    sum.update(payload.duplicate());
    return (int) sum.getValue();
  }

  private static int sum(ByteBuffer bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return (int) sum.getValue();
  }
}
