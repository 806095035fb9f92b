package dev.koi.node.log;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The local syslog: a datagram a line to {@code /dev/log}, as syslog(3) writes it, facility daemon.
 *
 * <p>The JDK has no unix datagram sockets, so three functions of libc are called directly. Not
 * syslog(3) itself, which is silent when nobody takes a line, and waits when syslogd does; and not UDP
 * to localhost, where few daemons listen. Each line names its receiver anew, so that a syslogd that
 * was restarted is found again.
 */
@SuppressWarnings("restricted") // downcalls: there is no other door
public final class Syslog implements Outlet {

  /** Where every syslogd, and the journal, takes lines. */
  public static final Path PLACE = Path.of("/dev/log");

  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x8_0000;
  private static final int MSG_DONTWAIT_NOSIGNAL = 0x40 | 0x4000;
  private static final int FACILITY_DAEMON = 3 << 3;
  private static final int PATH_BYTES = 108;
  private static final int MOST_BYTES = 8 * 1024;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle SOCKET =
      link("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SENDTO =
      link(
          "sendto",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle CLOSE = link("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = arena.allocate(STATE);
  private final MemorySegment address = arena.allocate(Short.BYTES + PATH_BYTES, Short.BYTES);
  private final MemorySegment buffer = arena.allocate(MOST_BYTES);
  private final int addressLength;
  private final int socket;
  private final Path place;
  private final String tag;

  private Syslog(Path place, String tag) throws IOException {
    byte[] path = place.toString().getBytes(StandardCharsets.UTF_8);
    if (path.length >= PATH_BYTES) {
      throw new IOException(place + " is too long for a socket's path");
    }
    this.place = place;
    this.tag = tag;
    address.set(JAVA_SHORT, 0, (short) AF_UNIX);
    MemorySegment.copy(path, 0, address, JAVA_BYTE, Short.BYTES, path.length);
    addressLength = Short.BYTES + path.length + 1;
    socket = socket();
  }

  /**
   * A way to syslog, whether or not somebody is there now.
   *
   * @param tag the program; its process id follows it
   * @throws IOException if the kernel gives no socket
   */
  public static Syslog open(Path place, String tag) throws IOException {
    return new Syslog(place, tag + "[" + ProcessHandle.current().pid() + "]");
  }

  private static MethodHandle link(String function, FunctionDescriptor signature) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(function),
        signature,
        Linker.Option.captureCallState("errno"));
  }

  @Override
  public void say(Line line) throws IOException {
    String head = "<" + (FACILITY_DAEMON | line.severity()) + ">" + line.syslogTime() + " " + tag + ": ";
    for (String part : line.text().split("\n", -1)) {
      send((head + part).getBytes(StandardCharsets.UTF_8));
    }
  }

  private void send(byte[] bytes) throws IOException {
    int length = wholeCharacters(bytes);
    MemorySegment.copy(bytes, 0, buffer, JAVA_BYTE, 0, length);
    long sent;
    try {
      sent =
          (long)
              SENDTO.invokeExact(
                  state, socket, buffer, (long) length, MSG_DONTWAIT_NOSIGNAL, address, addressLength);
    } catch (Throwable impossible) { // a downcall throws nothing of its own
      throw new IllegalStateException("sendto", impossible);
    }
    if (sent < 0) {
      String why = reason((int) ERRNO.get(state, 0L));
      throw new IOException("syslog does not take it at " + place + ": " + why);
    }
  }

  /** A line that is cut is cut between two characters. */
  private static int wholeCharacters(byte[] bytes) {
    int length = Math.min(bytes.length, MOST_BYTES);
    while (length < bytes.length && (bytes[length] & 0xC0) == 0x80) {
      length--;
    }
    return length;
  }

  private int socket() throws IOException {
    int made;
    try {
      made = (int) SOCKET.invokeExact(state, AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
    } catch (Throwable impossible) { // as above
      throw new IllegalStateException("socket", impossible);
    }
    if (made < 0) {
      throw new IOException("no socket for syslog: " + reason((int) ERRNO.get(state, 0L)));
    }
    return made;
  }

  private static String reason(int errno) {
    return switch (errno) {
      case 2 -> "there is no such socket";
      case 11 -> "it is overrun";
      case 13 -> "no permission";
      case 111 -> "nobody listens";
      default -> "errno " + errno;
    };
  }

  @Override
  public void close() {
    try {
      int _ = (int) CLOSE.invokeExact(state, socket);
    } catch (Throwable impossible) { // as above
      throw new IllegalStateException("close", impossible);
    } finally {
      arena.close();
    }
  }
}
