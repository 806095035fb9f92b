package dev.koi.wire.keys;

import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A secret that the nodes of a cluster share.
 *
 * @param id what people call it; 1 to 32 letters, digits, dots, dashes or underscores
 * @param secret {@value #LENGTH} bytes
 */
@SuppressWarnings("ArrayRecordComponent") // Copied on both ways, and compared by content below.
public record Key(String id, byte[] secret) {

  /** Bytes of a secret. */
  public static final int LENGTH = 32;

  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{1,32}");

  public Key {
    if (!isLegal(id)) {
      throw new IllegalArgumentException("not the name of a key: " + id);
    }
    if (secret.length != LENGTH) {
      throw new IllegalArgumentException("a key has " + LENGTH + " bytes, not " + secret.length);
    }
    secret = secret.clone();
  }

  static boolean isLegal(String id) {
    return LEGAL.matcher(id).matches();
  }

  @Override
  public byte[] secret() {
    return secret.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Key key
        && id.equals(key.id)
        && MessageDigest.isEqual(secret, key.secret);
  }

  /** By name only: a hash of the secret would end in dumps. */
  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /** Without the secret, which belongs into no log. */
  @Override
  public String toString() {
    return "Key[" + id + "]";
  }
}
