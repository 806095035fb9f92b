package dev.koi.wire.config;

import dev.koi.wire.info.Position;

/**
 * A key as it stands in a file.
 *
 * @param usedName which of the key's names was used
 */
record Written(
    Setting<?> setting, String usedName, String value, Position keyAt, Position valueAt) {

  boolean isOtherName() {
    return !usedName.equals(setting.key());
  }

  String fullName() {
    return setting.section() + "." + usedName;
  }
}
