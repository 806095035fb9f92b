package dev.koi.wire.raft;

import dev.koi.core.name.MemberId;
import dev.koi.core.raft.Envelope;
import dev.koi.core.raft.Raft;
import dev.koi.core.raft.RaftInput;
import dev.koi.core.raft.RaftOutput;
import dev.koi.core.raft.RaftSettings;
import dev.koi.core.raft.RaftState;
import dev.koi.core.raft.RaftStep;
import dev.koi.core.raft.Stored;
import dev.koi.core.time.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A member with core's own Raft and a disk that is late; what it says is given back. */
final class Speaker {

  final MemberId id;
  private final Raft raft;
  private final Random random;
  private final List<RaftOutput.Persist> queue = new ArrayList<>();
  private Stored stored;
  private RaftState state;

  Speaker(RaftSettings settings, Stored stored, Random random) {
    id = settings.self();
    raft = new Raft(settings);
    this.random = random;
    this.stored = stored;
    state = raft.begin(stored, Moment.ofNanos(0), random.nextLong());
  }

  RaftState state() {
    return state;
  }

  List<Envelope> told(RaftInput input, Moment now) {
    RaftStep step = raft.step(state, input, now, random.nextLong());
    state = step.state();
    List<Envelope> said = new ArrayList<>();
    for (RaftOutput output : step.outputs()) {
      if (output instanceof RaftOutput.Persist persist) {
        queue.add(persist);
      } else if (output instanceof RaftOutput.Send send) {
        said.add(send.envelope());
      }
    }
    return said;
  }

  List<Envelope> woken(Moment now) {
    Moment wake = state.wake();
    return wake == null || now.isBefore(wake) ? List.of() : told(new RaftInput.Tick(), now);
  }

  /** Some of what waits reaches the disk. */
  List<Envelope> flushed(Moment now) {
    if (queue.isEmpty()) {
      return List.of();
    }
    RaftOutput.Persist persist = queue.removeFirst();
    persist.writes().forEach(write -> stored = stored.after(write));
    return told(new RaftInput.Persisted(persist.ticket()), now);
  }

  /** What was not on the disk is lost. */
  void restarted(Moment now) {
    queue.clear();
    state = raft.begin(stored, now, random.nextLong());
  }
}
