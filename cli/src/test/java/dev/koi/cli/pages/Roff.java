package dev.koi.cli.pages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A page of our own docs as a man page. It knows the Markdown that those use: headings, paragraphs,
 * code by four blanks or fences, lists, tables, and inline code, emphasis and links.
 */
final class Roff {

  /** A table with more columns is drawn, one with fewer becomes terms and what they mean. */
  private static final int BROAD = 6;

  private static final Pattern INLINE =
      Pattern.compile("`([^`]+)`|\\*\\*([^*]+)\\*\\*|\\*([^*]+)\\*|\\[([^]]+)\\]\\([^)]*\\)");

  private final StringBuilder out = new StringBuilder();
  private final List<String> paragraph = new ArrayList<>();
  private final List<List<String>> table = new ArrayList<>();
  private boolean inCode;
  private boolean fenced;

  private Roff() {}

  /**
   * The page.
   *
   * @param title such as {@code koi(1)}
   * @param name the line of the section NAME
   */
  static String page(String title, String name, String markdown) {
    Roff roff = new Roff();
    int bracket = title.indexOf('(');
    roff.out.append(".\\\" Written by PagesTest from the docs; edit those.\n.TH ");
    roff.out.append(title.substring(0, bracket).toUpperCase(Locale.ROOT)).append(' ');
    roff.out.append(title, bracket + 1, title.length() - 1).append(" \"\" koi \"koi cluster manager\"\n");
    roff.out.append(".SH NAME\n").append(escaped(name).replaceFirst(" - ", " \\\\\\\\- ")).append('\n');
    roff.out.append(".SH DESCRIPTION\n");
    markdown.lines().forEach(roff::line);
    roff.line("");
    return roff.out.toString();
  }

  private void line(String line) {
    if (line.startsWith("```")) {
      fenced = !fenced;
      code(fenced);
    } else if (fenced || (line.startsWith("    ") && paragraph.isEmpty())) {
      code(true);
      out.append(escaped(fenced ? line : line.substring(4))).append('\n');
    } else {
      code(false);
      prose(line);
    }
  }

  private void prose(String line) {
    if (line.startsWith("|")) {
      flush();
      table.add(cells(line));
      return;
    }
    tableEnds();
    if (line.isBlank() || line.startsWith("<!--")) {
      flush();
    } else if (line.startsWith("#")) {
      flush();
      heading(line);
    } else if (line.startsWith("- ")) {
      flush();
      out.append(".IP \\(bu 2\n");
      paragraph.add(line.substring(2));
    } else {
      if (paragraph.isEmpty()) {
        out.append(".PP\n");
      }
      paragraph.add(line.strip());
    }
  }

  private void heading(String line) {
    String text = line.replaceFirst("^#+ ", "");
    if (line.startsWith("### ")) {
      out.append(".SS \"").append(inline(text)).append("\"\n");
    } else if (line.startsWith("## ")) {
      out.append(".SH \"").append(inline(text.toUpperCase(Locale.ROOT))).append("\"\n");
    }
  }

  private void flush() {
    if (!paragraph.isEmpty()) {
      out.append(inline(String.join(" ", paragraph))).append('\n');
      paragraph.clear();
    }
  }

  private void code(boolean on) {
    if (on && !inCode) {
      flush();
      tableEnds();
      out.append(".PP\n.RS 4\n.nf\n");
    } else if (!on && inCode) {
      out.append(".fi\n.RE\n");
    }
    inCode = on;
  }

  private void tableEnds() {
    if (table.isEmpty()) {
      return;
    }
    List<String> header = table.getFirst();
    List<List<String>> rows = table.subList(2, table.size());
    if (header.size() >= BROAD) {
      drawn(header, rows);
    } else {
      rows.forEach(row -> term(header, row));
    }
    table.clear();
  }

  private void term(List<String> header, List<String> row) {
    out.append(".TP\n\\fB").append(inline(row.getFirst().replace("`", ""))).append("\\fR\n");
    out.append(inline(row.getLast())).append('\n');
    List<String> rest = new ArrayList<>();
    for (int i = 1; i < row.size() - 1; i++) {
      rest.add(header.get(i) + ": " + row.get(i));
    }
    if (!rest.isEmpty()) {
      out.append(".br\n").append(inline(String.join("; ", rest))).append('\n');
    }
  }

  /** Turned by a quarter, for it is too broad for a terminal. */
  private void drawn(List<String> header, List<List<String>> rows) {
    out.append(".PP\n.RS 4\n.nf\n");
    for (int i = 0; i < header.size(); i++) {
      StringBuilder line = new StringBuilder("%-24s".formatted(header.get(i)));
      for (List<String> row : rows) {
        line.append("%-10s".formatted(row.get(i)));
      }
      out.append(escaped(line.toString().stripTrailing())).append('\n');
    }
    out.append(".fi\n.RE\n");
  }

  private static List<String> cells(String line) {
    String inner = line.strip().replaceFirst("^\\|", "").replaceFirst("\\|$", "");
    return Arrays.stream(inner.split("(?<!\\\\)\\|", -1))
        .map(cell -> cell.strip().replace("\\|", "|"))
        .toList();
  }

  private static String inline(String text) {
    StringBuilder out = new StringBuilder();
    Matcher matcher = INLINE.matcher(text);
    int last = 0;
    while (matcher.find()) {
      out.append(escaped(text.substring(last, matcher.start())));
      @Nullable String code = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      @Nullable String stressed = matcher.group(3);
      if (code != null) {
        out.append("\\fB").append(escaped(code)).append("\\fR");
      } else if (stressed != null) {
        out.append("\\fI").append(escaped(stressed)).append("\\fR");
      } else {
        out.append(inline(matcher.group(4)));
      }
      last = matcher.end();
    }
    String whole = out.append(escaped(text.substring(last))).toString();
    return whole.startsWith(".") || whole.startsWith("'") ? "\\&" + whole : whole;
  }

  private static String escaped(String text) {
    String safe = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga");
    return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
  }
}
