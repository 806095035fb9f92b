package dev.koi.wire.info;

import org.jspecify.annotations.Nullable;

/** What a line is made of. */
sealed interface Token {

  Position at();

  record Open(Position at) implements Token {}

  record Close(Position at) implements Token {}

  /**
   * A bare or quoted word.
   *
   * @param end the column behind its last character
   * @param text without quotes and escapes; null when it was malformed and a mistake was noted
   * @param continued a backslash behind the closing quote: the next line goes on with another
   *     string
   */
  record Word(
      Position at, int end, @Nullable String text, boolean quoted, boolean continued)
      implements Token {}
}
