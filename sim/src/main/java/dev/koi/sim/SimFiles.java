package dev.koi.sim;

import dev.koi.node.daemon.Settings;
import dev.koi.node.port.ConfigFiles;
import dev.koi.node.port.Event;
import dev.koi.node.port.Reread;
import java.util.List;

/** A machine's configuration, which nobody edits: it says what it said before. */
final class SimFiles implements ConfigFiles {

  private static final long READING_NANOS = 1_000_000;

  private final Scene scene;
  private final Life life;
  private final Settings settings;

  SimFiles(Scene scene, Life life, Settings settings) {
    this.scene = scene;
    this.life = life;
    this.settings = settings;
  }

  @Override
  public void read(long ticket) {
    Reread.Fresh same =
        new Reread.Fresh(
            settings.configuration(),
            settings.name(),
            settings.keys(),
            List.of(),
            List.of());
    scene.timeline().after(READING_NANOS, () -> life.deliver(new Event.Reread(ticket, same)));
  }

  @Override
  public void taken(Reread.Fresh fresh) {
    throw new IllegalStateException("nothing has changed");
  }
}
