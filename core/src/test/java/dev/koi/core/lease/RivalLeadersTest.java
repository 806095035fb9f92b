package dev.koi.core.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.lease.Electorate.Lease;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/**
 * SAFETY B1 and B3 against whatever leaders do: rivals grant what they like to whom they like, asks
 * are late or lost, electors restart, clocks drift; maintenance goes on and off (M1 to M3), and a
 * holder that was told so obeys no deadline until it is armed anew. The stupid twin knows true time,
 * and compares every two leases that a majority ever confirmed.
 */
class RivalLeadersTest {

  /** What may happen; a mask says which electors it reaches. */
  sealed interface Move {
    record Pass(long millis) implements Move {}

    record Grant(int leader, int holder, boolean aware) implements Move {}

    record Round(int leader, int mask) implements Move {}

    record Repeat(int leader, int mask) implements Move {}

    record Release(int leader, int mask) implements Move {}

    record Restart(int elector) implements Move {}

    record Late(int leader, int mask) implements Move {}

    record Maintain(int leader, boolean on) implements Move {}

    record Rearm(int leader) implements Move {}
  }

  @Property(tries = 1000)
  void noTwoHoldersHaveALeaseAtOneInstant(
      @ForAll("electors") int electors, @ForAll("moves") List<Move> moves) {
    Electorate electorate = new Electorate(electors);
    moves.forEach(electorate::play);
    List<Lease> leases = electorate.leases();
    for (Lease one : leases) {
      for (Lease other : leases) {
        boolean apart = one.until() <= other.confirmed() || other.until() <= one.confirmed();
        assertThat(one.holder().equals(other.holder()) || apart)
            .as("%s and %s", one, other)
            .isTrue();
      }
    }
    long holders = leases.stream().map(Lease::holder).distinct().count();
    Statistics.label("several holders, one after the other")
        .collect(holders > 1)
        .coverage(coverage -> coverage.check(true).percentage(p -> p > 10));
    boolean disarmed = leases.stream().anyMatch(lease -> lease.until() == Long.MAX_VALUE);
    Statistics.label("ends with a disarmed holder")
        .collect(disarmed)
        .coverage(coverage -> coverage.check(true).percentage(p -> p > 2));
  }

  @Property(tries = 1000)
  void theEpochOfOneLeaseAfterTheOtherNeverFalls(
      @ForAll("electors") int electors, @ForAll("moves") List<Move> moves) {
    Electorate electorate = new Electorate(electors);
    moves.forEach(electorate::play);
    long highest = 0;
    for (Lease lease : electorate.leases()) {
      assertThat(lease.epoch().number()).as("%s", lease).isGreaterThanOrEqualTo(highest);
      highest = lease.epoch().number();
    }
  }

  @Provide
  Arbitrary<Integer> electors() {
    return Arbitraries.of(3, 5);
  }

  @Provide
  Arbitrary<List<Move>> moves() {
    Arbitrary<Integer> leader = Arbitraries.integers().between(0, Electorate.LEADERS - 1);
    Arbitrary<Integer> mask =
        Arbitraries.frequencyOf(
            Tuple.of(2, Arbitraries.just(31)), Tuple.of(1, Arbitraries.integers().between(0, 31)));
    Arbitrary<Integer> holder = Arbitraries.integers().between(0, 2);
    Arbitrary<Move> pass = Arbitraries.of(1L, 300L, 704L, 721L, 740L).map(Move.Pass::new);
    Arbitrary<Move> grant =
        Combinators.combine(leader, holder, Arbitraries.of(true, true, false)).as(Move.Grant::new);
    Arbitrary<Move> round = Combinators.combine(leader, mask).as(Move.Round::new);
    Arbitrary<Move> repeat = Combinators.combine(leader, mask).as(Move.Repeat::new);
    Arbitrary<Move> release = Combinators.combine(leader, mask).as(Move.Release::new);
    Arbitrary<Move> restart = Arbitraries.integers().between(0, 4).map(Move.Restart::new);
    Arbitrary<Move> maintain =
        Combinators.combine(leader, Arbitraries.of(true, false, false)).as(Move.Maintain::new);
    return Arbitraries.frequencyOf(
            Tuple.of(6, pass),
            Tuple.of(2, grant),
            Tuple.of(6, round),
            Tuple.of(4, repeat),
            Tuple.of(1, release),
            Tuple.of(1, restart),
            Tuple.of(2, Combinators.combine(leader, mask).as(Move.Late::new)),
            Tuple.of(1, maintain),
            Tuple.of(2, leader.map(Move.Rearm::new)))
        .list()
        .ofMinSize(20)
        .ofMaxSize(100);
  }
}
