package dev.koi.node.real;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A unit of the talk with the launcher (guard/README.md): kind, three zero bytes, length of the body,
 * id, body; big endian.
 *
 * @param id a launch, or a survey's ticket
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record Frame(char kind, long id, byte[] body) {

  private static final int HEADER = 16;

  /** Of a whole frame, to the launcher. */
  private static final int MOST_BYTES = 256 * 1024;

  /** Arguments and variables of one launch. */
  static final int MOST_WORDS = 1024;

  /**
   * The order to begin a script.
   *
   * @throws IllegalArgumentException if it cannot be said: too long, or with a zero character in it
   */
  static Frame launch(long id, int arguments, List<String> folderArgumentsVariables) {
    String words = String.join("\0", folderArgumentsVariables) + "\0";
    if (words.chars().filter(c -> c == 0).count() != folderArgumentsVariables.size()) {
      throw new IllegalArgumentException("a zero character in its command, folder or environment");
    }
    byte[] text = words.getBytes(StandardCharsets.UTF_8);
    if (HEADER + 4 + text.length > MOST_BYTES || folderArgumentsVariables.size() - 1 > MOST_WORDS) {
      throw new IllegalArgumentException("command and environment are too long");
    }
    return new Frame('L', id, ByteBuffer.allocate(4 + text.length).putInt(arguments).put(text).array());
  }

  static Frame terminate(long id) {
    return new Frame('T', id, new byte[0]);
  }

  static Frame kill(Set<Long> ids) {
    return new Frame('K', 0, ids(ids));
  }

  static Frame survey(Set<Long> ids, long ticket) {
    return new Frame('S', ticket, ids(ids));
  }

  static Frame adopt(long id, int session) {
    return new Frame('A', id, ByteBuffer.allocate(4).putInt(session).array());
  }

  private static byte[] ids(Set<Long> ids) {
    ByteBuffer body = ByteBuffer.allocate(8 * ids.size());
    ids.forEach(body::putLong);
    return body.array();
  }

  void writeTo(OutputStream out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + body.length);
    bytes.put((byte) kind).put(new byte[3]).putInt(body.length).putLong(id).put(body);
    out.write(bytes.array());
  }

  /** The next frame, or null at the end. */
  static @Nullable Frame readFrom(DataInputStream in) throws IOException {
    byte[] head = in.readNBytes(HEADER);
    if (head.length == 0) {
      return null;
    }
    if (head.length < HEADER) {
      throw new EOFException("half a frame");
    }
    ByteBuffer fields = ByteBuffer.wrap(head);
    char kind = (char) fields.get();
    int length = fields.getInt(4);
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("a frame of " + length + " bytes");
    }
    byte[] body = new byte[length];
    in.readFully(body);
    return new Frame(kind, fields.getLong(8), body);
  }
}
