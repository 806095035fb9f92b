package dev.koi.sim;

import dev.koi.core.founding.Draft;
import dev.koi.core.raft.Bytes;
import dev.koi.core.raft.RaftOutput.Persist;
import dev.koi.core.raft.Stored;
import dev.koi.core.raft.Write;
import dev.koi.node.port.Event;
import dev.koi.node.port.Ledger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a machine. Writes take time and end in order. Of those that were under way when daemon or
 * machine died any beginning is there. Once a write has failed nothing more is written, and whoever starts
 * the daemon again has removed the journal before, as its message asks for.
 */
final class SimLedger {

  private final Scene scene;
  private final int node;
  private final Chance chance;
  private final Deque<Work> underWay = new ArrayDeque<>();
  private Ledger.@Nullable Found found;
  private @Nullable Draft draft;
  private long busyUntil;
  private boolean slow;
  private boolean bad;
  private boolean spoilt;

  SimLedger(Scene scene, int node, Chance chance) {
    this.scene = scene;
    this.node = node;
    this.chance = chance;
  }

  /** The journal as one run of the daemon sees it. */
  Ledger door(Life life) {
    if (spoilt) {
      spoilt = false;
      found = null;
      draft = null;
    }
    return new Door(life, found, draft);
  }

  void slow(boolean nowSlow) {
    slow = nowSlow;
  }

  void bad(boolean nowBad) {
    bad = nowBad;
  }

  /** The daemon has died, alone or with its machine. */
  void cut() {
    int kept = underWay.isEmpty() ? 0 : chance.between(0, underWay.size());
    for (int i = 0; i < kept; i++) {
      underWay.removeFirst().effect.run();
    }
    underWay.clear();
    busyUntil = scene.now();
  }

  /** Something on its way to the disk; no record: two of the same are still two. */
  private static final class Work {

    private final Runnable effect;
    private final Ledger.Word word;
    private final long ticket;
    private final Life life;

    private Work(Runnable effect, Ledger.Word word, long ticket, Life life) {
      this.effect = effect;
      this.word = word;
      this.ticket = ticket;
      this.life = life;
    }
  }

  private void begin(Work work) {
    scene.trace().fold(node, "journal", work.ticket);
    long latency = slow ? chance.anyMillis(50, 1_000) : chance.micros(100, 3_000);
    busyUntil = Math.max(busyUntil, scene.now()) + latency;
    underWay.add(work);
    scene.timeline().at(busyUntil, () -> end(work));
  }

  private void end(Work work) {
    if (underWay.peek() != work || spoilt) {
      return;
    }
    underWay.remove();
    if (bad && work.ticket > 0 && chance.once(0.3)) {
      // As with a crash: what is behind it is not there either.
      underWay.clear();
      work.life.deliver(new Event.Kept(new Ledger.Word.Full(work.ticket, "simulated: no space left")));
      return;
    }
    spoilt = bad && scene.shape().mayLoseJournal(node) && chance.once(0.3);
    if (spoilt) {
      scene.trace().say(scene.shape().machines().get(node).name(), () -> "the journal fails");
      work.life.deliver(new Event.Kept(new Ledger.Word.Failed(work.ticket, "simulated: a bad sector")));
    } else {
      work.effect.run();
      work.life.deliver(new Event.Kept(work.word));
    }
  }

  private void write(Write write) {
    Ledger.Found before = found;
    if (before == null) {
      throw new IllegalStateException("nothing is begun");
    }
    found = new Ledger.Found(before.cluster(), before.member(), before.stored().after(write));
  }

  /** What one run sees. */
  private final class Door implements Ledger {

    private final Life life;
    private final @Nullable Found atStart;
    private final @Nullable Draft draftAtStart;

    private Door(Life life, @Nullable Found atStart, @Nullable Draft draftAtStart) {
      this.life = life;
      this.atStart = atStart;
      this.draftAtStart = draftAtStart;
    }

    @Override
    public @Nullable Found found() {
      return atStart;
    }

    @Override
    public @Nullable Draft draft() {
      return draftAtStart;
    }

    @Override
    public void draft(Draft next) {
      SimLedger.this.begin(new Work(() -> draft = next, new Word.Drafted(), 0, life));
    }

    @Override
    public void begin(Found blank) {
      SimLedger.this.begin(new Work(() -> found = blank, new Word.Begun(), 0, life));
    }

    @Override
    public void persist(Persist persist) {
      Runnable all = () -> persist.writes().forEach(SimLedger.this::write);
      SimLedger.this.begin(
          new Work(all, new Word.Persisted(persist.ticket()), persist.ticket(), life));
    }

    @Override
    public void reopen() {
      scene.timeline().after(chance.micros(1_000, 100_000), this::reopened);
    }

    private void reopened() {
      Found there = SimLedger.this.found;
      life.deliver(
          new Event.Kept(
              bad || there == null
                  ? new Word.Full(0, "simulated: still no space left")
                  : new Word.Reopened(there)));
    }

    @Override
    public void encode(long index, Supplier<Bytes> state) {
      scene
          .timeline()
          .after(
              chance.micros(1_000, 100_000),
              () -> life.deliver(new Event.Kept(new Word.Frozen(index, state.get()))));
    }
  }
}
