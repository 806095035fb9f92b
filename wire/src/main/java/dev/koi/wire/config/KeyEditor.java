package dev.koi.wire.config;

import dev.koi.wire.config.KeyChange.Refused;
import dev.koi.wire.info.Entry;
import dev.koi.wire.info.InfoEdit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds where a key stands or should stand, and checks what the files would then say. */
final class KeyEditor {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final KeyBook book;

  KeyEditor(KeyBook book) {
    this.book = book;
  }

  KeyChange set(KeyName key, String value) throws Refused {
    if (key.setting().kind().read(value) instanceof Reading.Bad<?>(String why)) {
      throw new Refused(key.text() + ": " + why);
    }
    if (book.files.isEmpty()) {
      throw new Refused("there is no koi.conf to edit: name one with -f, or write one with 'koi init'");
    }
    if (!book.mistakes.isEmpty()) {
      throw new Refused(book.mistakes.getFirst() + "; nothing is edited before that is mended");
    }
    Entry found = lastOf(key);
    Source source = Source.read(found == null ? target() : Path.of(found.valueAt().file()));
    String edited = found == null ? added(key, value, source) : InfoEdit.replace(source.text(), found, value);
    return check(key, value, source, edited);
  }

  private Path target() {
    return book.files.getLast();
  }

  /** The one that counts: the last in the order of the files. */
  private @Nullable Entry lastOf(KeyName key) {
    Entry found = null;
    for (Entry section : book.entries) {
      if (isSectionOf(section, key)) {
        for (Entry entry : section.children()) {
          found = entry.key().equals(key.used()) ? entry : found;
        }
      }
    }
    return found;
  }

  private String added(KeyName key, String value, Source source) {
    Entry place = null;
    for (Entry section : book.entries) {
      boolean here = section.at().file().equals(target().toString());
      place = here && isSectionOf(section, key) ? section : place;
    }
    return place == null
        ? InfoEdit.append(source.text(), key.head(), key.used(), value)
        : InfoEdit.add(source.text(), place, key.used(), value);
  }

  private static boolean isSectionOf(Entry entry, KeyName key) {
    boolean named = key.group() == null || key.group().equals(entry.value());
    return entry.section() && named && entry.key().equals(key.setting().section());
  }

  /** Refuses what would add an error: to mend one of several mistakes must be possible. */
  private KeyChange check(KeyName key, String value, Source source, String edited) throws Refused {
    Map<Path, String> instead = Map.of(source.canonical, edited);
    Set<String> before = errors(Loader.load(book.files)).map(Problem::text).collect(Collectors.toSet());
    Loaded loaded = Loader.load(book.files, instead);
    Problem fresh = errors(loaded).filter(e -> !before.contains(e.text())).findFirst().orElse(null);
    if (fresh != null) {
      throw new Refused(fresh.text());
    }
    KeyRow was = book.row(key.setting(), key.group());
    KeyBook after = KeyBook.read(book.files, instead);
    KeyRow now = after.row(key.setting(), key.group());
    Entry entry = new KeyEditor(after).lastOf(key);
    boolean counts = entry != null && entry.valueAt().line() == now.line() && value.equals(now.value());
    if (!counts) {
      throw new Refused(key.text() + " would change nothing: " + now.name() + " in " + now.source()
          + " counts instead; set that");
    }
    return new KeyChange(
        source.file.toString(),
        source.wholeOf(edited),
        source.whole,
        source.charset,
        now.line(),
        was.value(),
        loaded.problems());
  }

  private static Stream<Problem> errors(Loaded loaded) {
    return loaded.problems().stream().filter(p -> p.severity() == Severity.ERROR);
  }

  /**
   * A file as it is: what was not edited comes back byte for byte.
   *
   * @param whole with the mark that may begin it, which is no part of the text
   */
  private record Source(Path file, Path canonical, Charset charset, String whole) {

    static Source read(Path file) throws Refused {
      try {
        byte[] bytes = Files.readAllBytes(file);
        Charset charset = isUtf8(bytes) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        return new Source(file, file.toRealPath(), charset, new String(bytes, charset));
      } catch (IOException e) {
        throw new Refused("cannot read " + file + ": " + e.getMessage());
      }
    }

    String text() {
      return whole.substring(mark().length());
    }

    /** With the mark again. */
    String wholeOf(String edited) throws Refused {
      if (!charset.newEncoder().canEncode(edited)) {
        throw new Refused(file + " is Latin-1, which has no way to write this value: make it UTF-8 first");
      }
      return mark() + edited;
    }

    private String mark() {
      return whole.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
    }

    private static boolean isUtf8(byte[] bytes) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        return true;
      } catch (CharacterCodingException _) {
        return false;
      }
    }
  }
}
