package dev.koi.wire.config;

import dev.koi.core.name.GroupName;
import org.jspecify.annotations.Nullable;

/**
 * {@code section.key} or {@code group.NAME.key} as a person writes it.
 *
 * @param group null but for the keys of a group
 * @param used the name that was used for the key, which may be its other one
 */
record KeyName(Setting<?> setting, @Nullable String group, String used) {

  static KeyName parse(String text) throws KeyChange.Refused {
    int dot = text.indexOf('.');
    String section = dot < 0 ? text : text.substring(0, dot);
    String rest = dot < 0 ? "" : text.substring(dot + 1);
    String group = null;
    if (section.equals(Settings.GROUP)) {
      int second = rest.indexOf('.');
      group = second < 0 ? rest : rest.substring(0, second);
      rest = second < 0 ? "" : rest.substring(second + 1);
      if (!GroupName.isLegal(group) || rest.isEmpty()) {
        throw new KeyChange.Refused("'" + text + "' is no key: expected group.NAME.KEY");
      }
    }
    if (rest.isEmpty() && Settings.isSection(section)) {
      throw new KeyChange.Refused("'" + text + "' is a section: expected SECTION.KEY, such as node.port");
    }
    Setting<?> setting = Settings.find(section, rest).orElse(null);
    if (setting == null) {
      throw new KeyChange.Refused("there is no key '" + text + "'" + meant(section, group, rest));
    }
    return new KeyName(setting, group, rest);
  }

  /** Such as {@code group web}: how the section begins. */
  String head() {
    return group == null ? setting.section() : setting.section() + " " + group;
  }

  String text() {
    return (group == null ? setting.section() : setting.section() + "." + group) + "." + used;
  }

  private static String meant(String section, @Nullable String group, String key) {
    if (group == null && !Settings.isSection(section)) {
      String close = Settings.closestSection(section).orElse(null);
      if (close != null && Settings.find(close, key).isPresent()) {
        return "; did you mean " + close + "." + key + "?";
      }
    }
    String close = Settings.closest(section, key.isEmpty() ? section : key).orElse(null);
    if (close != null && group != null) {
      close = close.replaceFirst("^group\\.", "group." + group + ".");
    }
    return close == null ? " ('koi config list' shows all)" : "; did you mean " + close + "?";
  }
}
