package dev.koi.wire.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a cluster: the first seals, all open. So a key is changed without an interruption:
 * add the new one behind the old on every node, then move it to the front, then take the old one
 * away.
 *
 * <p>No datagram is sealed with a cluster key itself. From it HKDF-SHA256 (RFC 5869) makes one key
 * for each {@link Start}: a counter that begins at 1 can then serve as the nonce of AES-GCM, which
 * must never repeat under one key, without any state on disk.
 */
public final class KeyRing {

  public static final int SECRET_BYTES = 32;

  /**
   * About 100 ms in a daemon that just started (C1 code, 2 microseconds an iteration); more would
   * show in the time to the first master. It is a tenth of what one would choose for logins, so
   * whoever has recorded datagrams tests passwords faster by that much: a key file has no such
   * limit.
   */
  private static final int PASSWORD_ITERATIONS = 50_000;

  private static final byte[] EXTRACT_SALT = text("koi cluster key 1");
  private static final byte[] HINT_INFO = text("koi key hint");
  private static final byte[] START_INFO = text("koi start");
  private static final byte[] TICKET_INFO = text("koi ticket");

  private final KDF hkdf;
  private final int first;

  /** By hint, the first one first: pseudo-random keys that HKDF extracted from the secrets. */
  private final Map<Integer, SecretKey> keys = new LinkedHashMap<>();

  private KeyRing(List<byte[]> secrets) {
    if (secrets.isEmpty()) {
      throw new IllegalArgumentException("a key ring needs a key");
    }
    try {
      hkdf = KDF.getInstance("HKDF-SHA256");
      for (byte[] secret : secrets) {
        if (secret.length != SECRET_BYTES) {
          throw new IllegalArgumentException("a cluster key has 32 bytes, not " + secret.length);
        }
        HKDFParameterSpec extract =
            HKDFParameterSpec.ofExtract().addIKM(secret).addSalt(EXTRACT_SALT).extractOnly();
        SecretKey key = hkdf.deriveKey("HKDF", extract);
        keys.putIfAbsent(ByteBuffer.wrap(expand(key, HINT_INFO, Integer.BYTES)).getInt(), key);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks HKDF-SHA256", e);
    }
    first = keys.keySet().iterator().next();
  }

  /**
   * A ring of secrets, the one that seals first.
   *
   * @throws IllegalArgumentException if there is none, or one is not 32 bytes long
   */
  public static KeyRing of(List<byte[]> secrets) {
    return new KeyRing(secrets);
  }

  /** The ring of one key, stretched from a password by PBKDF2 with HMAC-SHA256. Takes its time. */
  public static KeyRing ofPassword(String password, int clusterId) {
    PBEKeySpec spec =
        new PBEKeySpec(
            password.toCharArray(),
            text("koi cluster " + clusterId),
            PASSWORD_ITERATIONS,
            SECRET_BYTES * Byte.SIZE);
    try {
      SecretKeyFactory pbkdf2 = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256");
      return new KeyRing(List.of(pbkdf2.generateSecret(spec).getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks PBKDF2 with HMAC-SHA256", e);
    } finally {
      spec.clearPassword();
    }
  }

  /** Whether it is of the same keys. */
  public boolean isSameAs(KeyRing other) {
    return sealsAs(other) && keys.equals(other.keys);
  }

  /** Whether the key that seals is the same. */
  public boolean sealsAs(KeyRing other) {
    return Objects.equals(keys.get(first), other.keys.get(other.first));
  }

  /** The hint of the key that seals. */
  int sealingHint() {
    return first;
  }

  /**
   * Whether a datagram with this hint was sealed with one of these keys; if not, it is a
   * stranger's.
   */
  public boolean knows(int hint) {
    return keys.containsKey(hint);
  }

  /** The key of one start; null if no key of the ring has this hint. Costs some microseconds. */
  public @Nullable SecretKey keyOf(int hint, Start start) {
    return derived(START_INFO, hint, start);
  }

  /**
   * The key of the tickets of one start; null if no key of the ring has this hint. Another than that of
   * its datagrams: so tickets have a counter of their own as their nonce, which may begin at 1 too, and
   * none is ever opened as something that must be fresh.
   */
  public @Nullable SecretKey ticketKeyOf(int hint, Start start) {
    return derived(TICKET_INFO, hint, start);
  }

  private @Nullable SecretKey derived(byte[] what, int hint, Start start) {
    SecretKey key = keys.get(hint);
    if (key == null) {
      return null;
    }
    ByteBuffer info = ByteBuffer.allocate(what.length + 2 * Salt.BYTES).put(what);
    info.putLong(start.node().uuid().getMostSignificantBits());
    info.putLong(start.node().uuid().getLeastSignificantBits());
    info.putLong(start.salt().high()).putLong(start.salt().low());
    try {
      return hkdf.deriveKey("AES", HKDFParameterSpec.expandOnly(key, info.array(), SECRET_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HKDF-SHA256 refused to expand", e);
    }
  }

  private byte[] expand(SecretKey key, byte[] info, int length) throws GeneralSecurityException {
    return hkdf.deriveData(HKDFParameterSpec.expandOnly(key, info, length));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
