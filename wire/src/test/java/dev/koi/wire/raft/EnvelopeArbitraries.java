package dev.koi.wire.raft;

import static net.jqwik.api.Combinators.combine;

import dev.koi.core.name.MemberId;
import dev.koi.core.name.NodeName;
import dev.koi.core.raft.Bytes;
import dev.koi.core.raft.Content;
import dev.koi.core.raft.Entry;
import dev.koi.core.raft.Envelope;
import dev.koi.core.raft.Members;
import dev.koi.core.raft.RaftMessage;
import dev.koi.core.raft.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Every envelope that makes sense. */
final class EnvelopeArbitraries {

  /** Where a log ends at the latest, and its last term, so that some more of both is still in range. */
  private static final long LATE = Sense.END - 1_000;

  private static final Arbitrary<Boolean> EITHER = Arbitraries.of(true, false);
  private static final Arbitrary<Long> NUMBERS = Arbitraries.longs().between(0, Sense.END - 1);
  private static final Arbitrary<Integer> STEPS = Arbitraries.integers().between(0, 50);
  private static final Arbitrary<UUID> UUIDS =
      combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
  private static final Arbitrary<MemberId> MEMBERS =
      combine(
              Arbitraries.strings()
                  .alpha()
                  .numeric()
                  .withChars("._-")
                  .ofMinLength(1)
                  .ofMaxLength(64)
                  .map(NodeName::new),
              UUIDS)
          .as(MemberId::new);
  private static final Arbitrary<RaftMessage.Ask> ASKS =
      combine(NUMBERS, Arbitraries.longs()).as(RaftMessage.Ask::new);
  private static final Arbitrary<Bytes> BYTES =
      Arbitraries.bytes().array(byte[].class).ofMaxSize(100).map(Bytes::wrap);

  /** Of an entry, or of what is before the first. */
  private record Place(long index, long term) {}

  private static final Arbitrary<Place> ENTRIES_PLACES =
      combine(Arbitraries.longs().between(1, LATE), Arbitraries.longs().between(1, LATE))
          .as(Place::new);
  private static final Arbitrary<Place> PLACES =
      Arbitraries.frequencyOf(
          Tuple.of(1, Arbitraries.just(new Place(0, 0))),
          Tuple.of(5, ENTRIES_PLACES));

  /** A message, and a term in which it may be said. */
  private record Said(long term, RaftMessage message) {}

  private EnvelopeArbitraries() {}

  static Arbitrary<Envelope> envelopes() {
    return combine(UUIDS, MEMBERS, MEMBERS, said())
        .filter((_, from, to, _) -> !from.equals(to))
        .as((cluster, from, to, said) -> new Envelope(cluster, from, to, said.term, said.message));
  }

  private static Arbitrary<Said> said() {
    return Arbitraries.oneOf(
        List.of(
            combine(PLACES, STEPS)
                .as((p, s) -> new Said(p.term + 1 + s, new RaftMessage.PreVote(p.index, p.term))),
            combine(PLACES, STEPS, EITHER)
                .as((p, s, b) -> new Said(p.term + 1 + s, new RaftMessage.Vote(p.index, p.term, b))),
            NUMBERS.map(term -> new Said(term, new RaftMessage.PreVoted(false))),
            inAnyTerm(Arbitraries.of(new RaftMessage.PreVoted(true), new RaftMessage.TimeoutNow())),
            inAnyTerm(Arbitraries.just(new RaftMessage.Outdated())),
            inAnyTerm(combine(EITHER, silences()).as(RaftMessage.Voted::new)),
            appends(),
            inAnyTerm(
                combine(NUMBERS, NUMBERS, ASKS.injectNull(0.3))
                    .as((a, b, ask) -> new RaftMessage.Accepted(Math.max(a, b), Math.min(a, b), ask))),
            combine(PLACES, STEPS, STEPS, ASKS.injectNull(0.3))
                .as(
                    (p, behind, later, ask) ->
                        new Said(
                            p.term + 1 + later,
                            new RaftMessage.Rejected(p.index + behind, p.index, p.term, ask))),
            chunks(),
            inAnyTerm(
                combine(
                        Arbitraries.longs().between(1, Sense.END - 1),
                        Arbitraries.integers().greaterOrEqual(0),
                        ASKS)
                    .as(RaftMessage.ChunkTaken::new))));
  }

  private static Arbitrary<Said> inAnyTerm(Arbitrary<? extends RaftMessage> messages) {
    return combine(Arbitraries.longs().between(1, Sense.END - 1), messages).as(Said::new);
  }

  private static Arbitrary<Duration> silences() {
    return Arbitraries.longs()
        .between(0, Sense.LONGEST_SILENCE.toNanos() - 1)
        .map(Duration::ofNanos);
  }

  private static Arbitrary<Said> appends() {
    Arbitrary<List<Content>> contents = contents().list().ofMaxSize(5);
    Arbitrary<List<Integer>> steps = STEPS.list().ofSize(6);
    return combine(PLACES, contents, steps, NUMBERS, ASKS.injectNull(0.3))
        .as(
            (before, all, rises, commit, ask) -> {
              List<Entry> entries = new ArrayList<>();
              long term = Math.max(1, before.term);
              for (Content content : all) {
                term += rises.get(entries.size());
                entries.add(new Entry(before.index + 1 + entries.size(), term, content));
              }
              return new Said(
                  term + rises.getLast(),
                  new RaftMessage.Append(before.index, before.term, entries, commit, ask));
            });
  }

  private static Arbitrary<Content> contents() {
    return Arbitraries.oneOf(
        List.of(
            Arbitraries.just(new Content.NoOp()),
            BYTES.map(Content.Command::new),
            members().map(Content.Configuration::new)));
  }

  private static Arbitrary<Members> members() {
    return combine(MEMBERS.set().ofMinSize(1).ofMaxSize(3), MEMBERS.set().ofMaxSize(3))
        .as(EnvelopeArbitraries::apart);
  }

  private static Members apart(Set<MemberId> voters, Set<MemberId> learners) {
    TreeSet<MemberId> learn = new TreeSet<>(learners);
    learn.removeAll(voters);
    return new Members(new TreeSet<>(voters), learn);
  }

  private static Arbitrary<Said> chunks() {
    Arbitrary<Integer> sizes = Arbitraries.integers().between(0, Integer.MAX_VALUE - 100);
    return combine(ENTRIES_PLACES, members(), sizes, sizes, BYTES, ASKS)
        .as(
            (last, members, before, after, piece, ask) -> {
              int behind = piece.size() == 0 ? 0 : Math.min(after, Integer.MAX_VALUE - 100 - before);
              int bytes = before + piece.size() + behind;
              var head = new Snapshot.Head(last.index, last.term, members, bytes);
              return new Said(last.term + 1, new RaftMessage.Chunk(head, before, piece, ask));
            });
  }
}
