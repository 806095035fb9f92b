package dev.koi.core.lease;

import static dev.koi.core.name.Cast.DB;
import static dev.koi.core.name.Cast.run;

import dev.koi.core.agreed.Pin;
import dev.koi.core.lease.PromiseBook.Verdict;
import dev.koi.core.lease.RivalLeadersTest.Move;
import dev.koi.core.message.Message.ConfirmAsk;
import dev.koi.core.message.Message.Released;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.Incarnation;
import dev.koi.core.time.Moment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Electors with drifting clocks, leaders that know nothing of each other, and what came of it. */
final class Electorate {

  static final int LEADERS = 3;

  private static final Timing FAST = Profile.FAST.lease();
  private static final long MILLION = 1_000_000;

  /** A loser of 1 % counts the lease: it ends this late in true nanoseconds. */
  private static final long LONGEST_LEASE = Math.ceilDiv(FAST.end().toNanos() * 100, 99L);

  /**
   * A lease that a majority confirmed, in true nanoseconds.
   *
   * @param confirmed when the last of the majority did; only from then can the holder know of it
   * @param until t0 + Lend, or when it was released; {@link Long#MAX_VALUE} while its holder is disarmed
   */
  record Lease(Epoch epoch, Incarnation holder, long confirmed, long until) {}

  private final PromiseBook[] books;
  private final Epoch[] disks;
  private final List<SortedMap<GroupName, Pin>> pins = new ArrayList<>();
  private final Leader[] leaders = new Leader[LEADERS];
  private final List<Lease> leases = new ArrayList<>();
  private final Set<String> dead = new HashSet<>();

  /** Of each epoch and holder: the holder's arming number. */
  private final Map<String, Integer> armings = new HashMap<>();
  private long now;

  /** What one leader believes, and its open round. */
  private static final class Leader {
    private Epoch epoch = Epoch.NONE;
    private Incarnation holder = run("a");
    private long sent;
    private final Set<Integer> confirmed = new TreeSet<>();
    private Epoch freed = Epoch.NONE;
    private @Nullable Incarnation freedFrom;
    private boolean maintenance;

    /** Of the open round, as its RENEW said. */
    private Arming hold = Arming.ARMED;

    /** The ask of the round before, which may still be on its way. */
    private @Nullable ConfirmAsk late;

    private ConfirmAsk ask() {
      return new ConfirmAsk(1, DB, epoch, holder, FAST, freed, freedFrom, hold);
    }

    private String tenure() {
      return epoch + " " + holder;
    }
  }

  Electorate(int electors) {
    books = new PromiseBook[electors];
    disks = new Epoch[electors];
    Arrays.fill(disks, Epoch.NONE);
    Arrays.setAll(leaders, i -> new Leader());
    for (int i = 0; i < electors; i++) {
      pins.add(new TreeMap<>());
    }
    Arrays.setAll(books, this::opened);
  }

  /** In the order in which majorities confirmed them. */
  List<Lease> leases() {
    return leases;
  }

  void play(Move move) {
    switch (move) {
      case Move.Pass pass -> now += pass.millis() * MILLION;
      case Move.Grant grant -> grant(leaders[grant.leader()], grant);
      case Move.Round round -> {
        Leader leader = leaders[round.leader()];
        leader.sent = now;
        leader.late = leader.ask();
        leader.hold = Arming.of(armings.getOrDefault(leader.tenure(), 0), leader.maintenance);
        leader.confirmed.clear();
        ask(leader, round.mask());
      }
      case Move.Repeat repeat -> ask(leaders[repeat.leader()], repeat.mask());
      case Move.Release release -> release(leaders[release.leader()], release.mask());
      case Move.Late late -> late(leaders[late.leader()], late.mask());
      case Move.Maintain maintain -> leaders[maintain.leader()].maintenance = maintain.on();
      case Move.Rearm rearm -> rearm(leaders[rearm.leader()]);
      case Move.Restart restart -> {
        int elector = restart.elector() % books.length;
        books[elector] = opened(elector);
      }
    }
  }

  /** An aware leader goes above all epochs (B2); another has not heard of the rest yet. */
  private void grant(Leader leader, Move.Grant grant) {
    Epoch above = leader.epoch;
    for (Leader other : grant.aware() ? leaders : new Leader[0]) {
      above = above.max(other.epoch);
    }
    leader.epoch = above.next();
    leader.holder = run(Character.toString('a' + grant.holder()));
    leader.confirmed.clear();
  }

