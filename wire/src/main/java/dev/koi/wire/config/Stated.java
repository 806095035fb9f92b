package dev.koi.wire.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What files say, key by key, to be compared with what they say later. By what is meant, not by how it
 * is written: 3s and 3000 are the same, and so are a default and the same value written down.
 */
public final class Stated {

  private final Map<Setting<?>, @Nullable Object> meant = new LinkedHashMap<>();

  Stated(Values values) {
    for (Setting<?> setting : Settings.ALL) {
      if (!setting.section().equals(Settings.GROUP)) {
        Object written = values.find(setting);
        meant.put(setting, written == null ? setting.preset() : written);
      }
    }
  }

  /** The keys that mean something else there, in the order of the reference. */
  public List<Changed> changesTo(Stated next) {
    List<Changed> changes = new ArrayList<>();
    meant.forEach(
        (setting, before) -> {
          if (!Objects.equals(before, next.meant.get(setting))) {
            changes.add(new Changed(setting.name(), setting.reload()));
          }
        });
    return changes;
  }
}
