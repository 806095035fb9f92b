package dev.koi.wire.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The table of all keys. Checking, the search for the closest key and the reference in
 * docs/configuration.md all read it; a new key is a row in one of the lists below.
 */
final class Settings {

  /** The section that has a name behind it, and may stand there several times with others. */
  static final String GROUP = "group";

  static final List<Setting<?>> ALL =
      Stream.of(
              NodeSettings.ALL,
              ClusterSettings.ALL,
              ServiceSettings.ALL,
              TimeSettings.ALL,
              StoreSettings.ALL,
              LaterSettings.ALL)
          .<Setting<?>>flatMap(List::stream)
          .toList();

  /** In the order of the reference, each with what it speaks of. */
  static final List<Map.Entry<String, String>> SECTIONS =
      List.of(
          Map.entry("node", "This node."),
          Map.entry("cluster", "What all nodes have in common."),
          Map.entry("service", "The services of this node and their scripts."),
          Map.entry("time", "How fast things go."),
          Map.entry(
              GROUP,
              "`group NAME { ... }`: services that share one master. `group default` speaks of the"
                  + " services in service.folder, which is the only group that this version runs."),
          Map.entry("store", "The replicated store of a cluster with `cluster.electors`."),
          Map.entry("api", "The API from afar."),
          Map.entry("fence", "Fencing."),
          Map.entry("watchdog", "The watchdog device."));

  private Settings() {}

  static boolean isSection(String name) {
    return SECTIONS.stream().anyMatch(section -> section.getKey().equals(name));
  }

  static Optional<Setting<?>> find(String section, String key) {
    return ALL.stream().filter(s -> s.section().equals(section) && s.isCalled(key)).findFirst();
  }

  /** What an unknown key was probably meant to be, with its section. */
  static Optional<String> closest(String section, String key) {
    Optional<String> here =
        Closest.to(key, names().filter(s -> s.section().equals(section)).map(Named::key));
    if (here.isPresent()) {
      return here.map(found -> section + "." + found);
    }
    // The right key in the wrong section, or written with its section.
    return Closest.to(key, names().map(Named::key))
        .flatMap(found -> names().filter(s -> s.key().equals(found)).findFirst())
        .or(
            () ->
                Closest.to(key, names().map(Named::full))
                    .flatMap(found -> names().filter(s -> s.full().equals(found)).findFirst()))
        .map(Named::full);
  }

  static Optional<String> closestSection(String name) {
    return Closest.to(name, SECTIONS.stream().map(Map.Entry::getKey));
  }

  private record Named(String section, String key) {
    String full() {
      return section + "." + key;
    }
  }

  private static Stream<Named> names() {
    return ALL.stream()
        .flatMap(
            s ->
                Stream.concat(Stream.of(s.key()), s.otherNames().stream())
                    .map(key -> new Named(s.section(), key)));
  }
}
