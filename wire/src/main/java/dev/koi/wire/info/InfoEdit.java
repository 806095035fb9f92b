package dev.koi.wire.info;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes one value in a text that was read, and leaves every other character where it was. The
 * entries must have been read from this very text: their positions are taken at their word.
 */
public final class InfoEdit {

  private static final String USUAL_INDENT = "  ";

  private final String text;
  private final List<Integer> lineStarts = new ArrayList<>();
  private final String lineEnd;

  private InfoEdit(String text) {
    this.text = text;
    lineStarts.add(0);
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      lineStarts.add(at + 1);
    }
    int first = text.indexOf('\n');
    this.lineEnd = first > 0 && text.charAt(first - 1) == '\r' ? "\r\n" : "\n";
  }

  /**
   * Gives an entry another value. What was in quotes stays in quotes. Of a string in several pieces
   * one is left, and the comments between them.
   */
  public static String replace(String text, Entry entry, String value) {
    return new InfoEdit(text).replaced(entry.extent(), value);
  }

  /**
   * Adds a key to a section, behind its last entry in this file and in the manner of that: on a line
   * of its own with the same indentation, or on the same line.
   */
  public static String add(String text, Entry section, String key, String value) {
    return new InfoEdit(text).added(section, InfoText.word(key) + " " + InfoText.word(value));
  }

  /**
   * Adds a section with one key at the end.
   *
   * @param head such as {@code node} or {@code group web}
   */
  public static String append(String text, String head, String key, String value) {
    InfoEdit edit = new InfoEdit(text);
    String gap = text.isBlank() ? "" : edit.lineEnd;
    String close = text.isEmpty() || text.endsWith("\n") ? "" : edit.lineEnd;
    String pair = edit.usualIndent() + InfoText.word(key) + " " + InfoText.word(value);
    return text + close + gap + head + " {" + edit.lineEnd + pair + edit.lineEnd + "}" + edit.lineEnd;
  }

  private String replaced(Extent extent, String value) {
    List<Extent.Piece> pieces = extent.value();
    if (pieces.isEmpty()) {
      int behindKey = offset(extent.key().behind());
      return text.substring(0, behindKey) + " " + InfoText.word(value) + text.substring(behindKey);
    }
    int begin = offset(pieces.getFirst().from());
    boolean quoted = text.charAt(begin) == '"';
    StringBuilder out = new StringBuilder(text.substring(0, begin));
    out.append(quoted ? InfoText.quote(value) : InfoText.word(value));
    for (int i = 1; i < pieces.size(); i++) {
      String gap = text.substring(behind(pieces.get(i - 1)), offset(pieces.get(i).from()));
      if (gap.indexOf(';') >= 0) {
        out.append(gap.replaceFirst("^[^\\\\]*\\\\", ""));
      }
    }
    return out.append(text, behind(pieces.getLast()), text.length()).toString();
  }

  private String added(Entry section, String pair) {
    Position brace = section.extent().brace();
    if (brace == null) {
      throw new IllegalArgumentException(section.key() + " is no section");
    }
    Entry last = lastIn(section, brace.file());
    if (last == null) {
      return insideEmpty(section, offset(brace) + 1, pair);
    }
    int begin = offset(last.at());
    int end = offset(last.extent().end());
    String indent = indentBefore(begin);
    return indent != null && isRestOfLineIdle(end)
        ? insertLine(end, indent + pair)
        : insertWords(end, pair);
  }

  private String insideEmpty(Entry section, int behindBrace, String pair) {
    if (!isRestOfLineIdle(behindBrace)) {
      return insertWords(behindBrace, pair);
    }
    String indent = indentBefore(offset(section.at()));
    return insertLine(behindBrace, (indent == null ? "" : indent) + usualIndent() + pair);
  }

  /** Words need blanks around them: behind a bare one even a brace would be part of it. */
  private String insertWords(int at, String pair) {
    boolean alone = at < text.length() && Line.isBlank(text.charAt(at));
    return text.substring(0, at) + " " + pair + (alone ? "" : " ") + text.substring(at);
  }

  private String insertLine(int behind, String line) {
    int newline = text.indexOf('\n', behind);
    return newline < 0
        ? text + lineEnd + line
        : text.substring(0, newline + 1) + line + lineEnd + text.substring(newline + 1);
  }

  private boolean isRestOfLineIdle(int at) {
    for (int i = at; i < text.length() && text.charAt(i) != '\n'; i++) {
      if (text.charAt(i) == ';') {
        return true;
      }
      if (!Line.isBlank(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** The blanks that begin the line, null if something else stands before. */
  private @Nullable String indentBefore(int at) {
    int begin = text.lastIndexOf('\n', at - 1) + 1;
    String before = text.substring(begin, at);
    return before.isBlank() ? before : null;
  }

  /** That of the first indented line. */
  private String usualIndent() {
    for (int start : lineStarts) {
      int at = start;
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
        at++;
      }
      if (at > start && at < text.length() && !Line.isBlank(text.charAt(at))) {
        return text.substring(start, at);
      }
    }
    return USUAL_INDENT;
  }

  private static @Nullable Entry lastIn(Entry section, String file) {
    return section.children().reversed().stream()
        .filter(child -> child.at().file().equals(file))
        .findFirst()
        .orElse(null);
  }

  private int behind(Extent.Piece piece) {
    return offset(piece.behind());
  }

  private int offset(Position at) {
    return lineStarts.get(at.line() - 1) + at.column() - 1;
  }
}
