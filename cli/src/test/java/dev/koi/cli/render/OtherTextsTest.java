package dev.koi.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OtherTextsTest {

  @Test
  void theTreeHasTheShapeOfTheOriginal() throws Exception {
    Golden.check("tree.txt", TreeText.render(Views.failed(), Look.plain(Views.NOW)));
  }

  @Test
  void localIsOneFactALine() throws Exception {
    Golden.check("local.txt", LocalText.render(Views.local(), Look.plain(Views.NOW)));
  }

  @Test
  void theMembersAreATable() throws Exception {
    String text = MembersText.render(Views.members(), Look.plain(Views.NOW));
    Look wide = new Look(Views.NOW, 80, false, true);
    Golden.check("members.txt", text + "\n" + MembersText.render(Views.members(), wide));
  }

  @Test
  void anAgeHasTheUnitsThatMatter() {
    Map<Duration, String> ages =
        Map.ofEntries(
            Map.entry(Duration.ofMillis(-5), "0 ms"),
            Map.entry(Duration.ofMillis(42), "42 ms"),
            Map.entry(Duration.ofMillis(3_149), "3.1 s"),
            Map.entry(Duration.ofMillis(59_999), "59 s"),
            Map.entry(Duration.ofSeconds(60), "1 min"),
            Map.entry(Duration.ofSeconds(150), "2 min 30 s"),
            Map.entry(Duration.ofSeconds(754), "12 min"),
            Map.entry(Duration.ofMinutes(185), "3 h 5 min"),
            Map.entry(Duration.ofHours(26), "1 d 2 h"),
            Map.entry(Duration.ofHours(500), "20 d"));
    ages.forEach((age, text) -> assertThat(Ages.text(age.toMillis())).isEqualTo(text));
  }

  @Test
  void controlCharactersBecomeBlanks() {
    assertThat(Words.oneLine("a\u001b[31mb\tc\u0007\u202ed\n")).isEqualTo("a [31mb c  d");
    assertThat(Words.lines("one\r\ntwo\u0000\n")).isEqualTo("one\ntwo");
  }

  @Test
  void textIsFoldedBetweenWordsAndLongWordsStayWhole() {
    assertThat(Words.fold("aaa bbb ccc", 7, 2)).isEqualTo("aaa bbb\n  ccc");
    assertThat(Words.fold("aaaaaaaaaa bb", 5, 1)).isEqualTo("aaaaaaaaaa\n bb");
  }

  @Test
  void whatIsCutSaysSo() {
    assertThat(Words.cut("abcdefgh", 8)).isEqualTo("abcdefgh");
    assertThat(Words.cut("abcdefghi", 8)).isEqualTo("abcde...");
  }
}
