package dev.koi.wire.seal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/** The parameters of AES-GCM that both sides must have in common. */
final class Gcm {

  private static final int NONCE_BYTES = 12;

  private Gcm() {}

  static Cipher cipher() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks AES-GCM", e);
    }
  }

  static GCMParameterSpec nonce(long counter) {
    byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putInt(0).putLong(counter).array();
    return new GCMParameterSpec(Header.TAG * Byte.SIZE, nonce);
  }
}
