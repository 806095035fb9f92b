package dev.koi.node.start;

import dev.koi.node.port.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where events go that outlive one inside of the process: signals, the local socket. Between two
 * insides they wait here.
 */
final class Mailbox implements Consumer<Event> {

  private final List<Event> kept = new ArrayList<>();
  private @Nullable Consumer<Event> reader;

  @Override
  public synchronized void accept(Event event) {
    if (reader == null) {
      kept.add(event);
    } else {
      reader.accept(event);
    }
  }

  /** Someone reads from now on. */
  synchronized void open(Consumer<Event> next) {
    kept.forEach(next);
    kept.clear();
    reader = next;
  }

  /** Nobody reads. */
  synchronized void shut() {
    reader = null;
  }
}
