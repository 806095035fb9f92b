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
    return width <= 3 ? head(text, Math.max(0, width)) : head(text, width - 3) + "...";
  }

  /** The same with the dots in the middle: names that begin alike differ at their ends. */
  static String cutInside(String text, int width) {
    if (text.length() <= width || width < 7) {
      return cut(text, width);
    }
    int kept = (width - 3) / 2;
    int from = text.length() - kept;
    boolean split = Character.isLowSurrogate(text.charAt(from));
    return head(text, width - 3 - kept) + "..." + text.substring(split ? from + 1 : from);
  }

  /** Never half a character. */
  private static String head(String text, int length) {
    boolean split = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, split ? length - 1 : length);
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
