package dev.koi.node.daemon;

import dev.koi.core.heard.Heard;
import dev.koi.core.message.Action;
import dev.koi.core.name.GroupName;
import dev.koi.core.reason.BullyReason;
import dev.koi.core.reason.ElectorReason;
import dev.koi.core.reason.FoundingReason;
import dev.koi.core.reason.English;
import dev.koi.core.reason.RaftReason;
import dev.koi.core.reason.Reason;
import dev.koi.core.reason.RunnerReason;
import dev.koi.node.port.Journal;
import dev.koi.node.port.Journal.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes reasons down, each once: a group that waits is decided on a hundred times a second, and is
 * worth a line only when what it waits for is another thing.
 */
final class Diary {

  private final Journal journal;
  private final Supplier<Heard> names;
  private final Map<GroupName, Class<?>> waitingFor = new HashMap<>();

  Diary(Journal journal, Supplier<Heard> names) {
    this.journal = journal;
    this.names = names;
  }

  void note(Reason reason) {
    if (reason instanceof ElectorReason.Waiting waiting) {
      Class<?> obstacle = waiting.obstacle().getClass();
      if (obstacle.equals(waitingFor.put(waiting.group(), obstacle))) {
        return;
      }
    } else if (reason instanceof ElectorReason other) {
      waitingFor.remove(other.group());
    }
    Level level = isRoutine(reason) ? Level.TRACE : Level.INFO;
    journal.say(level, English.of(reason, id -> names.get().nameOf(id).text()));
  }

  /** What happens every status interval on every node; what comes of it is told when it is news. */
  private static boolean isRoutine(Reason reason) {
    return switch (reason) {
      case RunnerReason.Runs r -> r.action() == Action.STATUS;
      case RunnerReason.Done d -> d.action() == Action.STATUS;
      case RunnerReason.Looks _ -> true;
      case RunnerReason _, ElectorReason _, BullyReason _, RaftReason _, FoundingReason _ -> false;
    };
  }

  void warn(String text) {
    journal.say(Level.WARN, text);
  }

  void info(String text) {
    journal.say(Level.INFO, text);
  }

  void error(String text) {
    journal.say(Level.ERROR, text);
  }
}
