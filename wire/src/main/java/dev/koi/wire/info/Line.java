package dev.koi.wire.info;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Cuts one line into tokens. INFO has no token that crosses the end of a line. */
final class Line {

  private final Position start;
  private final String text;
  private final Consumer<Mistake> mistakes;
  private int at;

  Line(Position start, String text, Consumer<Mistake> mistakes) {
    this.start = start;
    this.text = text;
    this.mistakes = mistakes;
  }

  /** Whether nothing is left but blanks and a comment. */
  boolean isDone() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    return at == text.length() || text.charAt(at) == ';';
  }

  Position here() {
    return new Position(start.file(), start.line(), at + 1);
  }

  /** The word behind a {@code #} that begins the line; null: no directive stands here. */
  @Nullable String takeDirective() {
    if (isDone() || text.charAt(at) != '#') {
      return null;
    }
    at++;
    return isDone() ? "" : takeBare();
  }

  /** Null: the line is done. */
  @Nullable Token next() {
    if (isDone()) {
      return null;
    }
    Position here = here();
    return switch (text.charAt(at)) {
      case '{' -> {
        at++;
        yield new Token.Open(here);
      }
      case '}' -> {
        at++;
        yield new Token.Close(here);
      }
      case '"' -> quoted(here);
      default -> {
        String bare = unescape(takeBare(), here.column());
        yield new Token.Word(here, at + 1, bare, false, false);
      }
    };
  }

  /** Up to a blank or a comment. Quotes and braces inside a word are part of it, as in Boost. */
  private String takeBare() {
    int begin = at;
    while (at < text.length() && !isBlank(text.charAt(at)) && text.charAt(at) != ';') {
      at++;
    }
    return text.substring(begin, at);
  }

  private Token quoted(Position here) {
    int begin = ++at;
    boolean escaped = false;
    while (at < text.length() && (escaped || text.charAt(at) != '"')) {
      escaped = !escaped && text.charAt(at) == '\\';
      at++;
    }
    if (at == text.length()) {
      mistakes.accept(new Mistake(here, "this quote is not closed on its line"));
      return new Token.Word(here, at + 1, null, true, false);
    }
    String value = unescape(text.substring(begin, at), begin + 1);
    at++;
    int end = at + 1;
    return new Token.Word(here, end, value, true, takeContinuation());
  }

  private boolean takeContinuation() {
    if (isDone() || text.charAt(at) != '\\') {
      return false;
    }
    at++;
    if (!isDone()) {
      mistakes.accept(new Mistake(here(), "nothing may follow a \\ that continues a string"));
      at = text.length();
    }
    return true;
  }

  /** Null: an escape is wrong; every wrong one was noted. */
  private @Nullable String unescape(String raw, int column) {
    StringBuilder out = new StringBuilder(raw.length());
    boolean sound = true;
    int i = 0;
    while (i < raw.length()) {
      int width = raw.charAt(i) == '\\' ? 2 : 1;
      String written = raw.substring(i, Math.min(i + width, raw.length()));
      int meant =
          width == 1 ? raw.charAt(i) : written.length() == 2 ? escaped(written.charAt(1)) : -1;
      if (meant < 0) {
        mistakes.accept(
            new Mistake(
                new Position(start.file(), start.line(), column + i),
                "'"
                    + written
                    + "' is no escape: known are \\\\ \\\" \\' \\n \\t \\r \\a \\b \\f \\v \\0"));
        sound = false;
      } else {
        out.append((char) meant);
      }
      i += width;
    }
    return sound ? out.toString() : null;
  }

  private static int escaped(char letter) {
    return switch (letter) {
      case '0' -> 0;
      case 'a' -> 7;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 11;
      case '"', '\'', '\\' -> letter;
      default -> -1;
    };
  }

  /** C's isspace, so that the same bytes separate words as in the original. */
  static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}
