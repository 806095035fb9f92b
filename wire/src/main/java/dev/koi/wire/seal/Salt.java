package dev.koi.wire.seal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** 16 random bytes that a daemon draws when it starts: they name this start among all. */
public record Salt(long high, long low) {

  public static final int BYTES = 16;

  /**
   * The salt of 16 random bytes.
   *
   * @throws IllegalArgumentException if there are not 16
   */
  public static Salt of(byte[] random) {
    if (random.length != BYTES) {
      throw new IllegalArgumentException("a salt has 16 bytes, not " + random.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(random);
    return new Salt(buffer.getLong(), buffer.getLong());
  }

  // By hand: a record's own goes through method handles, and every datagram is looked up by it.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Salt salt && high == salt.high && low == salt.low;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(low);
  }
}
