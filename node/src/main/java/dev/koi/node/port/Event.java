package dev.koi.node.port;

import dev.koi.core.runner.Ending;
import dev.koi.core.runner.ServiceSpec;
import dev.koi.wire.api.Request;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the world tells the loop. */
public sealed interface Event {

  /** The moment that {@code Daemon.nextWake} named has come, or another reason to look. */
  record Tick() implements Event {}

  /** A datagram came in. */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared: a copy would cost for nothing
  record Arrived(InetSocketAddress from, byte[] datagram) implements Event {}

  /** A save is on disk. */
  record Saved(long ticket) implements Event {}

  /** A save is not on disk, and may be half there. */
  record SaveFailed(long ticket, String why) implements Event {}

  /** What became of something that was asked of the journal. */
  record Kept(Ledger.Word word) implements Event {}

  /** A script ended; its background children may go on. */
  record Ended(long launch, Ending.Report report) implements Event {}

  /** Which of the surveyed scripts' sessions still have a process. */
  record Surveyed(long ticket, Set<Long> alive) implements Event {

    public Surveyed {
      alive = Set.copyOf(alive);
    }
  }

  /**
   * What begins and watches the scripts died. Every launch that ran was ended as not begun before
   * this came; what it left behind can still be surveyed and killed.
   *
   * @param forGood no other was begun in its place: from now on no script can run
   */
  record LauncherLost(String why, boolean forGood) implements Event {}

  /** A guard says something. */
  record Guarded(GuardWord word) implements Event {}

  /** Whether anyone is left in the trees that were asked about. */
  record Left(long ticket, boolean anyone) implements Event {}

  /** What the services folder holds now, and what in it is wrong. */
  record Found(List<ServiceSpec> services, List<String> complaints) implements Event {

    public Found {
      services = List.copyOf(services);
      complaints = List.copyOf(complaints);
    }
  }

  /**
   * What a host name means now.
   *
   * @param why it could not be found out, null if it was; then there is at least one address
   */
  record Resolved(String host, List<InetAddress> addresses, @Nullable String why)
      implements Event {

    public Resolved {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * On which interfaces the multicast groups are joined now.
   *
   * @param joined for people, one text for each group
   * @param complaints where a group is not joined though it was asked for, and why
   */
  record Joined(List<String> joined, List<String> complaints) implements Event {

    public Joined {
      joined = List.copyOf(joined);
      complaints = List.copyOf(complaints);
    }
  }

  /** Someone asked on the local socket. */
  record Asked(long connection, Request request) implements Event {}

  /** The connection of an earlier question is gone. */
  record HungUp(long connection) implements Event {}

  /** Someone at the machine wants the configuration to be read again. */
  record Reload(String why) implements Event {}

  /** The configuration was read again. */
  record Reread(long ticket, dev.koi.node.port.Reread what) implements Event {}

  /** Stop in good order: demote, stop, say farewell. */
  record Stop(String why) implements Event {}
}
