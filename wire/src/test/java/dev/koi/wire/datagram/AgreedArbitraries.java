package dev.koi.wire.datagram;

import static net.jqwik.api.Combinators.combine;

import dev.koi.core.agreed.Agreed;
import dev.koi.core.agreed.GroupState;
import dev.koi.core.agreed.Holder;
import dev.koi.core.agreed.Recall;
import dev.koi.core.agreed.Wish;
import dev.koi.core.lease.Arming;
import dev.koi.core.lease.Timing;
import dev.koi.core.name.Epoch;
import dev.koi.core.name.GroupName;
import dev.koi.core.name.Incarnation;
import dev.koi.core.name.NodeId;
import java.time.Duration;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Everything that may be agreed, and what it consists of. */
public final class AgreedArbitraries {

  public static final Arbitrary<UUID> UUIDS =
      combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
  public static final Arbitrary<NodeId> NODES = UUIDS.map(NodeId::new);
  public static final Arbitrary<Epoch> EPOCHS =
      Arbitraries.longs().between(0, (1L << 53) - 1).map(Epoch::new);
  public static final Arbitrary<GroupName> GROUPS =
      Arbitraries.strings()
          .alpha()
          .numeric()
          .withChars("_-")
          .ofMinLength(1)
          .ofMaxLength(64)
          .map(GroupName::new);
  public static final Arbitrary<Incarnation> RUNS =
      combine(NODES, UUIDS, Arbitraries.longs()).as(Incarnation::new);

  public static final Arbitrary<Timing> TIMINGS =
      combine(nanos(), nanos(), nanos(), nanos(), nanos())
          .as(
              (i, a, b, k, c) ->
                  Timing.of(i, i.multipliedBy(3).plus(a), i.multipliedBy(3).plus(a).plus(b), k)
                      .withWatchdog(c));

  private AgreedArbitraries() {}

  public static Arbitrary<Agreed> agreed() {
    Arbitrary<GroupState> states =
        combine(
                EPOCHS,
                holders().injectNull(0.3),
                Arbitraries.of(Recall.class).injectNull(0.3),
                Arbitraries.of(true, false),
                NODES.injectNull(0.3),
                combine(Arbitraries.integers().greaterOrEqual(0), Arbitraries.of(true, false))
                    .as(Arming::new),
                Arbitraries.of(true, false))
            .as(GroupState::new);
    return combine(
            Arbitraries.longs().greaterOrEqual(0),
            Arbitraries.of(true, false),
            Arbitraries.maps(GROUPS, states).ofMaxSize(3),
            Arbitraries.maps(NODES, wishes()).ofMaxSize(3))
        .as(
            (revision, maintenance, groups, wishes) ->
                new Agreed(
                    revision, maintenance, new TreeMap<>(groups), new TreeMap<>(wishes)));
  }

  public static Arbitrary<Wish> wishes() {
    return combine(Arbitraries.of(true, false), Arbitraries.longs()).as(Wish::new);
  }

  public static Arbitrary<Holder> holders() {
    return combine(RUNS, TIMINGS).as(Holder::new);
  }

  private static Arbitrary<Duration> nanos() {
    return Arbitraries.longs().between(1, 100_000_000_000L).map(Duration::ofNanos);
  }
}
