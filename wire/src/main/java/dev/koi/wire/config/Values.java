package dev.koi.wire.config;

import dev.koi.wire.info.Position;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was written, over all occurrences of all sections. A value that could not be read leaves the
 * preset behind so that the search for mistakes can go on; no {@link Configuration} is made of it
 * then.
 */
final class Values {

  private final Map<String, Written> written = new LinkedHashMap<>();
  private final Set<String> broken = new HashSet<>();

  void put(Written value) {
    written.put(value.setting().name(), value);
  }

  void broken(Setting<?> setting) {
    broken.add(setting.name());
  }

  @Nullable Written written(Setting<?> setting) {
    return written.get(setting.name());
  }

  boolean isWritten(Setting<?> setting) {
    return written.containsKey(setting.name()) || broken.contains(setting.name());
  }

  /** Whether none of them has a mistake: only then is it worth comparing them. */
  boolean areSound(Collection<? extends Setting<?>> settings) {
    return settings.stream().noneMatch(setting -> broken.contains(setting.name()));
  }

  Collection<Written> all() {
    return written.values();
  }

  Position positionOf(Setting<?> setting, Position otherwise) {
    Written value = written(setting);
    return value == null ? otherwise : value.valueAt();
  }

  /** What was written, or null. */
  <T> @Nullable T find(Setting<T> setting) {
    Written value = written(setting);
    if (value == null) {
      return null;
    }
    return switch (setting.kind().read(value.value())) {
      case Reading.Good<T>(T meant) -> meant;
      case Reading.Bad<T> _ -> null;
    };
  }

  <T> T or(Setting<T> setting, T otherwise) {
    T value = find(setting);
    return value == null ? otherwise : value;
  }

  /** What was written, or the default that the table has. */
  <T> T get(Setting<T> setting) {
    T preset = setting.preset();
    if (preset == null) {
      throw new IllegalStateException(setting.name() + " has no default of its own");
    }
    return or(setting, preset);
  }
}
