package dev.koi.node.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lines of UTF-8 from a channel, none longer than agreed. */
final class LineReader {

  /** The bytes are no line that can be taken; nothing after them can be trusted. */
  static final class BadLine extends Exception {

    private static final long serialVersionUID = 1;

    BadLine(String message) {
      super(message);
    }
  }

  private static final int FIRST_SIZE = 1024;

  private final ReadableByteChannel channel;
  private final int longest;
  private byte[] bytes;
  private int start;
  private int scanned;
  private int end;

  LineReader(ReadableByteChannel channel, int longest) {
    this.channel = channel;
    this.longest = longest;
    this.bytes = new byte[Math.min(FIRST_SIZE, longest + 1)];
  }

  /**
   * The next line without its end, null at the end of the stream. A last line without an end counts.
   */
  @Nullable String next() throws IOException, BadLine {
    while (true) {
      while (scanned < end) {
        if (bytes[scanned++] == '\n') {
          String line = decode(start, scanned - 1);
          start = scanned;
          return line;
        }
      }
      if (end - start > longest) {
        throw new BadLine("the line is longer than " + longest + " bytes");
      }
      makeRoom();
      int count = channel.read(ByteBuffer.wrap(bytes, end, bytes.length - end));
      if (count < 0) {
        String rest = start == end ? null : decode(start, end);
        start = end;
        return rest;
      }
      end += count;
    }
  }

  private void makeRoom() {
    if (start > 0) {
      System.arraycopy(bytes, start, bytes, 0, end - start);
      end -= start;
      scanned -= start;
      start = 0;
    }
    if (end == bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(bytes.length * 2, longest + 1));
    }
  }

  private String decode(int from, int to) throws BadLine {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, to - from))
          .toString();
    } catch (CharacterCodingException _) {
      throw new BadLine("the line is not UTF-8");
    }
  }
}
