package dev.koi.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The checkout that the tests run in. */
final class House {

  static final List<String> MODULES = List.of("core", "wire", "node", "cli", "sim");

  private static final Set<String> OUTPUT = Set.of("target", "build", ".git", "__pycache__");

  private final Path root;

  private House(Path root) {
    this.root = root;
  }

  /** Surefire starts in the module, an IDE perhaps in the root. */
  static House here() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path candidate = at;
      if (MODULES.stream().allMatch(m -> Files.exists(candidate.resolve(m).resolve("pom.xml")))) {
        return new House(at);
      }
    }
    throw new IllegalStateException("not inside a checkout: " + Path.of("").toAbsolutePath());
  }

  Path root() {
    return root;
  }

  /** Our own Java sources, tests included. */
  List<Path> javaSources() {
    return MODULES.stream()
        .map(root::resolve)
        .flatMap(m -> Stream.of(m.resolve("src/main/java"), m.resolve("src/test/java")))
        .flatMap(folder -> files(folder, p -> p.toString().endsWith(".java")).stream())
        .toList();
  }

  /** What the build wrote from them: needed to understand them, bound by no rule. */
  List<Path> generatedSources() {
    return MODULES.stream()
        .map(m -> root.resolve(m).resolve("target"))
        .flatMap(m -> Stream.of("generated-sources", "generated-test-sources").map(m::resolve))
        .flatMap(folder -> files(folder, p -> p.toString().endsWith(".java")).stream())
        .toList();
  }

  /** Everything that is written by hand and runs: Java, C, protobuf, Python, shell. */
  List<Path> code() {
    return files(root, House::isCode);
  }

  Path classes(String module) {
    return root.resolve(module).resolve("target/classes");
  }

  String name(Path path) {
    return root.relativize(path.toAbsolutePath()).toString();
  }

  private static boolean isCode(Path path) {
    String name = path.getFileName().toString();
    return name.matches(".*\\.(java|c|h|pml|proto|py|sh)") || startsWithHashBang(path);
  }

  private static boolean startsWithHashBang(Path path) {
    if (!Files.isExecutable(path)) {
      return false;
    }
    try (var in = Files.newInputStream(path)) {
      return in.read() == '#' && in.read() == '!';
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path folder, Predicate<Path> wanted) {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> entries = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
      for (Path entry : entries.sorted().toList()) {
        if (Files.isDirectory(entry)) {
          if (!OUTPUT.contains(entry.getFileName().toString()) || folder.endsWith("target")) {
            found.addAll(files(entry, wanted));
          }
        } else if (Files.isRegularFile(entry) && wanted.test(entry)) {
          found.add(entry);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }
}
