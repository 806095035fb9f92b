package dev.koi.cli.render;

/** Text that came from elsewhere, made fit for a terminal. */
public final class Words {

  private Words() {}

  /**
   * On one line, without control characters: a script's output must not move a person's cursor or
   * retitle the window.
   */
  public static String oneLine(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(isHarmless(c) ? c : ' '));
    return out.toString().strip();
  }

  /** The same for several lines, as an error with its script's last output. */
  public static String lines(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.lines().forEach(line -> out.append(out.isEmpty() ? "" : "\n").append(oneLine(line)));
    return out.toString();
  }

  private static boolean isHarmless(int c) {
    return !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT;
  }

  /** Cut to so many characters, with dots where something is missing. */
  static String cut(String text, int width) {
    if (text.length() <= width) {
      return text;
    }
    return width <= 3 ? text.substring(0, Math.max(0, width)) : text.substring(0, width - 3) + "...";
  }

  /** Folded between words; the lines after the first begin with so many blanks. */
  static String fold(String text, int width, int indent) {
    StringBuilder out = new StringBuilder();
    int column = 0;
    for (String word : text.split(" +", -1)) {
      if (column > 0 && column + 1 + word.length() > width) {
        out.append('\n').repeat(' ', indent);
        column = indent;
      } else if (column > 0) {
        out.append(' ');
        column++;
      }
      out.append(word);
      column += word.length();
    }
    return out.toString();
  }
}
