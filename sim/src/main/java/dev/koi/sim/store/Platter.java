package dev.koi.sim.store;

import dev.koi.core.raft.RaftOutput.Persist;
import dev.koi.core.raft.Stored;
import dev.koi.core.raft.Write;
import dev.koi.sim.Chance;
import dev.koi.sim.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** A member's disk: what is on it, and what is on its way there. A crash loses any end of the latter. */
final class Platter {

  private final Timeline timeline;
  private final Chance chance;
  private final List<Persist> queue = new ArrayList<>();
  private Stored stored;

  /** Of the flush that is under way; another number after a crash. */
  private long power;

  private boolean flushing;

  /** Milliseconds that a flush takes at most. */
  int slowest = 1;

  /** The next flush fails. */
  boolean broken;

  Platter(Timeline timeline, Chance chance, Stored stored) {
    this.timeline = timeline;
    this.chance = chance;
    this.stored = stored;
  }

  Stored stored() {
    return stored;
  }

  /** Whom it tells. */
  record Listener(LongConsumer persisted, LongConsumer failed) {}

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
      Persist persist = queue.removeFirst();
      persist.writes().forEach(write -> stored = stored.after(write));
      ticket = persist.ticket();
    }
    flushWhenIdle(listener);
    listener.persisted().accept(ticket);
  }

  /** The power fails: of what was under way any beginning may be on the disk, and nothing behind it. */
  void crash() {
    power++;
    flushing = false;
    List<Write> writes = queue.stream().flatMap(p -> p.writes().stream()).toList();
    int kept = writes.isEmpty() || chance.once(0.5) ? 0 : chance.between(0, writes.size());
    writes.subList(0, kept).forEach(write -> stored = stored.after(write));
    queue.clear();
  }
}
