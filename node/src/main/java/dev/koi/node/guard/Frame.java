package dev.koi.node.guard;

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
 * A unit of the talk with launcher and guards (guard/README.md): kind, three zero bytes, length of the
 * body, id, body; big endian. The file of what is handed over to the guards is made of them too.
 *
 * @param id to the launcher a launch, or a ticket; to a guard the cell; in the file the service
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record Frame(char kind, long id, byte[] body) {

  private static final int HEADER = 16;

  /** Cell, tree or flags, number. */
  private static final int SEAT = 16;

  private static final String TOO_LONG = "command and environment are too long";

  /** Of a whole frame, to the launcher. */
  private static final int MOST_BYTES = 256 * 1024;

  /** Arguments and variables of one launch. */
  public static final int MOST_WORDS = 1024;

  /**
   * The order to begin a script.
   *
   * @throws IllegalArgumentException if it cannot be said: too long, or with a zero character in it
   */
  public static Frame launch(long id, int arguments, List<String> folderArgumentsVariables) {
    return new Frame('L', id, checked(0, words(arguments, folderArgumentsVariables)));
  }

  /**
   * The same in a tree.
   *
   * @throws IllegalArgumentException as {@link #launch}
   */
  public static Frame launchIn(Seat seat, long id, int arguments, List<String> folderArgumentsVariables) {
    byte[] words = checked(SEAT, words(arguments, folderArgumentsVariables));
    ByteBuffer body = ByteBuffer.allocate(SEAT + words.length);
    body.putInt(seat.cell).putInt(seat.tree).putLong(seat.number).put(words);
    return new Frame('J', id, body.array());
  }

  /** Where a launch is to run: a cell, one of its trees, and the number that a latch is compared with. */
  public record Seat(int cell, int tree, long number) {}

  /**
   * What is executed: number of arguments, then folder, arguments and variables.
   *
   * @throws IllegalArgumentException if there are too many, or one has a zero character in it
   */
  static byte[] words(int arguments, List<String> folderArgumentsVariables) {
    String words = String.join("\0", folderArgumentsVariables) + "\0";
    if (words.chars().filter(c -> c == 0).count() != folderArgumentsVariables.size()) {
      throw new IllegalArgumentException("a zero character in its command, folder or environment");
    }
    if (folderArgumentsVariables.size() - 1 > MOST_WORDS) {
      throw new IllegalArgumentException(TOO_LONG);
    }
    byte[] text = words.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(4 + text.length).putInt(arguments).put(text).array();
  }

  private static byte[] checked(int before, byte[] words) {
    if (HEADER + before + words.length > MOST_BYTES) {
      throw new IllegalArgumentException(TOO_LONG);
    }
    return words;
  }

  /**
   * Who is left of what was promoted in an epoch.
   *
   * @param epoch 0: of all trees of the group but what takes down
   */
  public static Frame left(int cell, long epoch, boolean kill, long ticket) {
    ByteBuffer body = ByteBuffer.allocate(SEAT);
    return new Frame('X', ticket, body.putInt(cell).putInt(kill ? 1 : 0).putLong(epoch).array());
  }

  /** A request to a guard. */
  static Frame toGuard(char kind, int cell, long epoch) {
    return new Frame(kind, cell, ByteBuffer.allocate(8).putLong(epoch).array());
  }

  public static Frame terminate(long id) {
    return new Frame('T', id, new byte[0]);
  }

  public static Frame kill(Set<Long> ids) {
    return new Frame('K', 0, ids(ids));
  }

  public static Frame survey(Set<Long> ids, long ticket) {
    return new Frame('S', ticket, ids(ids));
  }

  public static Frame adopt(long id, int session) {
    return new Frame('A', id, ByteBuffer.allocate(4).putInt(session).array());
  }

  private static byte[] ids(Set<Long> ids) {
    ByteBuffer body = ByteBuffer.allocate(8 * ids.size());
    ids.forEach(body::putLong);
    return body.array();
  }

  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes());
  }

  byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + body.length);
    bytes.put((byte) kind).put(new byte[3]).putInt(body.length).putLong(id).put(body);
    return bytes.array();
  }

  /** The next frame, or null at the end. */
  public static @Nullable Frame readFrom(DataInputStream in) throws IOException {
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
