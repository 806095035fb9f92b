package dev.koi.wire.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Properties that must be there. The generated readers fill a missing one with null, 0 or false, and
 * the null checker cannot see it: so each record looks for itself.
 */
final class Checks {

  private Checks() {}

  static <T> T present(@Nullable T value, String property) {
    if (value == null) {
      throw new IllegalArgumentException(property + " is missing");
    }
    return value;
  }

  static <T> List<T> list(@Nullable List<T> values, String property) {
    for (T value : present(values, property)) {
      if (value == null) {
        throw new IllegalArgumentException(property + " contains null");
      }
    }
    return List.copyOf(present(values, property));
  }

  /** A property that version 1 had not from its first day: a daemon that waits for its upgrade has none. */
  static <T> List<T> laterList(@Nullable List<T> values, String property) {
    return values == null ? List.of() : list(values, property);
  }

  static void version(int version, int known) {
    if (version != known) {
      throw new IllegalArgumentException("version " + known + " expected, not " + version);
    }
  }

  static void range(long value, long least, long most, String property) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          property + " must be from " + least + " to " + most + ", not " + value);
    }
  }
}
