package dev.koi.cli.render;

import java.util.ArrayList;
import java.util.List;

/**
 * A terminal's screen that shows one text after another. Only lines that differ are sent, in one
 * piece, each overwritten and then cleared to its end: so nothing flickers. Pure: what to send is
 * the result.
 */
public final class Screen {

  /** Another screen than the shell's, no cursor, and no wrapping of what is too long. */
  public static final String BEGIN = "\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[H\u001b[2J";

  public static final String END = "\u001b[?7h\u001b[?25h\u001b[?1049l";

  private List<String> shown = List.of();
  private int rows;
  private int columns;

  /** What to send so that the text is seen on a screen of this size. */
  public String show(String text, int height, int width) {
    StringBuilder out = new StringBuilder();
    if (height != rows || width != columns) {
      rows = height;
      columns = width;
      shown = List.of();
      out.append("\u001b[2J"); // what a terminal does with its lines when resized is its own business
    }
    List<String> lines = fitting(text.lines().toList());
    for (int i = 0; i < lines.size(); i++) {
      if (i >= shown.size() || !lines.get(i).equals(shown.get(i))) {
        place(i, out).append(lines.get(i)).append("\u001b[0m\u001b[K");
      }
    }
    for (int i = lines.size(); i < shown.size(); i++) {
      place(i, out).append("\u001b[K");
    }
    shown = lines;
    return out.toString();
  }

  private List<String> fitting(List<String> lines) {
    if (lines.size() <= rows || rows < 1) {
      return lines;
    }
    int left = lines.size() - rows + 1;
    List<String> kept = new ArrayList<>(lines.subList(0, rows - 1));
    kept.add("... " + left + " more lines: make the window higher, or look without -w");
    return List.copyOf(kept);
  }

  private static StringBuilder place(int line, StringBuilder out) {
    return out.append("\u001b[").append(line + 1).append(";1H");
  }
}
