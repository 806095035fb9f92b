package dev.koi.node.port;

import dev.koi.core.guard.GuardPhase;
import dev.koi.core.lease.Timing;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.runner.Script;
import dev.koi.core.time.Moment;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The two guards beside this daemon, which keep a lease's deadlines when it cannot (SAFETY G1 to G7). What
 * they answer comes as {@link Event.Guarded}. Nothing here waits.
 */
public interface Guards {

  /** What the guards of the run before have to say; the same in every answer. */
  List<Earlier> earlier();

  /**
   * Hands an epoch over, or, while it is armed, what has changed of it: each guard answers {@link
   * GuardWord.Armed} or {@link GuardWord.Refused}.
   */
  void arm(Handover what);

  /** A nonce was answered: t0 moves forward. Nothing if this epoch is not the group's armed one. */
  void renewed(GroupName group, Epoch epoch, Moment answered);

  /** It is demoted, or maintenance is on: each guard answers {@link GuardWord.Disarmed}. */
  void disarm(GroupName group, Epoch epoch);

  /** A breach (SAFETY R4): the guards cut now. */
  void cut(GroupName group, Epoch epoch);

  /** A demotion that was not confirmed is tried again now. */
  void recover(GroupName group, Epoch epoch);

  /** What the guards send when this daemon has died; instead of what they had before. */
  void words(List<Datagram> daemonGone, Duration electorWait);

  /** How they are. Reads a few words of shared memory; may be asked in every turn of the loop. */
  Watch watch(Moment now);

  /** This daemon ends in good order; nothing is armed. They end too. */
  void end();

  /**
   * What a guard needs to end an epoch by itself.
   *
   * @param answered t0. An epoch that is to be cut at once has one that is Lhard ago: the guard that comes
   *     first ends it, and the other may refuse it. One that is Lcut ago is unconfirmed from the beginning
   * @param crashOnly killing its processes ends every effect: no script is run
   * @param retry how often a demotion that was not confirmed is tried again
   */
  record Handover(
      GroupName group,
      Epoch epoch,
      Timing timing,
      Moment answered,
      boolean crashOnly,
      Duration retry,
      Duties duties) {}

  /**
   * What it runs and what it says.
   *
   * @param released told to each elector once all is demoted, {@code unconfirmed} when it cannot be
   */
  record Duties(List<Program> programs, List<Datagram> released, List<Datagram> unconfirmed) {

    public Duties {
      programs = List.copyOf(programs);
      released = List.copyOf(released);
      unconfirmed = List.copyOf(unconfirmed);
    }
  }

  /** What a program is for. */
  enum Use {
    DEMOTE,
    STOP,
    STATUS,
    /** Ends with 0 when what it is asked to remove is gone. */
    LEFTOVER
  }

  /**
   * A program of a service.
   *
   * @param service a number for each service, 0 to 4095
   * @param rank lower ones first, equal ones together
   * @param file which file it must be: another one in its place is not run (SAFETY R5)
   */
  record Program(
      Use use,
      int service,
      int rank,
      Duration timeout,
      Script file,
      List<String> command,
      String folder,
      Map<String, String> environment) {

    public Program {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }
  }

  /** A sealed message to send as it is. */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Datagram(InetSocketAddress to, byte[] bytes) {}

  /**
   * What the last run of this node left of a group, told by its guards' cells (SAFETY R7). None of those
   * guards lives any more.
   *
   * @param epoch the last that was handed over
   * @param latch the highest that the guards ended, {@link Epoch#NONE} if none: it is dead
   * @param armed the run did not disarm it: it ended uncleanly, or its guards were at work
   * @param phase how far they came with it, null: they did not begin
   */
  record Earlier(
      GroupName group, Epoch epoch, Epoch latch, boolean armed, @Nullable GuardPhase phase) {}

  /**
   * How the guards are.
   *
   * @param silent how long the guard that was heard last is silent; one alone can still cut
   * @param late the worst lateness of the last minute or two, of either
   * @param complete both are there, and none is silent for K: only then something may be promoted
   */
  record Watch(Duration silent, Duration late, boolean complete) {}
}
