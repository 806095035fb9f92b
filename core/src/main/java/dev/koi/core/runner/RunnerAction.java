package dev.koi.core.runner;

import dev.koi.core.message.Action;
import dev.koi.core.name.ServiceName;
import dev.koi.core.reason.RunnerReason;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the daemon shall do for a group's runner, in this order; each with its reason. Sets and maps are
 * sorted: the same decision reads the same in every run.
 */
public sealed interface RunnerAction {

  RunnerReason reason();

  /**
   * Begin a script in a session of its own; exactly one {@link RunnerInput.Ended} of this id follows.
   *
   * @param id never used twice by one {@link RunnerState} and its successors
   */
  record Launch(
      long id,
      ServiceName service,
      Action action,
      List<String> command,
      String folder,
      Map<String, String> environment,
      RunnerReason reason)
      implements RunnerAction {

    public Launch {
      command = List.copyOf(command);
      environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    }
  }

  /** SIGTERM to the script's process group. */
  record Terminate(long id, RunnerReason reason) implements RunnerAction {}

  /** SIGKILL to all that is left of these scripts' sessions. */
  record Kill(Set<Long> ids, RunnerReason reason) implements RunnerAction {

    public Kill {
      ids = Collections.unmodifiableSortedSet(new TreeSet<>(ids));
    }
  }

  /** Look which of these sessions still have a process; {@link RunnerInput.Surveyed} follows. */
  record Survey(Set<Long> ids, long ticket, RunnerReason reason) implements RunnerAction {

    public Survey {
      ids = Collections.unmodifiableSortedSet(new TreeSet<>(ids));
    }
  }
}
