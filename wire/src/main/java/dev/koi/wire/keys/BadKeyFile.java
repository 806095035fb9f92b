package dev.koi.wire.keys;

import java.io.IOException;
import java.io.Serial;

/** A key file that cannot be used; the message says what was expected and never shows a secret. */
public final class BadKeyFile extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  BadKeyFile(String message) {
    super(message);
  }
}
