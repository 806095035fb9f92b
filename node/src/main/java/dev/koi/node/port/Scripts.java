package dev.koi.node.port;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs the services' scripts, each in a session of its own. */
public interface Scripts {

  /** Begins a script; exactly one {@link Event.Ended} of this id follows. */
  void launch(Launch launch);

  /** Asks the script's process group to end (SIGTERM). Nothing happens if it ended already. */
  void terminate(long id);

  /** Kills everything that is left of these scripts' sessions, background children too (SIGKILL). */
  void kill(Set<Long> ids);

  /** Looks which of these scripts' sessions still have a process; {@link Event.Surveyed} follows. */
  void survey(Set<Long> ids, long ticket);

  /**
   * A script to begin.
   *
   * @param id drawn by the loop, never used twice in one run
   * @param command the executable and its arguments
   * @param folder where it runs
   * @param environment what is added to the daemon's own
   * @param label for the log: service and action
   */
  record Launch(
      long id, List<String> command, String folder, Map<String, String> environment, String label) {

    public Launch {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }
  }
}
