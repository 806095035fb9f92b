package dev.koi.core.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.name.MemberId;
import dev.koi.core.time.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sees everything, and knows what must never be (figure 3 of the paper; SAFETY E5b): two leaders in a
 * term, logs that differ below an equal entry, a leader that lacks what is agreed, two state machines that
 * applied different things, a read older than what was acknowledged before it began.
 */
final class Truth {

  /** All that was ever agreed. */
  final List<Entry> agreed = new ArrayList<>();

  long elections;
  long reads;
  long writes;
  long installs;

  private final SortedMap<Long, MemberId> leaders = new TreeMap<>();
  private final SortedMap<Long, Moment> confirmed = new TreeMap<>();
  private final SortedMap<Long, Operation> open = new TreeMap<>();
  private final SortedMap<Long, Moment> latestAsked = new TreeMap<>();
  private long acknowledged;
  private long ids;

  /** Something a client waits for; {@code floor} was acknowledged to someone before it began. */
  private record Operation(MemberId at, long floor, Moment began, long term, long index) {}

  long nextId() {
    return ++ids;
  }

  RaftInput write(MemberId at, int commands) {
    long id = nextId();
    open.put(id, new Operation(at, acknowledged, Moment.ofMillis(0), 0, 0));
    List<Bytes> payloads = new ArrayList<>();
    for (int i = 0; i < commands; i++) {
      payloads.add(Council.bytes("write " + id + "." + i));
    }
    return new RaftInput.Propose(id, payloads);
  }

  RaftInput read(MemberId at, Moment now) {
    long id = nextId();
    open.put(id, new Operation(at, acknowledged, now, 0, 0));
    return new RaftInput.Read(id);
  }

  void proposed(RaftOutput.Proposed proposed) {
    Operation write = open.get(proposed.id());
    if (write != null) {
      open.put(
          proposed.id(),
          new Operation(write.at(), write.floor(), write.began(), proposed.term(), proposed.last()));
    }
  }

  void refused(long id) {
    open.remove(id);
  }

  void committed(MemberId at, Entry entry) {
    int place = (int) entry.index() - 1;
    assertThat(place).as("%s commits %s", at, entry).isLessThanOrEqualTo(agreed.size());
    if (place == agreed.size()) {
      agreed.add(entry);
    }
    assertThat(entry).as("committed at %s", at).isEqualTo(agreed.get(place));
  }

  /** Whoever proposed there learns by this what became of it. */
  void applied(MemberId at, long index) {
    open.values()
        .removeIf(
            o -> {
              boolean known = o.at().equals(at) && o.term() > 0 && o.index() <= index;
              if (known && agreed.get((int) o.index() - 1).term() == o.term()) {
                assertThat(o.index()).as("after what it came after").isGreaterThan(o.floor());
                acknowledged = Math.max(acknowledged, o.index());
                writes++;
              }
              return known;
            });
  }

  void readReady(long id, long term, long position) {
    Operation read = Objects.requireNonNull(open.remove(id));
    assertThat(position).as("linearizable").isGreaterThanOrEqualTo(read.floor());
    acknowledged = Math.max(acknowledged, position);
    latestAsked.merge(term, read.began(), Moment::max);
    // E5b: a later leader counts from a moment that no answered question of an earlier one is after.
    confirmed.tailMap(term + 1).values().forEach(m -> assertThat(m.isBefore(read.began())).isFalse());
    reads++;
  }

  void elected(Actor actor, RaftOutput.Elected elected) {
    assertThat(leaders.put(elected.term(), actor.id)).as("leader of %s", elected.term()).isNull();
    confirmed.put(elected.term(), elected.confirmed());
    latestAsked
        .headMap(elected.term())
        .values()
        .forEach(asked -> assertThat(elected.confirmed().isBefore(asked)).isFalse());
    Log log = actor.state.log();
    boolean later = leaders.lastKey() > elected.term();
    for (long index = log.base(); index <= agreed.size() && !later; index++) {
      if (index > 0) {
        assertThat(log.term(index)).as("leader has %d", index).isEqualTo(agreed.get((int) index - 1).term());
      }
    }
    elections++;
  }

  /** A snapshot says how many entries it stands for, and what they add up to. */
  Bytes serialized(long index) {
    return Council.bytes(index + " " + agreed.subList(0, (int) index).hashCode() + " ".repeat(500));
  }

  void restored(Snapshot snapshot) {
    if (snapshot.index() > 0) {
      assertThat(snapshot.state()).isEqualTo(serialized(snapshot.index()));
      installs++;
    }
  }

  void logsMatch(List<Actor> actors) {
    for (Actor one : actors) {
      for (Actor other : actors) {
        compare(one.state.log(), other.state.log());
      }
    }
  }

  private static void compare(Log one, Log other) {
    long from = Math.max(one.base(), other.base());
    boolean equal = false;
    for (long index = Math.min(one.last(), other.last()); index > from; index--) {
      equal |= one.term(index) == other.term(index);
      if (equal) {
        assertThat(one.entry(index)).isEqualTo(other.entry(index));
      }
    }
  }
}
