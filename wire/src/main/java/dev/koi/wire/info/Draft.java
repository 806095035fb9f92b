package dev.koi.wire.info;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An {@link Entry} while it is being read. */
final class Draft {

  final int depth;
  private final String key;
  private final Position at;
  private final List<Draft> children = new ArrayList<>();
  private @Nullable String value = "";
  private Position valueAt;
  private final Extent.Piece keyPiece;
  private final List<Extent.Piece> pieces = new ArrayList<>();
  private @Nullable Position brace;
  private Position end;

  Draft(String key, Extent.Piece keyPiece, int depth) {
    this.key = key;
    this.keyPiece = keyPiece;
    this.at = keyPiece.from();
    this.valueAt = at;
    this.end = keyPiece.behind();
    this.depth = depth;
  }

  /** The outermost section of a parse, or one that a mistake needs. */
  static Draft nameless(Position at, int depth) {
    return new Draft("", new Extent.Piece(at, at.column()), depth);
  }

  Draft child(String childKey, Extent.Piece childPiece) {
    Draft child = new Draft(childKey, childPiece, depth + 1);
    children.add(child);
    return child;
  }

  void value(Token.Word word) {
    value = word.text();
    valueAt = word.at();
    piece(word);
  }

  void more(Token.Word word) {
    value = value == null || word.text() == null ? null : value + word.text();
    piece(word);
  }

  void open(Position where) {
    brace = where;
    end = new Extent.Piece(where, where.column() + 1).behind();
  }

  void close(Position where) {
    end = new Extent.Piece(where, where.column() + 1).behind();
  }

  private void piece(Token.Word word) {
    Extent.Piece piece = Extent.Piece.of(word);
    pieces.add(piece);
    end = piece.behind();
  }

  Position brace() {
    return brace == null ? at : brace;
  }

  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>(children.size());
    for (Draft child : children) {
      entries.add(child.entry());
    }
    return entries;
  }

  private Entry entry() {
    Extent extent = new Extent(keyPiece, pieces, brace, end);
    return new Entry(key, value, brace != null, entries(), at, valueAt, extent);
  }
}
