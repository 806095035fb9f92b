package dev.koi.node.port;

import dev.koi.core.guard.GuardPhase;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import java.util.List;

/** What a guard says. */
public sealed interface GuardWord {

  /**
   * It works.
   *
   * @param missing what it lacks on this machine, a line each, for people
   */
  record Hello(int guard, List<String> missing) implements GuardWord {

    public Hello {
      missing = List.copyOf(missing);
    }
  }

  record Armed(int guard, GroupName group, Epoch epoch) implements GuardWord {}

  record Refused(int guard, GroupName group, Epoch epoch, String why) implements GuardWord {}

  record Disarmed(int guard, GroupName group, Epoch epoch) implements GuardWord {}

  /** Where the guards are with an epoch that they end. */
  record Entered(GroupName group, Epoch epoch, GuardPhase phase) implements GuardWord {}

  /** For the log. */
  record Said(int guard, String text) implements GuardWord {}

  /**
   * It died, or was late for K and was ended; another one was begun in its place.
   *
   * @param forGood none could be begun
   */
  record Lost(int guard, String why, boolean forGood) implements GuardWord {}
}
