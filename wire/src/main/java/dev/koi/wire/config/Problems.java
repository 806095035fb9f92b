package dev.koi.wire.config;

import dev.koi.wire.info.Mistake;
import dev.koi.wire.info.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers what is wrong, so that a person sees all of it at once. */
final class Problems {

  private final List<String> files = new ArrayList<>();
  private final List<Problem> found = new ArrayList<>();

  /** Problems of files that were named earlier come first. */
  void file(String name) {
    if (!files.contains(name)) {
      files.add(name);
    }
  }

  void error(Position at, String text) {
    add(Severity.ERROR, at, text);
  }

  void warning(Position at, String text) {
    add(Severity.WARNING, at, text);
  }

  void syntax(Mistake mistake) {
    error(mistake.at(), mistake.text());
  }

  boolean hasErrors() {
    return found.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
  }

  List<Problem> inOrder() {
    return found.stream()
        .sorted(
            Comparator.comparingInt((Problem problem) -> files.indexOf(problem.file()))
                .thenComparingInt(Problem::line)
                .thenComparingInt(Problem::column))
        .toList();
  }

  private void add(Severity severity, Position at, String text) {
    file(at.file());
    found.add(new Problem(severity, at.file(), at.line(), at.column(), text));
  }
}
