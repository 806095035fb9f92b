package dev.koi.wire.datagram;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Long text, deflated: the status of a large cluster says the same few words again and again, and
 * in a tenth of the bytes it fits into a message, most often into one datagram.
 */
final class Packed {

  /** With what surrounds it, a text of so many bytes still fits into one datagram as it is. */
  static final int WORTH_IT = 1_200;

  /** More than any answer; 64 KiB of deflated zeros would be sixty megabytes. */
  static final int LONGEST = 4 * 1024 * 1024;

  private Packed() {}

  static ByteString deflate(byte[] text) {
    ByteString.Output out = ByteString.newOutput();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(text);
    } catch (IOException e) {
      throw new IllegalStateException("memory refused to be written to", e);
    }
    return out.toByteString();
  }

  /**
   * The text again.
   *
   * @throws IllegalArgumentException if it is none, or longer than {@link #LONGEST}
   */
  static String inflate(ByteString packed) {
    try (InflaterInputStream in = new InflaterInputStream(packed.newInput())) {
      byte[] text = in.readNBytes(LONGEST + 1);
      Fields.require(text.length <= LONGEST, "a deflated text has at most 4 MiB");
      return new String(text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalArgumentException("a deflated text is damaged: " + e.getMessage(), e);
    }
  }
}
