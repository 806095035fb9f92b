package dev.koi.core.message;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.lease.Arming;
import dev.koi.core.lease.Timing;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeId;
import dev.koi.core.raft.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one node says to another. The sender is known: links seals it into every datagram. */
public sealed interface Message {

  /**
   * I am here. Sent every heartbeat to everyone, and at once when something in it changed.
   *
   * @param agreed an elector's copy of what is agreed; the leader's is the one that counts. Null from
   *     nodes that are no electors
   * @param promises what this elector has confirmed
   * @param mute how long this elector will still confirm nothing, because it just started (B1)
   * @param hears which electors it hears, so that a one-way cut shows
   * @param pulse a number that grows with each heartbeat of this process
   * @param echo the leader's latest pulse that reached this node, 0 if none: proof of a way there and
   *     back (SAFETY E9)
   * @param seat null from nodes that are no electors, and under Bully
   */
  record Heartbeat(
      Card card,
      Claim claim,
      @Nullable Agreed agreed,
      List<Promise> promises,
      Duration mute,
      List<NodeId> hears,
      long pulse,
      long echo,
      @Nullable Seat seat)
      implements Message {

    public Heartbeat {
      promises = List.copyOf(promises);
      hears = List.copyOf(hears);
    }

    /** Whether only time has passed since an earlier one: ages, uptimes and pulses grow by themselves. */
    public boolean saysTheSameAs(Heartbeat earlier) {
      return card.incarnation().equals(earlier.card.incarnation())
          && claim.equals(earlier.claim)
          && Objects.equals(revision(), earlier.revision())
          && hears.equals(earlier.hears)
          && Objects.equals(seat, earlier.seat)
          && promisesTheSameAs(earlier)
          && mute.isPositive() == earlier.mute.isPositive();
    }

    /** What is left to say of this one to those who have {@code base}, which says the same. */
    public Pulse since(Heartbeat base) {
      List<Duration> ages = new ArrayList<>(promises.size());
      promises.forEach(promise -> ages.add(promise.age()));
      long start = card.incarnation().start();
      return new Pulse(start, base.pulse, pulse, echo, mute, card.uptime(), ages);
    }

    /** The heartbeat that a pulse stands for; null if it does not repeat this one. */
    public @Nullable Heartbeat repeatedBy(Pulse later) {
      boolean mine = later.base == pulse && later.start == card.incarnation().start();
      if (!mine || later.ages.size() != promises.size()) {
        return null;
      }
      List<Promise> aged = new ArrayList<>(promises.size());
      for (int i = 0; i < promises.size(); i++) {
        aged.add(promises.get(i).aged(later.ages.get(i)));
      }
      Card older = card.at(later.uptime);
      return new Heartbeat(
          older, claim, agreed, aged, later.mute, hears, later.pulse, later.echo, seat);
    }

    private boolean promisesTheSameAs(Heartbeat earlier) {
      boolean same = promises.size() == earlier.promises.size();
      for (int i = 0; same && i < promises.size(); i++) {
        same = promises.get(i).isTheSameAs(earlier.promises.get(i));
      }
      return same;
    }

    private @Nullable Long revision() {
      return agreed == null ? null : agreed.revision();
    }
  }

  /**
   * I am here, and all is as in my heartbeat {@code base}, but for what grows by itself. Nothing that
   * grows is left to the receiver to reckon: least of all the age of a promise, which begins anew when
   * the elector confirms again (SAFETY E5b).
   *
   * @param start of the incarnation that speaks
   * @param base the pulse of the heartbeat that is repeated
   * @param pulse of the heartbeat that this one stands for
   * @param ages of the promises of {@code base}, in their order
   */
  record Pulse(
      long start,
      long base,
      long pulse,
      long echo,
      Duration mute,
      Duration uptime,
      List<Duration> ages)
      implements Message {

    public Pulse {
      ages = List.copyOf(ages);
    }
  }

