package dev.koi.core.runner;

import dev.koi.core.message.Action;
import dev.koi.core.name.Epoch;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * That a service may be promoted: from the instant its promote may run until its demotion is
 * confirmed (SAFETY, Words).
 *
 * @param epoch under which; {@link Epoch#NONE} when it was not this run that promoted it
 * @param scripts that were there then: exactly these must be demoted (SAFETY R5)
 * @param sessions launches of which no process may live before the demotion is confirmed
 * @param bare neither promote nor demote was there: nothing to undo, nothing to confirm
 * @param doubtful an attempt to demote it has failed for good
 */
record Promotion(
    Epoch epoch, Map<Action, Script> scripts, Set<Long> sessions, boolean bare, boolean doubtful) {

  Promotion {
    EnumMap<Action, Script> sorted = new EnumMap<>(Action.class);
    sorted.putAll(scripts);
    scripts = Collections.unmodifiableMap(sorted);
    sessions = Collections.unmodifiableSet(new TreeSet<>(sessions));
  }

  /** By a promote of this run. */
  static Promotion begun(Epoch epoch, ServiceSpec spec) {
    Map<Action, Script> scripts = spec.scripts();
    boolean bare = !scripts.containsKey(Action.PROMOTE) && !scripts.containsKey(Action.DEMOTE);
    return new Promotion(epoch, scripts, Set.of(), bare, false);
  }

  /** By nobody knows whom: an earlier run, or a person. */
  static Promotion unknown(ServiceSpec spec) {
    return new Promotion(Epoch.NONE, spec.scripts(), Set.of(), false, false);
  }

  Promotion withSessions(Set<Long> more) {
    Set<Long> all = new TreeSet<>(sessions);
    all.addAll(more);
    return new Promotion(epoch, scripts, all, bare, doubtful);
  }

  Promotion inDoubt() {
    return new Promotion(epoch, scripts, sessions, bare, true);
  }

  /** Whether the scripts are the very ones that were noted. */
  boolean noted(ServiceSpec spec) {
    return spec.scripts().keySet().equals(scripts.keySet())
        && spec.scripts().entrySet().stream().allMatch(e -> noted(e.getKey(), e.getValue()));
  }

  /** Whether this is the very script that was noted; its path may have changed with its priority. */
  boolean noted(Action action, Script script) {
    Script then = scripts.get(action);
    return then != null
        && then.device() == script.device()
        && then.inode() == script.inode()
        && then.hash().equals(script.hash());
  }
}
