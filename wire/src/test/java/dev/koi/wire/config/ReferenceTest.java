package dev.koi.wire.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.lease.Profile;
import dev.koi.core.lease.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference of all keys in docs/configuration.md is the table, between two markers. */
class ReferenceTest {

  private static final Path FILE = Path.of("..", "docs", "configuration.md");
  private static final String BEGIN = "<!-- keys: begin -->\n";
  private static final String END = "<!-- keys: end -->\n";

  @Test
  void referenceIsTheTable() throws IOException {
    String text = Files.readString(FILE);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    assertThat(end).as("markers in " + FILE).isGreaterThanOrEqualTo(begin);
    if (Boolean.getBoolean("koi.rewrite")) {
      Files.writeString(FILE, text.substring(0, begin) + render() + text.substring(end));
    } else {
      assertThat(text.substring(begin, end))
          .as("stale: run this test with -Dkoi.rewrite=true")
          .isEqualTo(render());
    }
  }

  @Test
  void noNameIsTakenTwiceAndEverySectionIsKnown() {
    Set<String> names = new HashSet<>();
    for (Setting<?> setting : Settings.ALL) {
      assertThat(names.add(setting.name())).as(setting.name()).isTrue();
      setting
          .otherNames()
          .forEach(other -> assertThat(names.add(setting.section() + "." + other)).isTrue());
      assertThat(Settings.isSection(setting.section())).as(setting.section()).isTrue();
      assertThat(setting.meaning()).endsWith(".").doesNotContain("|");
    }
  }

  private static String render() {
    StringBuilder out = new StringBuilder(profiles());
    for (Map.Entry<String, String> section : Settings.SECTIONS) {
      out.append("\n## ").append(section.getKey()).append("\n\n").append(section.getValue());
      out.append("\n\n| key | value | default | meaning | a reload |\n|---|---|---|---|---|\n");
      Settings.ALL.stream()
          .filter(setting -> setting.section().equals(section.getKey()))
          .forEach(setting -> out.append(row(setting)));
    }
    return out.append('\n').toString();
  }

  private static String reload(Setting<?> setting) {
    return switch (setting.reload()) {
      case IN_PLACE -> "in place";
      case NEXT_GRANT -> "from the next grant on";
      case RESTART -> "restarts the inside";
      case AT_START -> "only at start";
      case NOTHING -> "–";
    };
  }

  private static String profiles() {
    StringBuilder out = new StringBuilder();
    out.append("\n| profile | renew_interval | lease_soft | lease_hard | guard_budget");
    out.append(" | heartbeat_interval | status_interval | the next master waits |\n");
    out.append("|---|---|---|---|---|---|---|---|\n");
    for (Profile profile : List.of(Profile.FAST, Profile.NORMAL, Profile.WATCHDOG)) {
      Timing lease = profile.lease();
      out.append("| ").append(profile.name());
      Stream.of(
              lease.renew(),
              lease.soft(),
              lease.hard(),
              lease.budget(),
              profile.heartbeat(),
              profile.statusInterval(),
              lease.electorWait())
          .forEach(value -> out.append(" | ").append(Durations.text(value)));
      out.append(" |\n");
    }
    return out.toString();
  }

  private static String row(Setting<?> setting) {
    String other =
        setting.otherNames().isEmpty()
            ? ""
            : ", `" + String.join("`, `", setting.otherNames()) + "`";
    String effect =
        switch (setting.effect()) {
          case OBEYED -> "";
          case LEASE_DECIDES -> " *Accepted, changes nothing: the lease decides.*";
          case LATER -> " *Checked; changes nothing in this version.*";
        };
    String shown =
        setting.shown().isEmpty()
            ? "(empty)"
            : setting.preset() == null ? setting.shown() : "`" + setting.shown() + "`";
    return "| `"
        + setting.key()
        + "`"
        + other
        + " | "
        + setting.kind().described()
        + " | "
        + shown
        + " | "
        + setting.meaning()
        + effect
        + " | "
        + reload(setting)
        + " |\n";
  }
}
