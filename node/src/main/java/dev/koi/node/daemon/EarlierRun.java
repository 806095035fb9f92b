package dev.koi.node.daemon;

import dev.koi.core.agreed.DurableState;
import dev.koi.core.agreed.Marks;
import dev.koi.core.message.Message.Released;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.Incarnation;
import dev.koi.node.port.Ports;
import dev.koi.wire.state.DamagedState;
import dev.koi.wire.state.StateCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the run before left on disk. */
final class EarlierRun {

  private EarlierRun() {}

  /**
   * What it knew; a fresh state if there was no run.
   *
   * @throws IOException if the state cannot be read, or is damaged
   */
  static DurableState load(Settings settings, Ports ports) throws IOException {
    byte[] file = ports.disk().read(Memory.FILE);
    if (file == null) {
      UUID drawn = new UUID(ports.entropy().draw(), ports.entropy().draw());
      Duration mute = settings.configuration().time().lease().electorWait();
      return new DurableState(drawn, true, null, mute, false, new TreeMap<>(), new TreeMap<>());
    }
    try {
      return StateCodec.decode(file);
    } catch (DamagedState e) {
      throw new IOException(
          "the state of this node is damaged and is not guessed at: " + e.getMessage(), e);
    }
  }

  /** What it held when it ended, null if nothing. */
  static @Nullable Released held(DurableState loaded) {
    Marks marks = loaded.groups().get(GroupName.DEFAULT);
    Incarnation run = loaded.lastRun();
    return marks == null || run == null || marks.held().equals(Epoch.NONE)
        ? null
        : new Released(GroupName.DEFAULT, marks.held(), run);
  }

  /** How long an elector confirms nothing: the longest W that it may have promised before (B1). */
  static Duration mute(DurableState loaded, Duration own) {
    return loaded.longestWait().compareTo(own) >= 0 ? loaded.longestWait() : own;
  }
}
