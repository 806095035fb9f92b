package dev.koi.wire.info;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads INFO, and quotes what is to be written as INFO. */
public final class InfoText {

  private static final Position NOWHERE = new Position("", 0, 0);

  /** What no reader of INFO could take for anything but a word. */
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_./:@+=-]+");

  private InfoText() {}

  /** Reads a file and what it includes. A file that cannot be read is a mistake like any other. */
  public static Parsed read(Path file) {
    return read(file, Map.of());
  }

  /**
   * Reads a file and what it includes as if some files had other texts.
   *
   * @param instead by canonical path
   */
  public static Parsed read(Path file, Map<Path, String> instead) {
    Draft root = Draft.nameless(NOWHERE, 0);
    Includes includes = new Includes(instead);
    includes.read(file, root);
    return new Parsed(root.entries(), includes.mistakes());
  }

  /**
   * Reads a text.
   *
   * @param file what the text is called in positions; what it includes is looked for beside it
   */
  public static Parsed parse(String file, String text) {
    Draft root = Draft.nameless(NOWHERE, 0);
    Includes includes = new Includes(Map.of());
    includes.text(file, text, root);
    return new Parsed(root.entries(), includes.mistakes());
  }

  /** The text as a word: bare when that is certain to be read as it is, else in quotes. */
  public static String word(String text) {
    return BARE.matcher(text).matches() ? text : quote(text);
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
