package dev.koi.wire.config;

import dev.koi.core.lease.Profile;
import dev.koi.core.name.GroupName;
import dev.koi.wire.config.Setting.Effect;
import dev.koi.wire.info.Entry;
import dev.koi.wire.info.InfoText;
import dev.koi.wire.info.Mistake;
import dev.koi.wire.info.Parsed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What files say, key by key, with where it stands: for {@code koi config list}, {@code get} and
 * {@code set}. A mistake in one key does not hide the others.
 */
public final class KeyBook {

  final List<Path> files;
  final List<Entry> entries;
  final List<Mistake> mistakes;
  private final Walk walk;

  private KeyBook(List<Path> files, List<Entry> entries, List<Mistake> mistakes) {
    this.files = files;
    this.entries = entries;
    this.mistakes = mistakes;
    this.walk = new Walk(new Problems());
    walk.file(entries);
  }

  /** Reads files, of which later ones overlay earlier ones. */
  public static KeyBook read(List<Path> files) {
    return read(files, Map.of());
  }

  static KeyBook read(List<Path> files, Map<Path, String> instead) {
    List<Entry> entries = new ArrayList<>();
    List<Mistake> mistakes = new ArrayList<>();
    for (Path file : files) {
      Parsed parsed = InfoText.read(file, instead);
      entries.addAll(parsed.entries());
      mistakes.addAll(parsed.mistakes());
    }
    return new KeyBook(List.copyOf(files), entries, mistakes);
  }

  /** The names of all keys that can be written, for completion; those of a group as of default. */
  public static List<String> names() {
    return Settings.ALL.stream()
        .flatMap(s -> Stream.concat(Stream.of(s.key()), s.otherNames().stream()).map(key -> full(s, key)))
        .toList();
  }

  /** What is no INFO, or could not be read. */
  public List<String> mistakes() {
    return mistakes.stream().map(Mistake::toString).toList();
  }

  /** Every key that has an effect, and whatever else is written, in the order of the reference. */
  public List<KeyRow> rows() {
    List<KeyRow> rows = new ArrayList<>();
    for (Setting<?> setting : Settings.ALL) {
      if (setting.section().equals(Settings.GROUP)) {
        continue;
      }
      if (setting.effect() == Effect.OBEYED || walk.values().written(setting) != null) {
        rows.add(row(setting, null));
      }
    }
    walk.groups().forEach((name, group) -> group.values().all()
        .forEach(written -> rows.add(row(written.setting(), name.text()))));
    return rows;
  }

  /**
   * One key.
   *
   * @throws KeyChange.Refused if there is none of this name
   */
  public KeyRow row(String name) throws KeyChange.Refused {
    KeyName key = KeyName.parse(name);
    return row(key.setting(), key.group());
  }

  /**
   * Another value for a key, in the file where it stands; else in the last one.
   *
   * @throws KeyChange.Refused if there is no such key, it cannot have this value, or the files
   *     cannot be edited
   */
  public KeyChange set(String name, String value) throws KeyChange.Refused {
    return new KeyEditor(this).set(KeyName.parse(name), value);
  }

  KeyRow row(Setting<?> setting, @Nullable String group) {
    Values values = group == null ? walk.values() : valuesOf(group);
    Written written = values == null ? null : values.written(setting);
    String name = group == null ? setting.name() : setting.section() + "." + group + "." + setting.key();
    boolean secret = setting.equals(ClusterSettings.PASSWORD);
    if (written == null) {
      String preset = preset(setting);
      return new KeyRow(name, preset, null, 0, preset == null ? setting.shown() : "", secret);
    }
    String note =
        switch (setting.effect()) {
          case OBEYED -> written.isOtherName() ? "as " + written.fullName() : "";
          case LEASE_DECIDES -> "changes nothing: the lease decides";
          case LATER -> "changes nothing in this version";
        };
    return new KeyRow(
        name, written.value(), written.valueAt().file(), written.valueAt().line(), note, secret);
  }

  private @Nullable Values valuesOf(String group) {
    Walk.Group found = walk.groups().get(new GroupName(group));
    return found == null ? null : found.values();
  }

  private @Nullable String preset(Setting<?> setting) {
    if (setting.preset() != null) {
      return setting.shown();
    }
    Duration chosen = ofProfile(walk.values().get(TimeSettings.PROFILE)).get(setting);
    return chosen == null ? null : Durations.text(chosen);
  }

  private static Map<Setting<?>, Duration> ofProfile(Profile profile) {
    return Map.of(
        TimeSettings.HEARTBEAT, profile.heartbeat(),
        TimeSettings.RENEW, profile.lease().renew(),
        TimeSettings.SOFT, profile.lease().soft(),
        TimeSettings.HARD, profile.lease().hard(),
        TimeSettings.BUDGET, profile.lease().budget(),
        TimeSettings.STATUS_INTERVAL, profile.statusInterval());
  }

  private static String full(Setting<?> setting, String key) {
    String section = setting.section();
    return section.equals(Settings.GROUP) ? section + ".default." + key : section + "." + key;
  }
}
