package dev.koi.wire.info;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InfoEditTest {

  @Test
  void whatWasBareStaysBareAndWhatWasQuotedStaysQuoted() {
    replaced("node { port 1 }", "node { port 2 }", "2");
    replaced("node { port \"1\"; why\n}", "node { port \"2\"; why\n}", "2");
    replaced("node {\n\tport 1;why\n}", "node {\n\tport \"a b\";why\n}", "a b");
  }

  @Test
  void aKeyWithoutAValueGetsOne() {
    replaced("node {\n  port ; none\n}", "node {\n  port 2 ; none\n}", "2");
  }

  @Test
  void aContinuedStringBecomesOneAndKeepsItsComments() {
    replaced("n { k \"a\" \\\n  \"b\" ; end\n}", "n { k \"c\" ; end\n}", "c");
    replaced("n { k \"a\" \\\n ; why\n  \"b\"\n}", "n { k \"c\"\n ; why\n  \n}", "c");
  }

  @Test
  void aNewKeyStandsBehindTheLastOneAndLooksLikeIt() {
    added("node {\n   port 1 ; UDP\n}\n", "node {\n   port 1 ; UDP\n   key v\n}\n");
    added("node { port 1 }", "node { port 1 key v }");
    added("node { port \"1\"}", "node { port \"1\" key v }");
    added("node\r\n{\r\n\tport 1\r\n}\r\n", "node\r\n{\r\n\tport 1\r\n\tkey v\r\n}\r\n");
    added("node {\n  a { b 1\n  }\n}", "node {\n  a { b 1\n  }\n  key v\n}");
  }

  @Test
  void anEmptySectionIsFilled() {
    added("node {}", "node { key v }");
    added("node { }", "node { key v }");
    added("node { ; why\n}", "node { ; why\n  key v\n}");
    added("a {\n\tb 1\n}\n  node\n  {\n  }", "a {\n\tb 1\n}\n  node\n  {\n  \tkey v\n  }");
  }

  @Test
  void aMissingSectionIsAddedAtTheEnd() {
    assertThat(InfoEdit.append("", "node", "key", "v w")).isEqualTo("node {\n  key \"v w\"\n}\n");
    assertThat(InfoEdit.append("a {\n b 1\n}", "group web", "key", "v"))
        .isEqualTo("a {\n b 1\n}\n\ngroup web {\n key v\n}\n");
  }

  private static void replaced(String before, String after, String value) {
    Entry entry = InfoText.parse("t", before).entries().getFirst().children().getFirst();
    assertThat(InfoEdit.replace(before, entry, value)).isEqualTo(after);
    Entry now = InfoText.parse("t", after).entries().getFirst().children().getFirst();
    assertThat(now.value()).isEqualTo(value);
  }

  private static void added(String before, String after) {
    Entry section = InfoText.parse("t", before).entries().getLast();
    assertThat(InfoEdit.add(before, section, "key", "v")).isEqualTo(after);
    Parsed parsed = InfoText.parse("t", after);
    assertThat(parsed.mistakes()).isEmpty();
    assertThat(parsed.entries().getLast().children().getLast().value()).isEqualTo("v");
  }
}
