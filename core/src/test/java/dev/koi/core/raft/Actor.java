package dev.koi.core.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.core.name.MemberId;
import java.util.ArrayList;
import java.util.List;

/** One member in an {@link Arena}: a process, its disk, and a state machine that counts and adds up. */
final class Actor {

  final MemberId id;
  final Platter platter;
  RaftState state;
  boolean alive = true;
  boolean wiped;
  long pausedUntil;
  private long startsAt;
  long applied;

  private final Arena arena;
  private final Raft raft;
  private final List<RaftInput> waiting = new ArrayList<>();
  private Murmur murmur = new Murmur();

  Actor(Arena arena, MemberId id, Stored stored) {
    this.arena = arena;
    this.id = id;
    this.raft =
        new Raft(new RaftSettings(Council.CLUSTER, id, Council.QUICK, Council.SMALL));
    this.platter = new Platter(stored);
    this.state = raft.begin(stored, arena.now(), arena.random.nextLong());
  }

  void crash() {
    if (alive) {
      alive = false;
      startsAt = arena.millis + 1 + arena.random.nextInt(arena.random.nextBoolean() ? 10 : 300);
      // What was under way to the disk may be there or not.
      int flushed = arena.random.nextBoolean() ? 0 : arena.random.nextInt(platter.waiting() + 1);
      platter.flush(flushed);
      platter.crash();
      waiting.clear();
      murmur = new Murmur();
    }
  }

  /** What others say beside Raft. */
  void hear(Murmur.Word word) {
    if (alive) {
      murmur.heard(word, arena.now());
      if (word.leads() > 0) {
        input(new RaftInput.LeaderHeard(word.from(), word.leads()));
      }
    }
  }

  private void murmur() {
    if (alive && arena.millis % Murmur.EACH_MILLIS == 0) {
      arena.murmur(Murmur.Word.of(id, state));
      if (state.mayAct()) {
        step(murmur.beat(state.term(), arena.now()));
      }
    }
  }

  void startWhenDue() {
    if (arena.millis >= startsAt) {
      start();
    }
  }

  void start() {
    if (!alive && !wiped) {
      alive = true;
      Stored stored = platter.stored();
      state = raft.begin(stored, arena.now(), arena.random.nextLong());
      applied = stored.snapshot().index();
      arena.truth.restored(stored.snapshot());
    }
  }

  void flush(int count) {
    if (alive) {
      input(new RaftInput.Persisted(platter.flush(count)));
    }
  }

  void tick() {
    if (arena.millis >= pausedUntil) {
      List<RaftInput> due = List.copyOf(waiting);
      waiting.clear();
      due.forEach(this::step);
      if (state.wake() != null && !arena.now().isBefore(state.wake())) {
        step(new RaftInput.Tick());
      }
      murmur();
    }
  }

  void snapshot() {
    if (alive && applied > state.snapshot().index()) {
      step(new RaftInput.SnapshotTaken(applied, arena.truth.serialized(applied)));
    }
  }

  /** While it is paused, what comes waits. */
  void input(RaftInput input) {
    if (!alive) {
      return;
    }
    if (arena.millis < pausedUntil || !waiting.isEmpty()) {
      waiting.add(input);
    } else {
      step(input);
    }
  }

  private void step(RaftInput input) {
    if (!alive) {
      return;
    }
    RaftStep step = raft.step(state, input, arena.now(), arena.random.nextLong());
    state = step.state();
    boolean first = true;
    for (RaftOutput output : step.outputs()) {
      assertThat(first || !(output instanceof RaftOutput.Persist)).isTrue();
      first = false;
      perform(output);
    }
  }

  private void perform(RaftOutput output) {
    switch (output) {
      case RaftOutput.Persist persist -> platter.take(persist);
      case RaftOutput.Send send -> arena.post(send.envelope());
      case RaftOutput.Commit commit -> {
        for (Entry entry : commit.entries()) {
          assertThat(entry.index()).isEqualTo(++applied);
          arena.truth.committed(id, entry);
        }
        arena.truth.applied(id, applied);
      }
      case RaftOutput.Restore restore -> {
        applied = restore.snapshot().index();
        arena.truth.restored(restore.snapshot());
      }
      case RaftOutput.Elected elected -> arena.truth.elected(this, elected);
      case RaftOutput.Proposed proposed -> arena.truth.proposed(proposed);
      case RaftOutput.ReadReady ready -> {
        assertThat(ready.index()).isLessThanOrEqualTo(applied);
        arena.truth.readReady(ready.id(), state.term(), applied);
      }
      case RaftOutput.Refused refused -> arena.truth.refused(refused.id());
      case RaftOutput.Deposed _ -> {}
      case RaftOutput.Ended ended -> throw new AssertionError(ended.toString());
    }
  }
}
