package dev.koi.cli.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns two blanks apart, upper-case headers, no lines. */
final class Table {

  private static final String GAP = "  ";

  /** One cell. */
  record Cell(String text, Ink ink) {

    static Cell of(String text) {
      return new Cell(Words.oneLine(text), Ink.PLAIN);
    }

    static Cell of(String text, Ink ink) {
      return new Cell(Words.oneLine(text), ink);
    }
  }

  private final List<Cell> headers;
  private final List<List<Cell>> rows = new ArrayList<>();

  Table(List<String> headers) {
    this.headers = headers.stream().map(h -> Cell.of(h, Ink.HEADER)).toList();
  }

  void row(List<Cell> cells) {
    if (cells.size() != headers.size()) {
      throw new IllegalArgumentException(cells.size() + " cells under " + headers.size() + " headers");
    }
    rows.add(List.copyOf(cells));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Fits into the look's width, unless that is to be wide: a table that wraps cannot be read. */
  void appendTo(StringBuilder out, Look look) {
    int[] widths = widths();
    if (!look.wide()) {
      fit(widths, look.width());
    }
    appendLine(out, headers, widths, look);
    for (List<Cell> row : rows) {
      appendLine(out, row, widths, look);
    }
  }

  private int[] widths() {
    int[] widths = new int[headers.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = headers.get(i).text().length();
      for (List<Cell> row : rows) {
        widths[i] = Math.max(widths[i], row.get(i).text().length());
      }
    }
    return widths;
  }

  /** Takes from the widest column, of equals the last, until all fit. */
  private static void fit(int[] widths, int width) {
    int room = width - GAP.length() * (widths.length - 1);
    int share = Math.max(1, room / widths.length);
    while (Arrays.stream(widths).sum() > room) {
      int widest = widths.length - 1;
      for (int i = widths.length - 1; i >= 0; i--) {
        widest = widths[i] > widths[widest] ? i : widest;
      }
      if (widths[widest] <= share) {
        return;
      }
      widths[widest]--;
    }
  }

  private static void appendLine(StringBuilder out, List<Cell> cells, int[] widths, Look look) {
    int last = cells.size() - 1;
    while (last > 0 && cells.get(last).text().isEmpty()) {
      last--; // no blanks at the end of a line
    }
    for (int i = 0; i <= last; i++) {
      Cell cell = cells.get(i);
      boolean isText = i == widths.length - 1;
      String text =
          isText ? Words.cut(cell.text(), widths[i]) : Words.cutInside(cell.text(), widths[i]);
      out.append(cell.ink().paint(text, look));
      if (i < last) {
        out.repeat(' ', widths[i] - text.length()).append(GAP);
      }
    }
    out.append('\n');
  }
}
