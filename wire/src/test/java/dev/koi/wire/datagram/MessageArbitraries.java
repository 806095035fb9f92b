package dev.koi.wire.datagram;

import static dev.koi.wire.datagram.AgreedArbitraries.EPOCHS;
import static dev.koi.wire.datagram.AgreedArbitraries.GROUPS;
import static dev.koi.wire.datagram.AgreedArbitraries.NODES;
import static dev.koi.wire.datagram.AgreedArbitraries.RUNS;
import static dev.koi.wire.datagram.AgreedArbitraries.TIMINGS;
import static net.jqwik.api.Combinators.combine;

import dev.koi.core.lease.Arming;
import dev.koi.core.message.Action;
import dev.koi.core.message.Card;
import dev.koi.core.message.Claim;
import dev.koi.core.message.FailureNote;
import dev.koi.core.message.GroupReport;
import dev.koi.core.message.Held;
import dev.koi.core.message.Message;
import dev.koi.core.message.NodeState;
import dev.koi.core.message.Promise;
import dev.koi.core.message.Seat;
import dev.koi.core.message.ServiceReport;
import dev.koi.core.message.ServiceState;
import dev.koi.core.name.NodeName;
import dev.koi.core.name.ServiceName;
import dev.koi.core.raft.Bytes;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Every message that core's records allow. */
final class MessageArbitraries {

  private static final Arbitrary<Long> ANY_LONG = Arbitraries.longs();
  private static final Arbitrary<Integer> NUMBERS = Arbitraries.integers().greaterOrEqual(0);
  private static final Arbitrary<Boolean> EITHER = Arbitraries.of(true, false);
  private static final Arbitrary<Duration> DURATIONS =
      Arbitraries.longs().between(0, Long.MAX_VALUE).map(Duration::ofNanos);

  /** Text that UTF-8 can carry: no half of a surrogate pair. */
  private static final Arbitrary<String> TEXTS =
      Arbitraries.strings().withCharRange('\0', '\ud7ff').ofMaxLength(20);

  private static final Arbitrary<Promise> PROMISES =
      combine(GROUPS, EPOCHS, RUNS, TIMINGS, EITHER, DURATIONS, EITHER).as(Promise::new);

  private MessageArbitraries() {}

  static Arbitrary<Message> messages() {
    return Arbitraries.oneOf(
        List.of(
            heartbeats(),
            combine(ANY_LONG, ANY_LONG, ANY_LONG, ANY_LONG, DURATIONS, DURATIONS, DURATIONS.list())
                .as(Message.Pulse::new),
            ANY_LONG.map(Message.Unheard::new),
            combine(ANY_LONG, groupReports().list().ofMaxSize(3)).as(Message.Report::new),
            ANY_LONG.map(Message.ReportSeen::new),
            combine(GROUPS, EPOCHS, RUNS, ANY_LONG, NUMBERS).as(Message.Renew::new),
            combine(GROUPS, EPOCHS, RUNS, ANY_LONG, TIMINGS, EITHER).as(Message.Lease::new),
            combine(GROUPS, EPOCHS, RUNS, EPOCHS).as(Message.Revoked::new),
            inAdvance().map(m -> m),
            combine(
                    ANY_LONG,
                    GROUPS,
                    EPOCHS,
                    RUNS,
                    TIMINGS,
                    EPOCHS,
                    RUNS.injectNull(0.3),
                    combine(NUMBERS, EITHER).as(Arming::new))
                .as(Message.ConfirmAsk::new),
            combine(ANY_LONG, GROUPS, EPOCHS, EITHER, EITHER, PROMISES.injectNull(0.3))
                .as(Message.ConfirmReply::new),
            combine(ANY_LONG, TEXTS).as(Message.Ask::new),
            combine(ANY_LONG, TEXTS).as(Message.Answer::new),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(b -> new Message.Letter(Bytes.wrap(b))),
            NODES.injectNull(0.3).map(Message.Farewell::new)));
  }

  /** What a ticket may carry. */
  static Arbitrary<Message.InAdvance> inAdvance() {
    return Arbitraries.oneOf(
        List.of(
            combine(GROUPS, EPOCHS, RUNS).as(Message.Released::new),
            combine(GROUPS, EPOCHS, RUNS).as(Message.Unconfirmed::new),
            RUNS.map(Message.Gone::new)));
  }

  private static Arbitrary<Message> heartbeats() {
    return combine(
            cards(),
            claims(),
            AgreedArbitraries.agreed().injectNull(0.3),
            PROMISES.list().ofMaxSize(3),
            DURATIONS,
            NODES.list().ofMaxSize(3),
            combine(ANY_LONG, ANY_LONG).as(List::of),
            seats().injectNull(0.3))
        .as(
            (card, claim, agreed, promises, mute, hears, numbers, seat) ->
                new Message.Heartbeat(
                    card,
                    claim,
                    agreed,
                    promises,
                    mute,
                    hears,
                    numbers.getFirst(),
                    numbers.getLast(),
                    seat));
  }

  private static Arbitrary<Seat> seats() {
    return combine(NODES, NODES.injectNull(0.3), EITHER, Arbitraries.longs().greaterOrEqual(0))
        .as(
            (member, cluster, founded, follows) ->
                new Seat(
                    member.uuid(),
                    cluster == null ? null : cluster.uuid(),
                    founded && cluster != null,
                    follows));
  }

  private static Arbitrary<Card> cards() {
    Arbitrary<NodeName> names =
        Arbitraries.strings()
            .alpha()
            .withChars("._-")
            .ofMinLength(1)
            .ofMaxLength(64)
            .map(NodeName::new);
    return combine(RUNS, names, EITHER, EITHER, Arbitraries.integers(), TEXTS, DURATIONS)
        .as(Card::new);
  }

  private static Arbitrary<Claim> claims() {
    return Arbitraries.oneOf(
        List.of(
            Arbitraries.of(new Claim.Listening(), new Claim.Candidate()),
            NODES.map(Claim.Following::new),
            combine(Arbitraries.integers().greaterOrEqual(0), EITHER, Arbitraries.longs().greaterOrEqual(0))
                .as(Claim.Leading::new)));
  }

  private static Arbitrary<GroupReport> groupReports() {
    Arbitrary<Held> held = combine(EPOCHS, TIMINGS, Arbitraries.of(Held.Phase.class)).as(Held::new);
    Arbitrary<ServiceName> names =
        Arbitraries.strings().alpha().withChars(" #~\u00e4").ofMinLength(1).map(ServiceName::new);
    Arbitrary<ServiceReport> services =
        combine(
                names,
                Arbitraries.of(ServiceState.class),
                Arbitraries.of(Action.class).injectNull(0.3),
                EITHER,
                TEXTS.injectNull(0.3))
            .as(ServiceReport::new);
    return combine(
            GROUPS,
            Arbitraries.of(NodeState.class),
            combine(EPOCHS, EPOCHS).as(List::of),
            held.injectNull(0.3),
            combine(EITHER, EITHER).as(List::of),
            DURATIONS.injectNull(0.3),
            services.list().ofMaxSize(3),
            combine(ANY_LONG, ANY_LONG, TEXTS).as(FailureNote::new).list().ofMaxSize(3))
        .as(
            (group, state, epochs, holds, flags, since, all, failures) ->
                new GroupReport(
                    group,
                    state,
                    epochs.getFirst(),
                    epochs.getLast(),
                    holds,
                    flags.getFirst(),
                    flags.getLast(),
                    since,
                    all,
                    failures));
  }
}
