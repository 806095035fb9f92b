package dev.koi.wire.seal;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** Opens datagrams. That one opens says who made it, not that it is new: see the replay window. */
public final class Opener {

  private final Cipher cipher = Gcm.cipher();

  /**
   * What is sealed in a datagram.
   *
   * @param header as {@link Header#parse} read it from the same datagram
   * @param key of the start that the header names
   * @return null if it was made without the key, or changed
   */
  public byte @Nullable [] open(byte[] datagram, Header header, SecretKey key) {
    try {
      cipher.init(Cipher.DECRYPT_MODE, key, Gcm.nonce(header.counter()));
      cipher.updateAAD(datagram, 0, Header.BYTES);
      return cipher.doFinal(datagram, Header.BYTES, datagram.length - Header.BYTES);
    } catch (AEADBadTagException _) {
      return null;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refused to open", e);
    }
  }
}
