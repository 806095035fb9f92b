package dev.koi.node.real;

import dev.koi.node.guard.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the launcher tells, as guard/README.md describes it. */
sealed interface Report {

  record Begun(long launch, int session) implements Report {}

  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  record Output(long launch, byte[] bytes) implements Report {}

  record Dropped(long launch, long bytes) implements Report {}

  /** The end of a script's own process; {@code tail} is the last of its output. */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  record Exited(long launch, int code, byte[] tail) implements Report {}

  /** As {@link Exited}, by a signal. */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  record Signalled(long launch, int signal, byte[] tail) implements Report {}

  record NotBegun(long launch, String why) implements Report {}

  /** Nothing is left of its session, nor of its output. */
  record Gone(long launch) implements Report {}

  /** Whether anyone is left in the trees that were asked about. */
  record Left(long ticket, boolean anyone) implements Report {}

  record Alive(long ticket, Set<Long> launches) implements Report {}

  /** What a frame says; null if it is none of the above. */
  static @Nullable Report parse(Frame frame) {
    ByteBuffer body = ByteBuffer.wrap(frame.body());
    return switch (frame.kind()) {
      case 'B' -> body.remaining() == 4 ? new Begun(frame.id(), body.getInt()) : null;
      case 'O' -> new Output(frame.id(), frame.body());
      case 'D' -> body.remaining() == 8 ? new Dropped(frame.id(), body.getLong()) : null;
      case 'E' -> body.remaining() >= 8 ? ending(frame.id(), body) : null;
      case 'G' -> new Gone(frame.id());
      case 'X' -> body.remaining() == 4 ? new Left(frame.id(), body.getInt() != 0) : null;
      case 'S' -> alive(frame.id(), body);
      default -> null;
    };
  }

  private static @Nullable Report ending(long launch, ByteBuffer body) {
    int how = body.getInt();
    int value = body.getInt();
    byte[] rest = new byte[body.remaining()];
    body.get(rest);
    return switch (how) {
      case 0 -> new Exited(launch, value, rest);
      case 1 -> new Signalled(launch, value, rest);
      case 2 -> new NotBegun(launch, new String(rest, StandardCharsets.UTF_8));
      default -> null;
    };
  }

  private static Report alive(long ticket, ByteBuffer body) {
    Set<Long> launches = new HashSet<>();
    while (body.remaining() >= 8) {
      launches.add(body.getLong());
    }
    return new Alive(ticket, launches);
  }
}
