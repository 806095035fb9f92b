package dev.koi.node.guard;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a guard tells, as guard/README.md describes it. */
sealed interface GuardReport {

  record Hello(List<String> missing) implements GuardReport {}

  record Armed(int cell, long epoch) implements GuardReport {}

  record Refused(int cell, long epoch, String why) implements GuardReport {}

  record Disarmed(int cell, long epoch) implements GuardReport {}

  /** Which phase it is, the cell says. */
  record Entered(int cell) implements GuardReport {}

  record Said(String text) implements GuardReport {}

  /** What a frame says; null if it is none of the above. */
  static @Nullable GuardReport parse(Frame frame) {
    ByteBuffer body = ByteBuffer.wrap(frame.body());
    if (frame.kind() == 'H') {
      return new Hello(text(body).lines().toList());
    }
    if (frame.kind() == 'M') {
      return new Said(text(body));
    }
    if (frame.id() < 0 || frame.id() >= Cells.COUNT || body.remaining() < 8) {
      return null;
    }
    int cell = (int) frame.id();
    long epoch = body.getLong();
    return switch (frame.kind()) {
      case 'A' -> new Armed(cell, epoch);
      case 'N' -> new Refused(cell, epoch, text(body));
      case 'D' -> new Disarmed(cell, epoch);
      case 'P' -> new Entered(cell);
      default -> null;
    };
  }

  private static String text(ByteBuffer body) {
    return StandardCharsets.UTF_8.decode(body).toString();
  }
}