  private void ask(Leader leader, int mask) {
    ConfirmAsk ask = leader.ask();
    boolean pinned = leader.hold.pinned();
    for (int i = 0; i < books.length; i++) {
      boolean reached = (mask >> i & 1) == 1 && !leader.epoch.equals(Epoch.NONE);
      if (reached && books[i].ask(ask, clock(i)) instanceof Verdict.Confirmed yes) {
        books[i] = yes.book();
        disks[i] = disks[i].max(leader.epoch);
        pins.set(i, onDisk(books[i]));
        leader.confirmed.add(i);
      }
      pinned |= leader.confirmed.contains(i) && books[i].pin(DB) != null;
    }
    // A runner that gave an epoch up takes no lease of it any more (R1).
    boolean taken = !dead.contains(leader.tenure());
    // Nor an answer from before it was armed anew: those nonces are forgotten.
    int number = armings.getOrDefault(leader.tenure(), 0);
    boolean answered = leader.hold.number() == number;
    long until = leader.sent + LONGEST_LEASE;
    if (taken && answered && now < until && leader.confirmed.size() > books.length / 2) {
      boolean disarms = pinned && number % 2 == 0;
      if (disarms) {
        armings.put(leader.tenure(), number + 1);
      }
      boolean disarmed = disarms || number % 2 == 1;
      leases.add(
          new Lease(leader.epoch, leader.holder, now, disarmed ? Long.MAX_VALUE : until));
    }
  }

  /** An old ask arrives: it changes books, and completes nothing. */
  private void late(Leader leader, int mask) {
    ConfirmAsk ask = leader.late;
    for (int i = 0; i < books.length && ask != null; i++) {
      boolean reached = (mask >> i & 1) == 1 && !ask.epoch().equals(Epoch.NONE);
      if (reached && books[i].ask(ask, clock(i)) instanceof Verdict.Confirmed yes) {
        books[i] = yes.book();
        disks[i] = disks[i].max(ask.epoch());
        pins.set(i, onDisk(books[i]));
      }
    }
  }

  /** The holder hears, from whomever, that maintenance is over: from now on its deadlines hold. */
  private void rearm(Leader leader) {
    int number = armings.getOrDefault(leader.tenure(), 0);
    if (number % 2 == 1) {
      armings.put(leader.tenure(), number + 1);
      leases.replaceAll(
          lease ->
              lease.until() == Long.MAX_VALUE && leader.tenure().equals(tenure(lease))
                  ? new Lease(lease.epoch(), lease.holder(), lease.confirmed(), now + LONGEST_LEASE)
                  : lease);
    }
  }

  private static String tenure(Lease lease) {
    return lease.epoch() + " " + lease.holder();
  }

  private static SortedMap<GroupName, Pin> onDisk(PromiseBook book) {
    SortedMap<GroupName, Pin> disk = new TreeMap<>();
    Pin pin = book.pin(DB);
    if (pin != null) {
      disk.put(DB, pin);
    }
    return disk;
  }

  private void release(Leader leader, int mask) {
    Released word = new Released(DB, leader.epoch, leader.holder);
    dead.add(leader.tenure());
    leases.replaceAll(
        lease ->
            lease.epoch().equals(word.epoch()) && lease.holder().equals(word.holder())
                ? cutShort(lease)
                : lease);
    for (int i = 0; i < books.length; i++) {
      if ((mask >> i & 1) == 1) {
        books[i] = books[i].released(word);
        pins.set(i, onDisk(books[i]));
      }
    }
    if ((mask & 1) == 1) {
      leader.freed = word.epoch();
      leader.freedFrom = word.holder();
    }
  }

  private Lease cutShort(Lease lease) {
    long until = Math.min(lease.until(), now);
    return new Lease(lease.epoch(), lease.holder(), lease.confirmed(), until);
  }

  private PromiseBook opened(int elector) {
    SortedMap<GroupName, Epoch> floors = new TreeMap<>();
    floors.put(DB, disks[elector]);
    return PromiseBook.open(clock(elector), FAST.electorWait(), floors, pins.get(elector));
  }

  /** Some electors' clocks gain 1 %, some lose it. */
  private Moment clock(int elector) {
    int percent = 99 + elector % 3;
    return Moment.ofNanos(Math.multiplyExact(now, percent) / 100);
  }
}
