package dev.koi.sim.store;

import dev.koi.core.raft.RaftOutput.Persist;
import dev.koi.core.raft.Stored;
import dev.koi.core.raft.Write;
import dev.koi.sim.Chance;
import dev.koi.sim.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A member's disk: what is on it, and what is on its way there. A crash loses any end of the latter, to the
 * byte. It may become full; room for votes is reserved, as {@code node.journal} does it.
 */
final class Platter {

  private static final int MOST_TOGETHER = 3;
  private static final int MOST_ZEROS = 40;
  private static final int ENDLESS = Integer.MAX_VALUE;

  private final Timeline timeline;
  private final Chance chance;
  private final Truth truth;
  private final List<Persist> queue = new ArrayList<>();
  private final Ledger ledger;

  /** Of the flush that is under way; another number after a crash. */
  private long power;

  private boolean flushing;

  /** Bytes that still fit. */
  private int room = ENDLESS;

  private boolean reserved = true;

  /** Milliseconds that a flush takes at most. */
  int slowest = 1;

  /** The next flush fails. */
  boolean broken;

  Platter(Timeline timeline, Chance chance, Truth truth, Stored stored) {
    this.timeline = timeline;
    this.chance = chance;
    this.truth = truth;
    this.ledger = new Ledger(stored);
  }

  Stored stored() {
    return ledger.stored();
  }

  /** Whom it tells. */
  record Listener(LongConsumer persisted, LongConsumer full, LongConsumer failed) {}

  /** Others fill it, but for so many bytes. */
  void fill(int left) {
    room = Math.min(room, left);
  }

  /** Somebody made room. */
  void free() {
    room = ENDLESS;
    reserved = true;
  }

  void take(Persist persist, Listener listener) {
    queue.add(persist);
    flushWhenIdle(listener);
  }

  private void flushWhenIdle(Listener listener) {
    if (flushing || queue.isEmpty()) {
      return;
    }
    flushing = true;
    int count = queue.size();
    long plug = power;
    timeline.after(
        chance.micros(50, slowest * 1_000L),
        () -> {
          if (plug == power) {
            flushed(count, listener);
          }
        });
  }

  private void flushed(int count, Listener listener) {
    flushing = false;
    if (broken) {
      listener.failed().accept(queue.getFirst().ticket());
      return;
    }
    long ticket = 0;
    for (int i = 0; i < count; i++) {
      Persist persist = queue.getFirst();
      if (!persist.writes().stream().allMatch(this::fits)) {
        full(ticket, persist.ticket(), listener);
        return;
      }
      queue.removeFirst();
      ticket = persist.ticket();
    }
    flushWhenIdle(listener);
    listener.persisted().accept(ticket);
  }

  private void full(long written, long first, Listener listener) {
    truth.counts.fullDisks++;
    queue.clear();
    if (written > 0) {
      listener.persisted().accept(written);
    }
    queue.clear();
    listener.full().accept(first);
  }

  /** Whether there was room for the whole; else the room is used, and the rest is cut off. */
  private boolean fits(Write write) {
    boolean vote = write instanceof Write.Vote;
    boolean begins = write instanceof Write.Install || write instanceof Write.Compact;
    if ((begins && room < ENDLESS) || (!vote && !reserved)) {
      return false;
    }
    int before = ledger.length();
    ledger.write(write, chance.between(1, MOST_TOGETHER));
    int grown = ledger.length() - before;
    if (room == ENDLESS) {
      return true;
    }
    if (grown > room && !vote) {
      cut(before + room);
      room = 0;
      return false;
    }
    if (grown > room) {
      truth.counts.fullVotes++;
      reserved = false;
    }
    room = Math.max(0, room - grown);
    return true;
  }

  private void cut(int at) {
    int zeros = chance.once(0.3) ? chance.between(1, MOST_ZEROS) : 0;
    try {
      if (ledger.cut(at, zeros)) {
        truth.counts.torn++;
      }
    } catch (IllegalStateException e) {
      truth.violated("a journal that was cut off by a crash cannot be read: " + e.getMessage());
    }
  }

  /** The process ends, and the machine goes on. */
  void stop() {
    power++;
    flushing = false;
    queue.clear();
  }

  /** The power fails: of what was under way any beginning may be on the disk, and nothing behind it. */
  void crash() {
    power++;
    flushing = false;
    List<Write> writes = queue.stream().flatMap(p -> p.writes().stream()).toList();
    queue.clear();
    int whole = writes.isEmpty() || chance.once(0.5) ? 0 : chance.between(0, writes.size());
    for (Write write : writes.subList(0, whole)) {
      if (!fits(write)) {
        return;
      }
    }
    if (whole < writes.size()) {
      int before = ledger.length();
      Write part = writes.get(whole);
      switch (part) {
        case Write.Install _, Write.Compact _ -> {} // it is there whole or not at all
        case Write.Vote _, Write.Truncate _, Write.Append _ -> {
          if (fits(part)) {
            cut(chance.between(before, ledger.length() - 1));
          }
        }
      }
    }
  }
}
