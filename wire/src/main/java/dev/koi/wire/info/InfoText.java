package dev.koi.wire.info;

import java.nio.file.Path;

/** Reads INFO, and quotes what is to be written as INFO. */
public final class InfoText {

  private static final Position NOWHERE = new Position("", 0, 0);

  private InfoText() {}

  /** Reads a file and what it includes. A file that cannot be read is a mistake like any other. */
  public static Parsed read(Path file) {
    Draft root = new Draft("", NOWHERE, 0);
    Includes includes = new Includes();
    includes.read(file, root);
    return new Parsed(root.entries(), includes.mistakes());
  }

  /**
   * Reads a text.
   *
   * @param file what the text is called in positions; what it includes is looked for beside it
   */
  public static Parsed parse(String file, String text) {
    Draft root = new Draft("", NOWHERE, 0);
    Includes includes = new Includes();
    includes.text(file, text, root);
    return new Parsed(root.entries(), includes.mistakes());
  }

  /** The text in quotes, such that reading it gives the same text. */
  public static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\0' -> out.append("\\0");
        default -> out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
