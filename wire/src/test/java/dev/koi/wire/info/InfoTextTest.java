package dev.koi.wire.info;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoTextTest {

  @Test
  void braceMayStandBehindTheKeyBehindTheValueOrOnALaterLine() {
    assertThat(tree("a {\n b 1\n}")).isEqualTo("a{b=1}");
    assertThat(tree("a\n\n ; comment\n{ b 1 }")).isEqualTo("a{b=1}");
    assertThat(tree("a x { b 1 }")).isEqualTo("a=x{b=1}");
    assertThat(tree("a x\n{ b { } }")).isEqualTo("a=x{b{}}");
  }

  @Test
  void severalPairsMayShareALine() {
    assertThat(tree("a { b 1 c 2 } d 3")).isEqualTo("a{b=1 c=2} d=3");
  }

  @Test
  void bracesAndQuotesInsideAWordAreLetters() {
    assertThat(tree("a b}c\nd x\"y")).isEqualTo("a=b}c d=x\"y");
  }

  @Test
  void commentEndsAWordButNotAString() {
    assertThat(tree("a b;c\nd \"e;f\" ; g")).isEqualTo("a=b d=e;f");
  }

  @Test
  void everyEscapeMeansItsCharacter() {
    Parsed parsed = InfoText.parse("t", "a \"\\0\\a\\b\\f\\n\\r\\t\\v\\\"\\'\\\\\"\nb x\\ty");
    assertThat(parsed.mistakes()).isEmpty();
    assertThat(parsed.entries().get(0).value()).isEqualTo("\0\u0007\b\f\n\r\t\u000B\"'\\");
    assertThat(parsed.entries().get(1).value()).isEqualTo("x\ty");
  }

  @Test
  void stringGoesOnBehindABackslashAlsoAfterComments() {
    assertThat(tree("a \"one, \" \\ ; more\n\n ; still\n \"two\" \\\n\"!\"\nb 1"))
        .isEqualTo("a=one, two! b=1");
  }

  @Test
  void quotedKeyIsAKeyAndEmptyStringIsAValue() {
    assertThat(tree("\"a b\" \"\"\nc")).isEqualTo("a b c");
  }

  @Test
  void carriageReturnsAreBlanks() {
    assertThat(tree("a 1\r\nb {\r\n c 2\r\n}\r\n")).isEqualTo("a=1 b{c=2}");
  }

  @Test
  void entryKnowsItsPlace() {
    Entry section = InfoText.parse("koi.conf", "\n  a {\n\tb  \"v\"\n}").entries().getFirst();
    assertThat(section.at()).hasToString("koi.conf:2:3");
    assertThat(section.children().getFirst().at()).hasToString("koi.conf:3:2");
    assertThat(section.children().getFirst().valueAt()).hasToString("koi.conf:3:5");
  }

  @Test
  void allMistakesAreFoundAndTheRestIsRead() {
    Parsed parsed =
        InfoText.parse(
            "t",
            """
            # a comment of other languages
            a "open
            b x\\qy\\z
            }
            { c 1 }
            d "x" \\ y
            e 1
            "k" \\
            f { g 1
            """);
    assertThat(parsed.mistakes().stream().map(Mistake::toString))
        .satisfiesExactly(
            m -> assertThat(m).startsWith("t:1:1: '#a' is unknown").contains("begins with ';'"),
            m -> assertThat(m).startsWith("t:2:3: this quote is not closed"),
            m -> assertThat(m).startsWith("t:3:4: '\\q' is no escape"),
            m -> assertThat(m).startsWith("t:3:7: '\\z' is no escape"),
            m -> assertThat(m).startsWith("t:4:1: this '}' closes nothing"),
            m -> assertThat(m).startsWith("t:5:1: expected a key before '{'"),
            m -> assertThat(m).startsWith("t:6:9: nothing may follow a \\"),
            m -> assertThat(m).startsWith("t:7:1: expected a quoted string"),
            m -> assertThat(m).startsWith("t:8:1: a key cannot be continued"),
            m -> assertThat(m).startsWith("t:9:3: this '{' is never closed"));
    assertThat(show(parsed.entries())).isEqualTo("a=? b=? d=x e=1 k f{g=1}");
  }

  @Test
  void promiseOfMoreAtTheEndIsAMistake() {
    assertThat(InfoText.parse("t", "a \"x\" \\\n").mistakes())
        .singleElement()
        .satisfies(m -> assertThat(m.text()).contains("promised more"));
  }

  @Test
  void nestingWithoutEndIsAMistakeAndNoStackOverflow() {
    Parsed parsed = InfoText.parse("t", "a {".repeat(100_000));
    assertThat(parsed.mistakes()).anyMatch(m -> m.text().contains("64 deep"));
  }

  @Test
  void missingFileIsAMistake(@TempDir Path folder) {
    Path file = folder.resolve("none.conf");
    assertThat(InfoText.read(file).mistakes())
        .hasToString("[" + file + ":1:1: cannot read " + file + ": no such file]");
    assertThat(InfoText.read(folder).mistakes()).hasSize(1);
  }

  @Test
  void includeIsLookedForBesideTheIncludingFileAndLandsInItsSection(@TempDir Path folder)
      throws IOException {
    Files.createDirectory(folder.resolve("d"));
    write(folder, "main", "x 1\na {\n #include \"d/part\" ; why\n c 3\n}");
    write(folder, "d/part", "#include \"more\"\nb { y 1 }");
    write(folder, "d/more", "z 9");
    Parsed parsed = InfoText.read(folder.resolve("main"));
    assertThat(parsed.mistakes()).isEmpty();
    assertThat(show(parsed.entries())).isEqualTo("x=1 a{z=9 b{y=1} c=3}");
    Entry z = parsed.entries().get(1).children().getFirst();
    assertThat(z.at().file()).isEqualTo(folder.resolve("d/more").toString());
  }

  @Test
  void includedFileClosesItsOwnBraces(@TempDir Path folder) throws IOException {
    write(folder, "main", "a {\n#include \"part\"\n}");
    write(folder, "part", "}\nb {");
    assertThat(InfoText.read(folder.resolve("main")).mistakes())
        .extracting(Mistake::text)
        .containsExactly("this '}' closes nothing", "this '{' is never closed");
  }

  @Test
  void includeCycleIsAMistakeAtTheInclude(@TempDir Path folder) throws IOException {
    write(folder, "a", "x 1\n#include \"b\"");
    write(folder, "b", "y 1\n #include \"../" + folder.getFileName() + "/a\"\nz 1");
    Parsed parsed = InfoText.read(folder.resolve("a"));
    assertThat(parsed.mistakes())
        .singleElement()
        .satisfies(
            m -> {
              assertThat(m.at()).isEqualTo(new Position(folder.resolve("b").toString(), 2, 11));
              assertThat(m.text()).contains("includes itself");
            });
    assertThat(show(parsed.entries())).isEqualTo("x=1 y=1 z=1");
  }

  @Test
  void includesThatDoubleAtEachLevelEnd(@TempDir Path folder) throws IOException {
    for (int i = 0; i < 30; i++) {
      write(
          folder,
          "f" + i,
          "#include \"f" + (i + 1) + "\"\n".repeat(1) + "#include \"f" + (i + 1) + "\"\n");
    }
    write(folder, "f30", "x 1");
    assertThat(InfoText.read(folder.resolve("f0")).mistakes())
        .anyMatch(m -> m.text().contains("1000 files"));
  }

  @Test
  void wrongIncludesAreMistakes(@TempDir Path folder) throws IOException {
    write(
        folder,
        "a",
        """
        #include b
        #include
        #include "none"
        #include "c" d
        #include "x\\0y"
        #includes "c"
        """);
    write(folder, "c", "y 1");
    assertThat(InfoText.read(folder.resolve("a")).mistakes()).hasSize(6);
  }

  @Test
  void fileInLatinOneIsReadAndByteOrderMarkIsSkipped(@TempDir Path folder) throws IOException {
    Files.write(
        folder.resolve("l"),
        "; \u00e5\u00e4\u00f6\na \u00f6".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(show(InfoText.read(folder.resolve("l")).entries())).isEqualTo("a=\u00f6");
    write(folder, "u", "\uFEFFa \u00f6");
    assertThat(show(InfoText.read(folder.resolve("u")).entries())).isEqualTo("a=\u00f6");
  }

  @Test
  void binaryFileIsOneMistake() {
    assertThat(InfoText.parse("t", "a 1\n\0\0\0\n\0").mistakes())
        .singleElement()
        .satisfies(m -> assertThat(m.at().line()).isEqualTo(2));
  }

  private static void write(Path folder, String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static String tree(String text) {
    Parsed parsed = InfoText.parse("t", text);
    assertThat(parsed.mistakes()).isEmpty();
    return show(parsed.entries());
  }

  private static String show(List<Entry> entries) {
    return entries.stream().map(InfoTextTest::show).collect(Collectors.joining(" "));
  }

  private static String show(Entry entry) {
    String value =
        entry.value() == null ? "=?" : entry.value().isEmpty() ? "" : "=" + entry.value();
    return entry.key() + value + (entry.section() ? "{" + show(entry.children()) + "}" : "");
  }
}
