package dev.koi.wire.info;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an entry stands, so that it can be edited and all around it stays as it is.
 *
 * @param value the words of the value: none, one, or the strings of one that is continued
 * @param brace the opening one, null when there is none
 * @param end behind its last character: of the key, the value or the closing brace
 */
record Extent(Piece key, List<Piece> value, @Nullable Position brace, Position end) {

  /**
   * A word, which is always on one line.
   *
   * @param end the column behind its last character
   */
  record Piece(Position from, int end) {

    static Piece of(Token.Word word) {
      return new Piece(word.at(), word.end());
    }

    Position behind() {
      return new Position(from.file(), from.line(), end);
    }
  }

  Extent {
    value = List.copyOf(value);
  }
}
