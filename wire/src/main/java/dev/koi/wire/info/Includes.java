package dev.koi.wire.info;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** The files of one parse: what is being read, how much was read, and all mistakes. */
final class Includes {

  private static final int DEEPEST = 32;

  /** Two lines that include the next file double the work at each level: so the sum is bounded. */
  private static final int MOST_FILES = 1000;

  private static final int LARGEST_BYTES = 1 << 20;
  private static final int MOST_MISTAKES = 1000;

  private final List<Mistake> mistakes = new ArrayList<>();

  /** Canonical paths from the outermost file to the one that is being read. */
  private final Deque<Path> chain = new ArrayDeque<>();

  /** By canonical path: what to read instead of the file. */
  private final Map<Path, String> instead;

  private int files;

  Includes(Map<Path, String> instead) {
    this.instead = Map.copyOf(instead);
  }

  void mistake(Mistake mistake) {
    if (mistakes.size() < MOST_MISTAKES) {
      mistakes.add(mistake);
    }
  }

  List<Mistake> mistakes() {
    return mistakes;
  }

  /** The outermost file. */
  void read(Path path, Draft into) {
    parse(path, new Position(path.toString(), 1, 1), into);
  }

  /** A text that stands for a file, so that what it includes is looked for beside that. */
  void text(String file, String text, Draft into) {
    new FileParser(file, into, this).parse(text);
  }

  /**
   * An {@code #include}. Relative names start at the including file: Boost starts at the working
   * directory, with which a file works or fails depending on who starts the daemon where.
   */
  void include(String name, Position at, Draft into) {
    if (chain.size() >= DEEPEST) {
      mistake(new Mistake(at, "includes are nested more than " + DEEPEST + " deep"));
      return;
    }
    if (files >= MOST_FILES) {
      mistake(new Mistake(at, "more than " + MOST_FILES + " files are included"));
      return;
    }
    try {
      parse(Path.of(at.file()).resolveSibling(name), at, into);
    } catch (InvalidPathException _) {
      mistake(new Mistake(at, "'" + name + "' cannot be the name of a file"));
    }
  }

  private void parse(Path path, Position blame, Draft into) {
    String text;
    Path canonical;
    try {
      canonical = path.toRealPath();
      if (chain.contains(canonical)) {
        mistake(new Mistake(blame, path + " includes itself"));
        return;
      }
      String other = instead.get(canonical);
      text = other == null ? read(path) : other;
    } catch (IOException e) {
      mistake(new Mistake(blame, "cannot read " + path + ": " + reason(e)));
      return;
    }
    files++;
    chain.push(canonical);
    new FileParser(path.toString(), into, this).parse(text);
    chain.pop();
  }

  private static String read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LARGEST_BYTES + 1);
      if (bytes.length > LARGEST_BYTES) {
        throw new IOException("larger than " + LARGEST_BYTES + " bytes");
      }
      String text = decode(bytes);
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
  }

  /** UTF-8, or else Latin-1: the original took any bytes, and old files have comments in it. */
  private static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "permission denied";
      default -> String.valueOf(e.getMessage());
    };
  }
}