  /** Your heartbeat of this pulse did not reach me: say the whole again. */
  record Unheard(long base) implements Message {}

  /** How my services are: to every elector, when it changes and until seen. */
  record Report(long sequence, List<GroupReport> groups) implements Message {

    public Report {
      groups = List.copyOf(groups);
    }
  }

  /** I have your report of this number. */
  record ReportSeen(long sequence) implements Message {}

  /**
   * The holder asks to keep its lease (SAFETY R2). Every one has a fresh nonce.
   *
   * @param arming the holder's {@link dev.koi.core.lease.Arming} number
   */
  record Renew(GroupName group, Epoch epoch, Incarnation holder, long nonce, int arming)
      implements Message {}

  /**
   * The answer: a quorum confirmed you in a round sent after your RENEW arrived (SAFETY E3).
   *
   * @param pinned it confirmed you for maintenance: your epoch does not end by time (SAFETY M2)
   */
  record Lease(
      GroupName group,
      Epoch epoch,
      Incarnation holder,
      long nonce,
      Timing timing,
      boolean pinned)
      implements Message {}

  /** The epoch of your RENEW is over; {@code current} is the highest (SAFETY E3a). */
  record Revoked(GroupName group, Epoch epoch, Incarnation holder, Epoch current)
      implements Message {}

  /**
   * What a daemon seals in advance, for its guard to say when it is gone (SAFETY G4, G5). Each is true for
   * ever once it is true: so it may come at any time, twice, and out of order.
   */
  sealed interface InAdvance extends Message {

    /** The run of the daemon that sealed it. */
    Incarnation holder();
  }

  /** What became of an epoch: all three are compared with what is agreed (SAFETY E6a). */
  sealed interface OfEpoch extends InAdvance {

    GroupName group();

    Epoch epoch();
  }

  /** The holder has demoted, confirmed, and will never take this epoch again (SAFETY R5). */
  record Released(GroupName group, Epoch epoch, Incarnation holder) implements OfEpoch {}

  /**
   * The holder's time is over and its demotion is not confirmed: it may still be promoted, whatever the
   * clock says (SAFETY E4, G5). True until the same epoch is released.
   */
  record Unconfirmed(GroupName group, Epoch epoch, Incarnation holder) implements OfEpoch {}

  /**
   * The daemon of this run is gone (SAFETY G4): it leads no more, and nothing it said binds anyone to
   * wait for it. It says nothing about what the daemon held, which its guards may still be demoting.
   */
  record Gone(Incarnation holder) implements InAdvance {}

  /**
   * The leader asks an elector to confirm a holder (SAFETY B1).
   *
   * @param freed the latest epoch that the leader knows to be released, {@link Epoch#NONE} if none
   * @param freedFrom who released it, null if none
   * @param hold what the promise is to be worth
   */
  record ConfirmAsk(
      long round,
      GroupName group,
      Epoch epoch,
      Incarnation holder,
      Timing timing,
      Epoch freed,
      @Nullable Incarnation freedFrom,
      Arming hold)
      implements Message {}

  /**
   * The elector's answer: yes, or no because of a promise that stands, null if it is still mute.
   *
   * @param pinned the promise does not end by time, whatever was asked for
   */
  record ConfirmReply(
      long round,
      GroupName group,
      Epoch epoch,
      boolean confirmed,
      boolean pinned,
      @Nullable Promise standing)
      implements Message {}

  /** A request that this node cannot answer by itself, in the JSON of the local socket. */
  record Ask(long id, String request) implements Message {}

  /** Its answer. Repeated asks of one id are one request. */
  record Answer(long id, String response) implements Message {}

  /**
   * Of the consensus, between its members.
   *
   * @param envelope as {@code wire.raft} writes it: who is no member need not read it
   */
  record Letter(Bytes envelope) implements Message {}

  /**
   * I stop now, on purpose.
   *
   * @param successor who shall lead instead at once, null if I did not lead
   */
  record Farewell(@Nullable NodeId successor) implements Message {}
}
