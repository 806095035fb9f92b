package dev.koi.node.port;

import dev.koi.core.name.NodeName;
import dev.koi.wire.config.Changed;
import dev.koi.wire.config.Configuration;
import dev.koi.wire.seal.KeyRing;
import java.util.List;

/** What the configuration's files say now. */
public sealed interface Reread {

  /** Nothing that can be used: each line is a mistake, for a person. */
  record Mistakes(List<String> lines) implements Reread {

    public Mistakes {
      lines = List.copyOf(lines);
    }
  }

  /**
   * A whole configuration, with what it points to.
   *
   * @param changes since the last time; empty: all is as before
   * @param warnings for a person
   */
  record Fresh(
      Configuration configuration,
      NodeName name,
      KeyRing keys,
      List<Changed> changes,
      List<String> warnings)
      implements Reread {

    public Fresh {
      changes = List.copyOf(changes);
      warnings = List.copyOf(warnings);
    }
  }
}
