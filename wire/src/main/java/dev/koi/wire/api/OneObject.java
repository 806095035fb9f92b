package dev.koi.wire.api;

import org.jspecify.annotations.Nullable;

/**
 * Looks at the outer shape of a line before the JSON reader does. The reader skips unknown values by
 * recursion, so that a line of brackets would overflow the stack, and it stops behind the first
 * object, so that a second one on the line would be lost unseen.
 */
final class OneObject {

  static final int DEEPEST = 32;

  private OneObject() {}

  /** What is wrong with the shape of the line, null if it is one object. */
  static @Nullable String complaint(String line) {
    int depth = 0;
    boolean inString = false;
    boolean over = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (inString) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          inString = false;
        }
        continue;
      }
      if (isBlank(c)) {
        continue;
      }
      if (over) {
        return "one JSON object expected, but more follows it";
      }
      if (depth == 0 && c != '{') {
        return "a JSON object expected: {\"version\":1,...}";
      }
      switch (c) {
        case '"' -> inString = true;
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {}
      }
      if (depth > DEEPEST) {
        return "nested more than " + DEEPEST + " deep";
      }
      over = depth == 0;
    }
    return over ? null : "a whole JSON object expected, but the line ends before it does";
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
