package dev.koi.core.lease;

import static dev.koi.core.name.Cast.DB;
import static dev.koi.core.name.Cast.run;

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
import java.util.HashSet;
import java.util.List;
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
   * @param until t0 + Lend, or when it was released
   */
  record Lease(Epoch epoch, Incarnation holder, long confirmed, long until) {}

  private final PromiseBook[] books;
  private final Epoch[] disks;
  private final Leader[] leaders = new Leader[LEADERS];
  private final List<Lease> leases = new ArrayList<>();
  private final Set<String> dead = new HashSet<>();
  private long now;

  /** What one leader believes, and its open round. */
  private static final class Leader {
    private Epoch epoch = Epoch.NONE;
    private Incarnation holder = run("a");
    private long sent;
    private final Set<Integer> confirmed = new TreeSet<>();
    private Epoch freed = Epoch.NONE;
    private @Nullable Incarnation freedFrom;
  }

  Electorate(int electors) {
    books = new PromiseBook[electors];
    disks = new Epoch[electors];
    Arrays.fill(disks, Epoch.NONE);
    Arrays.setAll(leaders, i -> new Leader());
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
        leader.confirmed.clear();
        ask(leader, round.mask());
      }
      case Move.Repeat repeat -> ask(leaders[repeat.leader()], repeat.mask());
      case Move.Release release -> release(leaders[release.leader()], release.mask());
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
    ConfirmAsk ask =
        new ConfirmAsk(
            1, DB, leader.epoch, leader.holder, FAST, leader.freed, leader.freedFrom);
    for (int i = 0; i < books.length; i++) {
      boolean reached = (mask >> i & 1) == 1 && !leader.epoch.equals(Epoch.NONE);
      if (reached && books[i].ask(ask, clock(i)) instanceof Verdict.Confirmed yes) {
        books[i] = yes.book();
        disks[i] = disks[i].max(leader.epoch);
        leader.confirmed.add(i);
      }
    }
    // A runner that gave an epoch up takes no lease of it any more (R1).
    boolean taken = !dead.contains(leader.epoch + " " + leader.holder);
    long until = leader.sent + LONGEST_LEASE;
    if (taken && now < until && leader.confirmed.size() > books.length / 2) {
      leases.add(new Lease(leader.epoch, leader.holder, now, until));
    }
  }

  private void release(Leader leader, int mask) {
    Released word = new Released(DB, leader.epoch, leader.holder);
    dead.add(leader.epoch + " " + leader.holder);
    leases.replaceAll(
        lease ->
            lease.epoch().equals(word.epoch()) && lease.holder().equals(word.holder())
                ? cutShort(lease)
                : lease);
    for (int i = 0; i < books.length; i++) {
      if ((mask >> i & 1) == 1) {
        books[i] = books[i].released(word);
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
    return PromiseBook.open(clock(elector), FAST.electorWait(), floors);
  }

  /** Some electors' clocks gain 1 %, some lose it. */
  private Moment clock(int elector) {
    int percent = 99 + elector % 3;
    return Moment.ofNanos(Math.multiplyExact(now, percent) / 100);
  }
}
