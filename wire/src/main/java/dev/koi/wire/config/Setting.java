package dev.koi.wire.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key of koi.conf: a row of the table in {@link Settings}.
 *
 * @param section where it stands; {@code group} for the keys of every group
 * @param preset null: what holds instead depends on other things, which {@code shown} names
 * @param shown the default, for people
 * @param meaning one sentence, with the unit
 * @param otherNames names in the same section that mean the same
 * @param reload what a running daemon does when it changes; unless a row says otherwise, the careful way
 */
record Setting<T>(
    String section,
    String key,
    Kind<T> kind,
    @Nullable T preset,
    String shown,
    String meaning,
    List<String> otherNames,
    Effect effect,
    OnReload reload) {

  /** What writing it does in this version. */
  enum Effect {
    OBEYED,
    /** A key of the original whose place the lease has taken. */
    LEASE_DECIDES,
    /** Checked already, and obeyed once the part that it speaks of is there. */
    LATER,
  }

  /** A key with a default that can be written down; the table is at fault if it cannot be read. */
  static <T> Setting<T> of(String name, Kind<T> kind, String shown, String meaning) {
    return switch (kind.read(shown)) {
      case Reading.Good<T>(T preset) -> row(name, kind, preset, shown, meaning);
      case Reading.Bad<T>(String why) -> throw new IllegalStateException(name + ": " + why);
    };
  }

  /** A key whose default is not a value of its own kind. */
  static <T> Setting<T> optional(String name, Kind<T> kind, String shown, String meaning) {
    return row(name, kind, null, shown, meaning);
  }

  private static <T> Setting<T> row(
      String name, Kind<T> kind, @Nullable T preset, String shown, String meaning) {
    int dot = name.indexOf('.');
    return new Setting<>(
        name.substring(0, dot),
        name.substring(dot + 1),
        kind,
        preset,
        shown,
        meaning,
        List.of(),
        Effect.OBEYED,
        OnReload.RESTART);
  }

  Setting<T> alsoCalled(String other) {
    return with(List.of(other), effect, reload);
  }

  Setting<T> leaseDecides() {
    return with(otherNames, Effect.LEASE_DECIDES, OnReload.NOTHING);
  }

  Setting<T> later() {
    return with(otherNames, Effect.LATER, OnReload.NOTHING);
  }

  Setting<T> inPlace() {
    return with(otherNames, effect, OnReload.IN_PLACE);
  }

  Setting<T> fromNextGrant() {
    return with(otherNames, effect, OnReload.NEXT_GRANT);
  }

  Setting<T> atStartOnly() {
    return with(otherNames, effect, OnReload.AT_START);
  }

  private Setting<T> with(List<String> names, Effect next, OnReload then) {
    return new Setting<>(section, key, kind, preset, shown, meaning, names, next, then);
  }

  /** With its section: {@code node.port}. */
  String name() {
    return section + "." + key;
  }

  boolean isCalled(String text) {
    return key.equals(text) || otherNames.contains(text);
  }
}
