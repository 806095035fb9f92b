package dev.koi.node.start;

import dev.koi.core.name.NodeName;
import dev.koi.node.port.Reread;
import dev.koi.wire.config.Configuration;
import dev.koi.wire.config.Stated;
import dev.koi.wire.seal.KeyRing;
import java.util.List;

/**
 * All that a node is to run by, read from files.
 *
 * @param stated the configuration key by key
 * @param warnings for a person
 */
record Plan(
    Configuration configuration, Stated stated, NodeName name, KeyRing keys, List<String> warnings) {

  Plan {
    warnings = List.copyOf(warnings);
  }

  /** The same by what a running daemon was told. */
  Plan with(Reread.Fresh fresh, Stated now) {
    return new Plan(fresh.configuration(), now, fresh.name(), fresh.keys(), fresh.warnings());
  }
}
