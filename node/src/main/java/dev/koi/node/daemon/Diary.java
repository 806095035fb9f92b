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
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes reasons down, each once: a group that waits is decided on a hundred times a second, and is
 * worth a line only when what it waits for is another thing.
 */
final class Diary {

  private final Journal journal;
  private final Supplier<Heard> names;
  private final Map<GroupName, Class<?>> waitingFor = new HashMap<>();
  private final Set<RaftReason.VoteRefused> objections = new HashSet<>();
  private @Nullable Duration silence;

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
    if (reason instanceof RaftReason raft && !isNews(raft)) {
      return;
    }
    Level level = isRoutine(reason) ? Level.TRACE : Level.INFO;
    journal.say(level, English.of(reason, id -> names.get().nameOf(id).text()));
  }

  /**
   * A member that is cut off asks for an election three times a second, and others refuse it each time: told
   * when it has gone on for twice as long as when it was told last.
   */
  private boolean isNews(RaftReason reason) {
    return switch (reason) {
      case RaftReason.NobodyLeads n -> {
        boolean news = silence == null || n.silence().compareTo(silence.multipliedBy(2)) >= 0;
        silence = news ? n.silence() : silence;
        yield news;
      }
      case RaftReason.VoteRefused v -> objections.add(v);
      case RaftReason.Follows _, RaftReason.Won _ -> {
        silence = null;
        objections.clear();
        yield true;
      }
      case RaftReason.Stands _, RaftReason.Bidden _, RaftReason.Succeeds _ -> true;
      case RaftReason.LaterTerm _, RaftReason.VoteGiven _ -> true;
      case RaftReason.QuorumLost _, RaftReason.HandsOver _, RaftReason.HandoverFailed _ -> true;
      case RaftReason.Diverged _, RaftReason.SnapshotBegun _, RaftReason.SnapshotInstalled _ -> true;
      case RaftReason.MembersChanged _, RaftReason.MembersVoided _, RaftReason.Removed _ -> true;
      case RaftReason.DiskFailed _ -> true;
    };
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
