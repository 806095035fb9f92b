package dev.koi.node.consensus;

import dev.koi.core.name.MemberId;
import dev.koi.core.name.NodeName;
import dev.koi.core.raft.Envelope;
import dev.koi.core.raft.Members;
import dev.koi.core.raft.RaftSettings;
import dev.koi.core.raft.Stored;
import dev.koi.core.time.Moment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Members around a table, without a thread: what one says the others hear at once, unless it is cut off. */
final class Table {

  static final UUID CLUSTER = new UUID(0, 13);
  static final int MESSAGE_BYTES = 200;
  static final int PENDING_BYTES = 1_000;
  static final int SNAPSHOT_PERIOD = 20;

  private static final int PATIENCE = 10_000;

  final Map<String, Seat> seats = new TreeMap<>();
  final Deque<Envelope> post = new ArrayDeque<>();
  final Set<String> cut = new HashSet<>();
  Moment now = Moment.ofMillis(1_000);

  static Table of(String... names) {
    Table table = new Table();
    Members founders = Members.of(Stream.of(names).map(Table::member).toList());
    for (String name : names) {
      table.join(name, Stored.founder(founders));
    }
    return table;
  }

  Seat join(String name, Stored stored) {
    Seat seat = new Seat(this, name, stored);
    seats.put(name, seat);
    return seat;
  }

  static MemberId member(String name) {
    return new MemberId(new NodeName(name), new UUID(0, name.charAt(0)));
  }

  static RaftSettings settings(String name) {
    return new RaftSettings(
        CLUSTER,
        member(name),
        new RaftSettings.Pace(Duration.ofMillis(40), Duration.ofMillis(180), Duration.ofMillis(300)),
        new RaftSettings.Limits(MESSAGE_BYTES, 4, 3));
  }

  /** Until it holds; nothing is waited for, time is moved on when nobody has anything to say. */
  void until(BooleanSupplier holds) {
    for (int i = 0; i < PATIENCE; i++) {
      if (holds.getAsBoolean()) {
        return;
      }
      turn();
    }
    throw new AssertionError("never");
  }

  void pass(Duration time) {
    Moment end = now.plus(time);
    until(() -> post.isEmpty() && !now.isBefore(end));
  }

  private void turn() {
    Envelope envelope = post.poll();
    if (envelope == null) {
      now = wake().max(now.plus(Duration.ofMillis(1)));
      seats.values().forEach(Seat::flush);
      return;
    }
    Seat to = seats.get(envelope.to().name().text());
    boolean lost = cut.contains(envelope.to().name().text()) || cut.contains(envelope.from().name().text());
    if (to != null && !lost) {
      to.consensus.received(envelope, now);
      to.flush();
    }
  }

  private Moment wake() {
    List<Moment> wakes = new ArrayList<>();
    for (Seat seat : seats.values()) {
      Moment wake = seat.consensus.nextWake();
      if (wake != null) {
        wakes.add(wake);
      }
    }
    return wakes.stream().min(Comparator.comparing(w -> w.since(now))).orElse(now);
  }

  /** Once one leads, and may act. */
  Seat leader() {
    until(() -> seats.values().stream().anyMatch(seat -> seat.leads()));
    return seats.values().stream().filter(Seat::leads).findFirst().orElseThrow();
  }

  Seat other(Seat than) {
    return seats.values().stream().filter(seat -> !seat.equals(than)).findFirst().orElseThrow();
  }
}
