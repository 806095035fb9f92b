package dev.koi.node.real;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Turns a script's output into lines. What is no UTF-8, and control characters (which could move a
 * reader's cursor), become U+FFFD.
 */
final class OutputLines {

  private static final int REPORTED_LINES = 5;
  private static final int REPORTED_CHARACTERS = 200;

  /** A longer line is broken: a script that never says a line's end must not fill the heap. */
  private static final int MOST_BYTES = 4096;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final Consumer<String> to;

  OutputLines(Consumer<String> to) {
    this.to = to;
  }

  void add(byte[] bytes) {
    for (byte b : bytes) {
      boolean inCharacter = (b & 0xC0) == 0x80;
      if (b == '\n') {
        say();
      } else {
        if ((line.size() >= MOST_BYTES && !inCharacter) || line.size() >= MOST_BYTES + 4) {
          say();
        }
        line.write(b);
      }
    }
  }

  /** Says the line that has no end yet. */
  void finish() {
    if (line.size() > 0) {
      say();
    }
  }

  private void say() {
    to.accept(clean(line.toString(StandardCharsets.UTF_8)));
    line.reset();
  }

  /**
   * The last lines for people, each cut to 200 characters.
   *
   * @param begun the first line may lack its beginning
   */
  static List<String> lastOf(byte[] tail, boolean begun) {
    int start = 0;
    while (begun && start < tail.length && (tail[start] & 0xC0) == 0x80) {
      start++; // the rest of a character that was cut
    }
    String text = new String(tail, start, tail.length - start, StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    if (begun) {
      lines.set(0, "…" + lines.getFirst());
    }
    if (lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines.subList(Math.max(0, lines.size() - REPORTED_LINES), lines.size()).stream()
        .map(OutputLines::clean)
        .map(OutputLines::cut)
        .toList();
  }

  private static String cut(String line) {
    if (line.length() <= REPORTED_CHARACTERS) {
      return line;
    }
    int end = REPORTED_CHARACTERS - 1;
    return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  private static String clean(String line) {
    String content = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    if (content.chars().noneMatch(OutputLines::isUnfit)) {
      return content;
    }
    StringBuilder clean = new StringBuilder(content.length());
    content.chars().forEach(c -> clean.append(isUnfit(c) ? '\uFFFD' : (char) c));
    return clean.toString();
  }

  private static boolean isUnfit(int c) {
    return Character.isISOControl(c) && c != '\t';
  }
}
