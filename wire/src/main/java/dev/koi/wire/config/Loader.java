package dev.koi.wire.config;

import dev.koi.wire.info.InfoText;
import dev.koi.wire.info.Parsed;
import dev.koi.wire.info.Position;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * From files to a {@link Configuration}. Every mistake is reported, all at once; nothing invalid
 * becomes a default.
 */
public final class Loader {

  /** The original's search path; the first that exists counts, the other is not looked at. */
  private static final List<Path> SEARCHED =
      List.of(Path.of("./koi.conf"), Path.of("/etc/koi/koi.conf"));

  private Loader() {}

  /** The file to load when none was named: {@code ./koi.conf}, else {@code /etc/koi/koi.conf}. */
  public static List<Path> defaultFiles() {
    return firstThatExists(SEARCHED);
  }

  static List<Path> firstThatExists(List<Path> searched) {
    return searched.stream().filter(Files::exists).limit(1).toList();
  }

  /**
   * Loads files, of which later ones overlay earlier ones key by key.
   *
   * @param files none: an error that says where {@link #defaultFiles} has looked
   */
  public static Loaded load(List<Path> files) {
    return load(files, Map.of());
  }

  /** The same as if some files, by canonical path, had other texts. */
  static Loaded load(List<Path> files, Map<Path, String> instead) {
    if (files.isEmpty()) {
      String searched = SEARCHED.stream().map(Path::toString).collect(Collectors.joining(" and "));
      Problem nothing =
          new Problem(
              Severity.ERROR,
              "",
              1,
              1,
              "no configuration: looked for "
                  + searched
                  + "; -f names another file, 'koi init' writes one");
      return new Loaded(null, List.of(nothing), null);
    }
    List<Parsed> parsed = new ArrayList<>();
    Problems problems = new Problems();
    for (Path file : files) {
      problems.file(file.toString());
      parsed.add(InfoText.read(file, instead));
    }
    return check(parsed, problems, new Position(files.getFirst().toString(), 1, 1));
  }

  /**
   * Loads a text, as that of a file which is about to be written.
   *
   * @param file what to call the text in problems; what it includes is looked for beside that
   */
  public static Loaded parse(String file, String text) {
    Problems problems = new Problems();
    problems.file(file);
    return check(List.of(InfoText.parse(file, text)), problems, new Position(file, 1, 1));
  }

  private static Loaded check(List<Parsed> files, Problems problems, Position origin) {
    Walk walk = new Walk(problems);
    boolean complete = true;
    for (Parsed file : files) {
      file.mistakes().forEach(problems::syntax);
      complete &= file.mistakes().isEmpty();
      walk.file(file.entries());
    }
    new Checks(walk.values(), problems, origin).run(walk.groups(), complete);
    Configuration configuration =
        new Assembly(walk.values(), problems).configuration(walk.groups().keySet());
    return problems.hasErrors()
        ? new Loaded(null, problems.inOrder(), null)
        : new Loaded(configuration, problems.inOrder(), new Stated(walk.values()));
  }
}
