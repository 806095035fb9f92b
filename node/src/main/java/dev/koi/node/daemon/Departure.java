package dev.koi.node.daemon;

import dev.koi.core.time.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A stop in good order: demote, stop, pass the release and the leadership on, then go. */
final class Departure {

  /** A stop that takes longer than the scripts' own time-outs allow is not coming to an end. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final Self self;
  private final Diary diary;
  private final Memory memory;
  private final ElectionSide election;
  private final RunnerSide runner;
  private @Nullable Moment by;
  private boolean left;
  private boolean ended;

  Departure(Self self, Diary diary, Memory memory, ElectionSide election, RunnerSide runner) {
    this.self = self;
    this.diary = diary;
    this.memory = memory;
    this.election = election;
    this.runner = runner;
  }

  /** Whether the others were told: from now on it only waits for its disk. */
  boolean hasLeft() {
    return left;
  }

  boolean hasEnded() {
    return ended;
  }

  void begin(String why, Moment now) {
    if (by == null) {
      var service = self.configuration().service();
      Duration scripts = service.demoteTimeout().plus(service.stopTimeout());
      by = now.plus(scripts.plus(self.electorWait()).plus(MARGIN));
      runner.stop(why);
      diary.info("stopping: " + why);
    }
  }

  void step(Counter counter, Moment now) {
    if (by == null) {
      return;
    }
    boolean late = !now.isBefore(by);
    if (!left && (late || (runner.isDone() && election.mayLeave(now)))) {
      left = true;
      counter.leave();
      election.leave(now);
      memory.markClean(runner.isClean() && runner.isIdle());
      memory.flush(now);
    }
    if (left && (memory.isSettled() || memory.failure() != null)) {
      ended = true;
      diary.info(late ? "ended, though not all has stopped" : "ended");
    }
  }
}
