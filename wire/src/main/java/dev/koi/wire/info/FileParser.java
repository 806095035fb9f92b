package dev.koi.wire.info;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file into a section. The grammar is what Boost's info_parser accepts, read off
 * property_tree/detail/info_parser_read.hpp: several pairs may share a line, a brace may stand
 * behind the key, behind its value or on a later line, and a string goes on after blank lines and
 * comments.
 *
 * <p>Stricter than Boost: a file may not end where a continued string was promised. More lenient: a
 * comment may follow an {@code #include}.
 */
final class FileParser {

  private static final int DEEPEST_SECTION = 64;

  /** What the next word would be. */
  private enum Expect {
    KEY,
    VALUE,
    MORE,
  }

  private final String file;
  private final Includes includes;
  private final Deque<Draft> open = new ArrayDeque<>();

  /** Whose brace a brace would be; null right behind a brace. */
  private @Nullable Draft last;

  private Expect expect = Expect.KEY;

  FileParser(String file, Draft into, Includes includes) {
    this.file = file;
    this.includes = includes;
    open.push(into);
  }

  void parse(String text) {
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      Position start = new Position(file, number, 1);
      int nul = line.indexOf('\0');
      if (nul >= 0) {
        mistake(new Position(file, number, nul + 1), "a NUL character: is this a text file?");
        break;
      }
      parse(new Line(start, line, includes::mistake));
    }
    if (expect == Expect.MORE) {
      mistake(new Position(file, number, 1), "the file ends where a \\ promised more of a string");
    }
    while (open.size() > 1) {
      mistake(open.pop().brace(), "this '{' is never closed");
    }
  }

  private void parse(Line line) {
    String directive = line.takeDirective();
    if (directive != null) {
      directive(directive, line);
      return;
    }
    for (Token token = line.next(); token != null; token = line.next()) {
      switch (token) {
        case Token.Word word -> word(word);
        case Token.Open brace -> open(brace.at());
        case Token.Close brace -> close(brace.at());
      }
    }
    if (expect == Expect.VALUE) {
      expect = Expect.KEY;
    }
  }

  private void directive(String name, Line line) {
    if (!name.equals("include")) {
      mistake(
          new Position(file, line.here().line(), 1),
          "'#" + name + "' is unknown: there is only #include \"file\"; a comment begins with ';'");
      return;
    }
    Position here = line.here();
    if (!(line.next() instanceof Token.Word word) || !word.quoted() || word.continued()) {
      mistake(here, "expected the name of a file in quotes: #include \"file\"");
      return;
    }
    if (!line.isDone()) {
      mistake(line.here(), "nothing may follow the file's name");
    }
    if (word.text() != null) {
      includes.include(word.text(), word.at(), open.element());
    }
  }

  private void word(Token.Word word) {
    switch (expect) {
      case KEY -> key(word);
      case VALUE -> {
        current().value(word);
        expect = word.continued() ? Expect.MORE : Expect.KEY;
      }
      case MORE -> {
        if (word.quoted()) {
          current().more(word);
          expect = word.continued() ? Expect.MORE : Expect.KEY;
        } else {
          missingContinuation(word.at());
          key(word);
        }
      }
    }
  }

  private void key(Token.Word word) {
    if (word.continued()) {
      mistake(word.at(), "a key cannot be continued on the next line");
    }
    // A key that could not be read gets a draft beside the tree, so that its value is no key.
    last =
        word.text() == null
            ? Draft.nameless(word.at(), open.element().depth + 1)
            : open.element().child(word.text(), Extent.Piece.of(word));
    expect = Expect.VALUE;
  }

  private void open(Position at) {
    if (expect == Expect.MORE) {
      missingContinuation(at);
    }
    Draft section = last;
    if (section == null) {
      mistake(at, "expected a key before '{'");
      section = Draft.nameless(at, open.element().depth + 1);
    }
    if (section.depth == DEEPEST_SECTION) {
      mistake(at, "sections are nested more than " + DEEPEST_SECTION + " deep");
      section = Draft.nameless(at, 0);
    }
    section.open(at);
    open.push(section);
    last = null;
    expect = Expect.KEY;
  }

  private void close(Position at) {
    if (expect == Expect.MORE) {
      missingContinuation(at);
    }
    if (open.size() == 1) {
      mistake(at, "this '}' closes nothing");
    } else {
      open.pop().close(at);
    }
    last = null;
    expect = Expect.KEY;
  }

  private void missingContinuation(Position at) {
    mistake(at, "expected a quoted string: the one before ends with a \\");
    expect = Expect.KEY;
  }

  private Draft current() {
    if (last == null) {
      throw new IllegalStateException("a value without a key in " + file);
    }
    return last;
  }

  private void mistake(Position at, String text) {
    includes.mistake(new Mistake(at, text));
  }
}
