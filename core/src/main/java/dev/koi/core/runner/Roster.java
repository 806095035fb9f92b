package dev.koi.core.runner;

import dev.koi.core.name.ServiceName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The services while a step is being made. Each of them asks how the group is, so what is known of all
 * is kept until one changes: else every script of five hundred services would cost a quarter of a
 * million looks.
 */
final class Roster {

  private final SortedMap<ServiceName, ServiceRun> services;
  private @Nullable Overview overview;

  Roster(SortedMap<ServiceName, ServiceRun> services) {
    this.services = new TreeMap<>(services);
  }

  SortedMap<ServiceName, ServiceRun> all() {
    return services;
  }

  Collection<ServiceRun> values() {
    return services.values();
  }

  boolean isEmpty() {
    return services.isEmpty();
  }

  int size() {
    return services.size();
  }

  @Nullable ServiceRun get(ServiceName name) {
    return services.get(name);
  }

  @SuppressWarnings("ReferenceEquality") // what did not change is the same object: no deep look
  void put(ServiceName name, ServiceRun service) {
    if (services.put(name, service) != service) {
      overview = null;
    }
  }

  /** Returns the names of those that it removed. */
  List<ServiceName> removeIf(Predicate<ServiceRun> over) {
    List<ServiceName> removed = new ArrayList<>();
    for (ServiceRun service : services.values()) {
      if (over.test(service)) {
        removed.add(service.name());
      }
    }
    services.keySet().removeAll(removed);
    overview = removed.isEmpty() ? overview : null;
    return removed;
  }

  /** Returns whether any is another one now. */
  @SuppressWarnings("ReferenceEquality") // as above
  boolean replaceAll(BiFunction<ServiceName, ServiceRun, ServiceRun> change) {
    boolean changed = false;
    for (Map.Entry<ServiceName, ServiceRun> entry : services.entrySet()) {
      ServiceRun before = entry.getValue();
      ServiceRun after = change.apply(entry.getKey(), before);
      if (after != before) {
        entry.setValue(after);
        overview = null;
        changed |= !after.equals(before);
      }
    }
    return changed;
  }

  Overview overview() {
    Overview known = overview;
    if (known == null) {
      known = Overview.of(services.values());
      overview = known;
    }
    return known;
  }
}
