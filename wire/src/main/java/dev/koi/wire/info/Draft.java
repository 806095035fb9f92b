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
  private @Nullable Position brace;

  Draft(String key, Position at, int depth) {
    this.key = key;
    this.at = at;
    this.valueAt = at;
    this.depth = depth;
  }

  Draft child(String childKey, Position childAt) {
    Draft child = new Draft(childKey, childAt, depth + 1);
    children.add(child);
    return child;
  }

  void value(Token.Word word) {
    value = word.text();
    valueAt = word.at();
  }

  void more(@Nullable String text) {
    value = value == null || text == null ? null : value + text;
  }

  void open(Position where) {
    brace = where;
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
    return new Entry(key, value, brace != null, entries(), at, valueAt);
  }
}
