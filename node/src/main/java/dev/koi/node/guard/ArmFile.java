package dev.koi.node.guard;

import dev.koi.node.port.Guards.Datagram;
import dev.koi.node.port.Guards.Duties;
import dev.koi.node.port.Guards.Program;
import dev.koi.node.port.Guards.Use;
import java.io.ByteArrayOutputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What is handed over for an epoch, as the file arm.N has it: a frame for each program and datagram. */
final class ArmFile {

  /** What to run a program as: as the guard runs. */
  private static final int AS_THE_GUARD = -1;

  private static final int BEFORE_WORDS = 32;
  private static final int BEFORE_DATAGRAM = 24;
  private static final long MOST_MILLIS = 0xffff_ffffL;

  private ArmFile() {}

  /**
   * The file.
   *
   * @throws IllegalArgumentException if something in it cannot be said
   */
  static byte[] write(Duties duties) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Program program : duties.programs()) {
      out.writeBytes(new Frame(kind(program.use()), program.service(), body(program)).bytes());
    }
    duties.released().forEach(d -> out.writeBytes(frame('R', d)));
    duties.unconfirmed().forEach(d -> out.writeBytes(frame('U', d)));
    return out.toByteArray();
  }

  /** The file of cell 0. */
  static byte[] write(List<Datagram> daemonGone) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    daemonGone.forEach(d -> out.writeBytes(frame('G', d)));
    return out.toByteArray();
  }

  private static char kind(Use use) {
    return switch (use) {
      case DEMOTE -> 'D';
      case STOP -> 'S';
      case STATUS -> 'T';
      case LEFTOVER -> 'L';
    };
  }

  private static byte[] body(Program program) {
    List<String> texts = new ArrayList<>(List.of(program.folder()));
    texts.addAll(program.command());
    program.environment().forEach((name, value) -> texts.add(name + "=" + value));
    byte[] words = Frame.words(program.command().size(), texts);
    ByteBuffer body = ByteBuffer.allocate(BEFORE_WORDS + words.length);
    body.putInt(program.rank());
    body.putInt((int) Math.clamp(program.timeout().toMillis(), 1, MOST_MILLIS));
    body.putInt(AS_THE_GUARD).putInt(AS_THE_GUARD);
    body.putLong(program.file().device()).putLong(program.file().inode());
    return body.put(words).array();
  }

  private static byte[] frame(char kind, Datagram datagram) {
    InetAddress address = datagram.to().getAddress();
    if (address == null) {
      throw new IllegalArgumentException("the address of " + datagram.to() + " is not known");
    }
    boolean six = address instanceof Inet6Address;
    ByteBuffer body = ByteBuffer.allocate(BEFORE_DATAGRAM + datagram.bytes().length);
    body.put((byte) (six ? 6 : 4)).put((byte) 0).putShort((short) datagram.to().getPort());
    body.putInt(address instanceof Inet6Address local ? local.getScopeId() : 0);
    body.put(address.getAddress());
    return new Frame(kind, 0, body.position(BEFORE_DATAGRAM).put(datagram.bytes()).array()).bytes();
  }
}
