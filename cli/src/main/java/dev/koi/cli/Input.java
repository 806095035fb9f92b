package dev.koi.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * Standard input.
 *
 * @param terminal whether a person is there who can be asked
 */
record Input(InputStream stream, BooleanSupplier terminal) {

  /** Nothing, and nobody. */
  static Input none() {
    return new Input(InputStream.nullInputStream(), () -> false);
  }

  /**
   * All of it, as UTF-8 whatever the locale: values are the same on every machine.
   *
   * @throws IOException if it is none; the message is for a person
   */
  static String text(byte[] bytes, String name) throws IOException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException(name + " is not UTF-8", e);
    }
  }

  /** The next line, without reading any further; what there is at the end. */
  String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = stream.read();
    while (next >= 0 && next != '\n') {
      line.write(next);
      next = stream.read();
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
