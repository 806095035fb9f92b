package dev.koi.wire.info;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

class InfoTextPropertiesTest {

  @Property
  void anyTextGivesATreeOrMistakes(
      @ForAll
          @Chars({'{', '}', '"', '\\', ';', '#', '\n', '\r', ' ', 'a', '0', 'i'})
          @StringLength(max = 60)
          String text) {
    Parsed parsed = InfoText.parse("t", text);
    assertThat(parsed.mistakes()).allMatch(m -> m.at().line() >= 1 && m.at().column() >= 1);
  }

  @Property
  void quotedTextReadsAsItself(
      @ForAll @CharRange(from = 0, to = 0x2FF) @StringLength(max = 40) String text) {
    Parsed parsed = InfoText.parse("t", "key " + InfoText.quote(text) + " other 1");
    assertThat(parsed.mistakes()).isEmpty();
    assertThat(parsed.entries()).hasSize(2);
    assertThat(parsed.entries().getFirst().value()).isEqualTo(text);
  }
}
