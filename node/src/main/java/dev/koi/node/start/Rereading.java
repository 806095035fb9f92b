package dev.koi.node.start;

import dev.koi.node.port.ConfigFiles;
import dev.koi.node.port.Event;
import dev.koi.node.port.Journal;
import dev.koi.node.port.Reread;
import dev.koi.wire.config.Changed;
import dev.koi.wire.config.Configuration;
import dev.koi.wire.config.OnReload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Reads the files again, in a thread of its own: disks and name servers take their time. It remembers
 * what was read last, through all insides of a process.
 */
final class Rereading implements ConfigFiles, AutoCloseable {

  private final Reader reader;
  private final Consumer<Event> inbox;
  private final Journal journal;
  private final Logging.Open log;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("koi-config").daemon().factory());

  private Plan latest;
  private Consumer<Configuration> services = _ -> {};

  Rereading(Reader reader, Plan first, Consumer<Event> inbox, Journal journal, Logging.Open log) {
    this.reader = reader;
    this.latest = first;
    this.inbox = inbox;
    this.journal = journal;
    this.log = log;
  }

  @Override
  public void read(long ticket) {
    thread.execute(() -> inbox.accept(new Event.Reread(ticket, compared())));
  }

  @Override
  public void taken(Reread.Fresh fresh) {
    follow(fresh.configuration());
    services().accept(fresh.configuration());
  }

  /** The log goes by this; one that cannot be written leaves it where it is. */
  void follow(Configuration configuration) {
    try {
      log.follow(configuration);
    } catch (IOException e) {
      journal.say(Journal.Level.ERROR, e.getMessage() + "; the log goes where it went before");
    }
  }

  /** Who watches the services folder now. */
  synchronized void services(Consumer<Configuration> watch) {
    services = watch;
  }

  /** What was read last, whether or not a daemon runs by it. */
  synchronized Plan latest() {
    return latest;
  }

  /** Nothing runs by what was read last; the next reading is compared with this again. */
  synchronized void fallBack(Plan before) {
    latest = before;
  }

  private synchronized Consumer<Configuration> services() {
    return services;
  }

  private Reread compared() {
    return switch (reader.read()) {
      case Reader.Outcome.Bad bad -> new Reread.Mistakes(bad.lines());
      case Reader.Outcome.Good(Plan next) -> {
        Plan before = latest();
        fallBack(next);
        yield new Reread.Fresh(
            next.configuration(),
            next.name(),
            next.keys(),
            changes(before, next),
            next.warnings());
      }
    };
  }

  /**
   * Keys are another matter than the line that names their file: the same file may hold others, another
   * file the same, and as long as the one that seals stays, nobody has to prove himself anew.
   */
  private static List<Changed> changes(Plan before, Plan next) {
    List<Changed> changes = new ArrayList<>(before.stated().changesTo(next.stated()));
    boolean named = changes.removeIf(change -> isAboutKeys(change.key()));
    boolean other = !next.keys().isSameAs(before.keys());
    if (named || other) {
      boolean password = next.configuration().cluster().keyfile() == null;
      boolean seals = next.keys().sealsAs(before.keys());
      changes.add(
          new Changed(
              password ? "cluster.password" : "cluster.keyfile",
              seals ? OnReload.IN_PLACE : OnReload.RESTART));
    }
    return changes;
  }

  private static boolean isAboutKeys(String key) {
    return key.equals("cluster.keyfile") || key.equals("cluster.password");
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
