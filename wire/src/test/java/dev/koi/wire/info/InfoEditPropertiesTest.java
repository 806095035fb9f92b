package dev.koi.wire.info;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** On files as people lay them out: several sections, braces anywhere, comments, quotes, CRLF. */
class InfoEditPropertiesTest {

  private static final String TARGET = "target";

  @Property
  void aChangedValueReadsAsItAndAllElseStaysByteForByte(
      @ForAll("pairs") List<String> before,
      @ForAll("literals") String old,
      @ForAll("pairs") List<String> after,
      @ForAll("values") String value) {
    String head = "x {" + String.join("", before) + "\n" + TARGET + " ";
    String tail = " ; end\n" + String.join("", after) + "\n}\n";
    Parsed was = InfoText.parse("t", head + old + tail);
    assertThat(was.mistakes()).isEmpty();

    String text = InfoEdit.replace(head + old + tail, find(was), value);

    assertThat(text).startsWith(head).endsWith(tail);
    Parsed now = InfoText.parse("t", text);
    assertThat(now.mistakes()).isEmpty();
    assertThat(find(now).value()).isEqualTo(value);
    assertThat(others(now)).isEqualTo(others(was));
    boolean quoted = old.startsWith("\"");
    assertThat(text.charAt(head.length()) == '"').isEqualTo(quoted || !isBare(value));
  }

  @Property
  void anAddedKeyReadsAsItAndTakesNothingAway(
      @ForAll("pairs") List<String> pairs, @ForAll("values") String value) {
    String before = "; top\nx {" + String.join("", pairs) + "\n} y { z 1 }";
    Parsed was = InfoText.parse("t", before);
    assertThat(was.mistakes()).isEmpty();

    String text = InfoEdit.add(before, was.entries().getFirst(), TARGET, value);

    int same = commonStart(before, text);
    assertThat(text).endsWith(before.substring(same));
    Parsed now = InfoText.parse("t", text);
    assertThat(now.mistakes()).isEmpty();
    assertThat(find(now).value()).isEqualTo(value);
    assertThat(others(now)).isEqualTo(others(was));
  }

  @Property
  void anAppendedSectionChangesNothingBeforeIt(
      @ForAll("pairs") List<String> pairs, @ForAll("values") String value) {
    String before = "x {" + String.join("", pairs) + "\n}";
    String text = InfoEdit.append(before, "node", TARGET, value);
    assertThat(text).startsWith(before);
    Parsed now = InfoText.parse("t", text);
    assertThat(now.mistakes()).isEmpty();
    assertThat(now.entries().getLast().children().getFirst().value()).isEqualTo(value);
    List<String> was = others(InfoText.parse("t", before));
    assertThat(others(now)).startsWith(was.toArray(String[]::new));
  }

  @Provide
  Arbitrary<List<String>> pairs() {
    Arbitrary<String> key = Arbitraries.of("port", "name", "\"a key\"", "folder");
    Arbitrary<String> gap = Arbitraries.of("\n  ", "\n\t", "\r\n", " ", "\n\n ; a comment {\n", "\n \n");
    Arbitrary<String> end = Arbitraries.of("", " ", " ; why \"not\"\n", "\n");
    Arbitrary<String> pair = Combinators.combine(gap, key, literals(), end)
        .as((g, k, v, e) -> g + k + " " + v + e);
    Arbitrary<String> section = Combinators.combine(gap, literals())
        .as((g, v) -> g + "sub" + g + "{ inner " + v + "\n}");
    return Arbitraries.oneOf(pair, section).list().ofMaxSize(5);
  }

  @Provide
  Arbitrary<String> literals() {
    Arbitrary<String> quoted = values().map(InfoText::quote);
    Arbitrary<String> continued = Combinators.combine(quoted, quoted).as((a, b) -> a + " \\\n \t" + b);
    return Arbitraries.oneOf(Arbitraries.of("1", "3s", "/a/b", "tr\\\\ue", "a\"b{"), quoted, continued);
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.strings()
        .withChars("aZ09 ./:;#{}\"\\\n\r\t\0,")
        .withCharRange('\u00c0', '\u00ff')
        .ofMaxLength(12);
  }

  private static boolean isBare(String value) {
    return !InfoText.word(value).startsWith("\"");
  }

  private static Entry find(Parsed parsed) {
    return parsed.entries().getFirst().children().stream()
        .filter(entry -> entry.key().equals(TARGET))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> others(Parsed parsed) {
    List<String> found = new ArrayList<>();
    collect(parsed.entries(), found);
    return found;
  }

  private static void collect(List<Entry> entries, List<String> into) {
    for (Entry entry : entries) {
      if (!entry.key().equals(TARGET)) {
        into.add(entry.key() + "=" + Objects.requireNonNull(entry.value()));
        collect(entry.children(), into);
      }
    }
  }

  private static int commonStart(String a, String b) {
    int at = 0;
    while (at < a.length() && at < b.length() && a.charAt(at) == b.charAt(at)) {
      at++;
    }
    return at;
  }
}
