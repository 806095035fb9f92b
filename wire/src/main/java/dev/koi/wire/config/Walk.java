package dev.koi.wire.config;

import dev.koi.core.name.GroupName;
import dev.koi.wire.info.Entry;
import dev.koi.wire.info.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Goes through the trees of all files, merges their sections, and reads every value once. */
final class Walk {

  /** A declared group: where it was first, and its keys. */
  record Group(Position at, Values values) {}

  private final Problems problems;
  private final Values values = new Values();
  private final Map<GroupName, Group> groups = new LinkedHashMap<>();

  Walk(Problems problems) {
    this.problems = problems;
  }

  Values values() {
    return values;
  }

  Map<GroupName, Group> groups() {
    return groups;
  }

  void file(List<Entry> entries) {
    Entry before = null;
    for (Entry entry : entries) {
      if (entry.key().equals(Settings.GROUP)) {
        group(entry);
      } else if (Settings.isSection(entry.key())) {
        section(entry);
      } else {
        unknownSection(entry, before);
      }
      before = entry;
    }
  }

  private void section(Entry entry) {
    if (!entry.section()) {
      problems.error(entry.at(), entry.key() + " is a section: expected '{' behind it");
      return;
    }
    if (entry.value() != null && !entry.value().isEmpty()) {
      problems.warning(entry.valueAt(), "section " + entry.key() + " takes no name: ignored");
    }
    keys(entry, values);
  }

  private void group(Entry entry) {
    String name = entry.value();
    if (name == null) {
      return;
    }
    if (!GroupName.isLegal(name)) {
      problems.error(
          entry.valueAt(),
          "expected group NAME { ... }, with a name of 1 to 64 letters, digits, '-' or '_'"
              + (name.isEmpty() ? "" : ", not '" + name + "'"));
    }
    if (!entry.section()) {
      problems.error(entry.at(), "group is a section: expected group NAME { ... }");
      return;
    }
    Group fresh = new Group(entry.at(), new Values());
    Group group = GroupName.isLegal(name) ? declared(new GroupName(name), fresh) : fresh;
    keys(entry, group.values());
  }

  private Group declared(GroupName name, Group fresh) {
    Group known = groups.putIfAbsent(name, fresh);
    return known == null ? fresh : known;
  }

  private void keys(Entry section, Values into) {
    Entry before = null;
    for (Entry entry : section.children()) {
      Setting<?> setting = Settings.find(section.key(), entry.key()).orElse(null);
      if (setting == null) {
        unknownKey(section.key(), entry, before);
      } else if (entry.section()) {
        problems.error(entry.at(), setting.name() + " is a value, not a section");
        into.broken(setting);
      } else {
        value(setting, entry, into);
      }
      before = entry;
    }
  }

  private void value(Setting<?> setting, Entry entry, Values into) {
    if (entry.value() == null) {
      into.broken(setting);
      return;
    }
    Written now = new Written(setting, entry.key(), entry.value(), entry.at(), entry.valueAt());
    if (setting.kind().read(now.value()) instanceof Reading.Bad<?>(String why)) {
      problems.error(now.valueAt(), now.fullName() + ": " + why);
      into.broken(setting);
    }
    Written earlier = into.written(setting);
    if (earlier != null && !earlier.usedName().equals(now.usedName())) {
      Written loser = now.isOtherName() ? now : earlier;
      problems.warning(
          loser.keyAt(),
          loser.fullName() + " is another name of " + setting.name() + ", which counts");
      if (now.isOtherName()) {
        return;
      }
    } else if (earlier != null && earlier.keyAt().file().equals(now.keyAt().file())) {
      problems.warning(
          now.keyAt(),
          setting.name() + " stands in line " + earlier.keyAt().line() + " too: this one counts");
    }
    into.put(now);
  }

  private void unknownSection(Entry entry, @Nullable Entry before) {
    if (isSpilled(entry, before)) {
      return;
    }
    if (entry.section()) {
      problems.warning(
          entry.at(),
          "unknown section '"
              + entry.key()
              + "'"
              + meant(Settings.closestSection(entry.key()).orElse(null)));
    } else {
      problems.warning(
          entry.at(),
          "unknown key '"
              + entry.key()
              + "' outside of all sections"
              + meant(Settings.closest("", entry.key()).orElse(null)));
    }
  }

  private void unknownKey(String section, Entry entry, @Nullable Entry before) {
    if (isSpilled(entry, before)) {
      return;
    }
    problems.warning(
        entry.at(),
        "unknown key '"
            + section
            + "."
            + entry.key()
            + "'"
            + meant(Settings.closest(section, entry.key()).orElse(null)));
  }

  /**
   * An unquoted list of several words ends after the first in INFO, and the next is a key. Ignoring
   * that as an unknown key would lose the rest of somebody's transport. The word is not repeated:
   * it may be half of a password.
   */
  private boolean isSpilled(Entry entry, @Nullable Entry before) {
    if (before == null || before.section() || "".equals(before.value())) {
      return false;
    }
    Position value = before.valueAt();
    if (value.line() != entry.at().line() || !value.file().equals(entry.at().file())) {
      return false;
    }
    problems.error(
        entry.at(),
        "another word behind the value of "
            + before.key()
            + ", which is no key: a value of several words needs quotes");
    return true;
  }

  private static String meant(@Nullable String name) {
    return name == null ? ": ignored" : ": ignored; did you mean " + name + "?";
  }
}
