package dev.koi.wire.store;

import dev.koi.wire.datagram.Fields;

/** Texts that come back as they were. */
final class Text {

  private Text() {}

  /**
   * The text itself, if UTF-8 can carry it. Half of a surrogate pair, which a JSON escape can bring in,
   * would be written as a question mark: another key than the one that was asked for.
   *
   * @throws IllegalArgumentException if it cannot
   */
  static String whole(String text) {
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      if (Character.isSurrogate(unit)) {
        Fields.require(
            at + 1 < text.length() && Character.isSurrogatePair(unit, text.charAt(at + 1)),
            "a text has no half of a surrogate pair");
        at++;
      }
    }
    return text;
  }
}
