package dev.koi.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every source file, and every rule on something bad. */
class SourceTest {

  private final House house = House.here();

  @Test
  void everyFileKeepsToSizesAndNames() throws Exception {
    List<Path> code = house.code();
    assertThat(code).hasSizeGreaterThan(50);
    List<Finding> findings = new ArrayList<>();
    for (Path file : code) {
      findings.addAll(TextRules.check(house.name(file), Files.readString(file)));
      findings.addAll(TextRules.checkPlace(house.name(file)));
    }
    assertThat(findings).isEmpty();
  }

  @Test
  void everyJavaSourceKeepsTheRules() {
    List<Path> files = new ArrayList<>(house.javaSources());
    files.removeIf(file -> file.endsWith("package-info.java")); // a package may have one for tests too
    int ours = files.size();
    files.addAll(house.generatedSources());
    Sources sources = Sources.ofFiles(files);
    List<Finding> findings = new ArrayList<>();
    for (CompilationUnitTree unit : sources.units().subList(0, ours)) {
      String name = house.name(Path.of(unit.getSourceFile().toUri()));
      findings.addAll(LanguageRules.check(sources, unit, name));
    }
    assertThat(findings).isEmpty();
  }

  @Test
  void everyPackageIsDescribedAndNullMarked() throws Exception {
    var described = new TreeMap<String, Boolean>();
    for (Path file : house.javaSources()) {
      String name = house.name(file);
      String packageName = name.replaceFirst("^.*/src/(main|test)/java/(.*)/[^/]*$", "$2");
      boolean describes =
          name.endsWith("/package-info.java") && PackageInfo.isComplete(Files.readString(file));
      described.merge(packageName, describes, Boolean::logicalOr);
    }
    assertThat(described).isNotEmpty().allSatisfy((_, complete) -> assertThat(complete).isTrue());
  }

  @Test
  void aLongFileIsFound() {
    assertThat(TextRules.check("core/A.java", "\n".repeat(TextRules.MAX_FILE_LINES))).isEmpty();
    assertThat(TextRules.check("core/A.java", "\n".repeat(TextRules.MAX_FILE_LINES + 1))).hasSize(1);
  }

  @Test
  void aWideLineIsFound() {
    assertThat(TextRules.check("bin/x", "é".repeat(TextRules.MAX_COLUMNS))).isEmpty();
    assertThat(TextRules.check("bin/x", "\n" + "é".repeat(TextRules.MAX_COLUMNS + 1)))
        .containsExactly(new Finding("bin/x", 2, "111 characters in a line, 110 at most"));
  }

  @Test
  void aPromiseForLaterIsFound() {
    assertThat(TextRules.check("bin/x", "# TO" + "DO: think")).hasSize(1);
  }

  @Test
  void aNameThatSaysNothingIsFound() {
    assertThat(List.of("StringUtils", "Util", "LeaseHelper", "SessionManager", "ClockImpl"))
        .allMatch(TextRules::isForbiddenName);
    assertThat(List.of("Lease", "Simple", "Managed", "Implied", "Utility"))
        .noneMatch(TextRules::isForbiddenName);
    assertThat(TextRules.check("dist/string_utils.py", "")).hasSize(1);
    assertThat(language("class A { interface NodeManager {} }")).hasSize(1);
  }

  @Test
  void aPackageOfAnotherModuleIsFound() {
    assertThat(TextRules.checkPlace("wire/src/main/java/dev/koi/wire/config/A.java")).isEmpty();
    assertThat(TextRules.checkPlace("wire/src/main/java/dev/koi/core/A.java")).hasSize(1);
  }

  @Test
  void aPackageWithoutNullMarkedOrWordsIsFound() {
    String complete = "/** What it is for. */\n@NullMarked\npackage a;\n";
    assertThat(PackageInfo.isComplete(complete)).isTrue();
    assertThat(PackageInfo.isComplete(complete.replace("@NullMarked", ""))).isFalse();
    assertThat(PackageInfo.isComplete("@NullMarked package a;")).isFalse();
  }

  @Test
  void aLongMethodIsFound() {
    String fits = "class A {\n  void a() {" + "\n".repeat(LanguageRules.MAX_METHOD_LINES - 1) + "}}";
    assertThat(language(fits)).isEmpty();
    assertThat(language(fits.replace("{\n\n", "{\n\n\n"))).hasSize(1);
  }

  @Test
  void tooManyParametersAreFoundButForComponentsOfARecord() {
    assertThat(language("class A { void a(int b, int c, int d, int e, int f) {} }")).isEmpty();
    assertThat(language("class A { void a(int b, int c, int d, int e, int f, int g) {} }")).hasSize(1);
    assertThat(language("class A { A(int b, int c, int d, int e, int f, int g) {} }")).hasSize(1);
    assertThat(language("record A(int b, int c, int d, int e, int f, int g) { A {} }")).isEmpty();
  }

  @Test
  void aDefaultOverAClosedTypeIsFound() {
    String frame =
        """
        class A {
          enum Colour { RED, GREEN }
          sealed interface Shape {}
          record Round() implements Shape {}
          record Square() implements Shape {}
          int a(Colour c) { return switch (c) { case RED -> 1; %s -> 2; }; }
          int b(Shape s) { return switch ((s)) { case Round() -> 1; %s -> 2; }; }
          void c(Colour c) { switch (c) { case RED: return; %s: } }
          int d(String s) { return switch (s) { case "x" -> 1; default -> 2; }; }
        }
        """;
    assertThat(language(frame.formatted("case GREEN", "case Square()", "case GREEN"))).isEmpty();
    assertThat(language(frame.formatted("default", "default", "default"))).hasSize(3);
    assertThat(language(frame.formatted("case GREEN", "case null, default", "case GREEN"))).hasSize(1);
    assertThat(language(frame.formatted("case GREEN", "case Shape _", "case GREEN"))).hasSize(1);
  }

  @Test
  void theOrderOfAnEnumIsFound() {
    assertThat(language("class A { enum B { C } int a(B b) { return b.ordinal(); } }")).hasSize(1);
    assertThat(language("class A { enum B { C } int a(B b) { return b.compareTo(B.C); } }")).hasSize(1);
    assertThat(
            language(
                "class A { enum B { C } java.util.function.ToIntFunction<B> a() { return B::ordinal; } }"))
        .hasSize(1);
  }

  @Test
  void aSleepInATestIsFound() {
    String sleeps = "class A { void a() throws Exception { Thread.sleep(1); } }";
    assertThat(language(sleeps)).isEmpty();
    assertThat(language("node/src/test/java/dev/koi/A.java", sleeps)).hasSize(1);
  }

  private static List<Finding> language(String text) {
    return language("node/src/main/java/dev/koi/A.java", text);
  }

  private static List<Finding> language(String path, String text) {
    Sources sources = Sources.ofText("A.java", "package dev.koi;\n" + text);
    return LanguageRules.check(sources, sources.units().getFirst(), path);
  }
}
