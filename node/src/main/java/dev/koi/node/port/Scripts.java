package dev.koi.node.port;

import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
   * Looks once whether a process is left of what was promoted in an epoch, {@link Event.Left} follows.
   * Unlike a session's, the processes of a tree are found whatever they do.
   *
   * @param epoch {@link Epoch#NONE}: of all trees of the group but {@link Tree#EMERGENCY}
   * @param kill kill them too (SIGKILL), which takes effect soon: ask again
   */
  void left(GroupName group, Epoch epoch, boolean kill, long ticket);

  /**
   * Where a script runs (SAFETY G2).
   *
   * @param number for {@link Tree#PROMOTED} the epoch; for the others the epoch that is held, or
   *     without one the one after the last that is dead: what was ordered before a cut never begins after it
   */
  record Place(GroupName group, Tree tree, Epoch number) {}

  /** The process trees of a group. */
  enum Tree {
    /** All that is not begun by promote. */
    BASE,
    /** What promote began in one epoch. */
    PROMOTED,
    /** What takes down. */
    EMERGENCY
  }

  /**
   * A script to begin.
   *
   * @param id drawn by the loop, never used twice in one run
   * @param command the executable and its arguments
   * @param folder where it runs
   * @param environment what is added to the daemon's own
   * @param label for the log: service and action
   * @param place null: unguarded, in no tree
   */
  record Launch(
      long id,
      List<String> command,
      String folder,
      Map<String, String> environment,
      String label,
      @Nullable Place place) {

    public Launch {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }
  }
}
