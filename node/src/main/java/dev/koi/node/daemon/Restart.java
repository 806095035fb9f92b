package dev.koi.node.daemon;

import dev.koi.node.port.Reread;
import java.util.List;

/**
 * What shall begin in this daemon's place, in the same process.
 *
 * @param text what was changed, for those who wait
 */
public record Restart(Reread.Fresh by, List<Owed> owed, String text) {

  public Restart {
    owed = List.copyOf(owed);
  }
}
