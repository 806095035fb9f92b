package dev.koi.sim;

import dev.koi.core.time.Moment;
import dev.koi.node.port.Clock;
import java.time.Instant;

/**
 * The clocks of one boot of a machine: each starts anywhere and runs at a rate of its own. The raw
 * clock drifts with the crystal, the monotonic one is steered away from it by a little. The wall clock is
 * set all the time, forwards and back: nothing but what people read may follow it.
 */
public final class SimClock implements Clock {

  private static final long MILLION = 1_000_000;

  /** How far NTP may steer a clock: 500 parts per million (adjtimex(2)). */
  private static final int STEERED = 500;

  private static final long SET_EVERY = 3_000_000_000L;

  /** A day either way. */
  private static final long SET_BY = 86_400_000_000_000L;

  private static final Instant EPOCH = Instant.parse("2026-11-01T00:00:00Z");

  private final Timeline timeline;
  private final long bootedAt;
  private final long start;
  private final long salt;
  private final int raw;
  private final int steered;

  /**
   * The clocks of a machine that boots now.
   *
   * @param drift of the crystal, in parts per million
   */
  public SimClock(Timeline timeline, int drift, Chance chance) {
    this.timeline = timeline;
    bootedAt = timeline.now();
    start = chance.millis(1, 100_000_000);
    salt = chance.draw();
    raw = drift;
    steered = drift + chance.between(-STEERED, STEERED);
  }

  @Override
  public Moment now() {
    long passed = timeline.now() - bootedAt;
    long monotonic = start + at(passed, steered);
    // Boot time is monotonic time plus the time asleep; a machine of this world never sleeps.
    return new Moment(monotonic, start + at(passed, raw), monotonic);
  }

  @Override
  public Instant wall() {
    long offset = new Chance(salt + timeline.now() / SET_EVERY).draw() % SET_BY;
    return EPOCH.plusNanos(timeline.now() + offset);
  }

  /** The first virtual instant at which the monotonic clock shows at least this. */
  public long virtual(Moment moment) {
    long shown = moment.monotonic() - start;
    long passed = shown - shown / (MILLION + steered) * steered;
    while (at(passed, steered) < shown) {
      passed += Math.max(1, (shown - at(passed, steered)) / 2);
    }
    return bootedAt + passed;
  }

  private static long at(long passed, int partsPerMillion) {
    return passed + passed / MILLION * partsPerMillion + passed % MILLION * partsPerMillion / MILLION;
  }
}
